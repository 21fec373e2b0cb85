"""A sentence in the two languages of the product; the engine cannot know which one its reader wants."""

from typing import Any, Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """One sentence in Chinese and in English, with the same `{named}` places in both."""

    zh: str
    en: str

    def say(self, language: Language = "zh", **values: Any) -> str:
        """Return the sentence in one language with its places filled; a value may itself be a Text."""
        sentence = self.zh if language == "zh" else self.en
        if not values:
            return sentence
        return sentence.format(**{k: v.say(language) if isinstance(v, Text) else v for k, v in values.items()})

    def filled(self, **values: Any) -> "Text":
        """Return the Text with its places filled in both languages."""
        return Text(self.say("zh", **values), self.say("en", **values))
