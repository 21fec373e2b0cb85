"""What a crosswalk is: another system's code list for one attribute, read into our words and written back."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from zhucun.engine.errors import BadProblem
from zhucun.engine.texts import Text
from zhucun.engine.words import Word


@dataclass(frozen=True, slots=True)
class Code:
    """One code of another system: what it is called there and what it is with us.

    `words` are ours, the first the nearest; more than one means that the system does not tell them apart.
    `exact` is False where the system's word is wider or narrower than ours.
    """

    code: str
    label: str
    words: tuple[Word, ...]
    exact: bool = True


@dataclass(frozen=True)
class Crosswalk:
    """The code list of one attribute in one system, and where it was seen."""

    attribute: str  # the key of the fact
    system: str  # a short name by which a file's system is chosen
    title: Text
    source: str
    ours: type[Word]
    codes: tuple[Code, ...]
    other_labels: tuple[tuple[str, str], ...] = ()  # other spellings, each with the code it stands for

    @cached_property
    def _by_written(self) -> dict[str, Code]:
        known = {c.code: c for c in self.codes}
        for row in self.codes:
            known.setdefault(row.label, row)
            if row.code.isdigit():
                known.setdefault(row.code.lstrip("0") or "0", row)
                known.setdefault(row.code.zfill(2), row)
        for spelling, code in self.other_labels:
            known.setdefault(spelling, known[code])
        return known

    def code_of(self, written: str) -> Code:
        """Return the row for a code or label as the system writes it; raises BadProblem naming what is unknown."""
        wanted = written.strip()
        found = self._by_written.get(wanted)
        if found is None:
            raise BadProblem(
                "crosswalk.unknown_code",
                Text(
                    "“{written}”不在{title}的代码表中，已知的有：{known}。请核对来源系统，或在代码对照表中补充。",
                    "“{written}” is not in the code list “{title}”; it knows {known}. Check the system the file comes "
                    "from, or add the code to the crosswalk.",
                ),
                written=wanted,
                title=self.title,
                known="、".join(f"{c.code} {c.label}" for c in self.codes),
            )
        return found

    def read(self, written: str) -> Word:
        """Return our word nearest to a code or label of the system."""
        return self.code_of(written).words[0]

    def read_all(self, written: Iterable[str]) -> tuple[tuple[Word, ...], tuple[str, ...]]:
        """Return our words for many codes and, in order, the codes that nobody knows; nothing is dropped silently."""
        words, unknown = [], []
        for one in written:
            found = self._by_written.get(one.strip())
            words.append(found.words[0]) if found else unknown.append(one)
        return tuple(words), tuple(dict.fromkeys(unknown))

    def write(self, word: Word) -> Code:
        """Return the system's code for a word of ours: the one meaning it first, else one that includes it."""
        first = [c for c in self.codes if c.words[0] is word]
        wider = [c for c in self.codes if word in c.words]
        if not (found := first or wider):
            raise BadProblem(
                "crosswalk.no_code",
                Text(
                    "{title}没有表示“{word}”的代码。请由县里决定用哪个代码，并补充代码对照表。",
                    "The code list “{title}” has no code for “{word}”. Let the county decide which code stands for it "
                    "and add it to the crosswalk.",
                ),
                title=self.title,
                word=word.text,
            )
        return found[0]

    @cached_property
    def losses(self) -> tuple[tuple[Word, Code | None], ...]:
        """Return every word of ours that does not come back as itself, with the code it would become, if any."""
        found: list[tuple[Word, Code | None]] = []
        for word in self.ours:
            code = next((c for c in self.codes if c.words[0] is word), None)
            code = code or next((c for c in self.codes if word in c.words), None)
            if code is None or code.words[0] is not word:
                found.append((word, code))
        return tuple(found)

    @property
    def lossless(self) -> bool:
        """Tell whether every word of ours comes back as itself."""
        return not self.losses

    @property
    def ambiguous(self) -> tuple[Code, ...]:
        """Return the codes whose meaning with us is not certain: they stand for several words or fit none exactly."""
        return tuple(c for c in self.codes if len(c.words) > 1 or not c.exact)
