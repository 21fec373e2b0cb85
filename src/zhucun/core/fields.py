"""Fields of our own: several short words in one column, read as a tuple; a personal text that is kept sealed."""

from typing import Any

from django.db import models

from zhucun.core.sealing import Sealed


class WordList(models.TextField):  # type: ignore[type-arg]
    """Stores a tuple of strings as ",a,b," so that `__contains=",a,"` finds the rows that have a."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", tuple)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> tuple[str, ...]:
        """Return the words in their stored order."""
        return self.to_python(value)

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Return any form of the value as a tuple."""
        if not value:
            return ()
        if isinstance(value, str):
            return tuple(w for w in value.split(",") if w)
        return tuple(str(w) for w in value)

    def get_prep_value(self, value: Any) -> str:
        """Return what is stored; a string is taken as it is, for look-ups."""
        if isinstance(value, str):
            return value
        words = [str(w).replace(",", "，") for w in value or ()]
        return f",{','.join(words)}," if words else ""

    def value_to_string(self, obj: models.Model) -> str:
        """Return the stored form, for dumps."""
        return self.get_prep_value(self.value_from_object(obj))


class SealedText(models.TextField):  # type: ignore[type-arg]
    """Keeps a personal text sealed (core.sealing); a row read gives a Sealed, a text written is sealed on the way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", _nothing)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Sealed:
        """Return the value still sealed."""
        return Sealed(value or "")

    def to_python(self, value: Any) -> Sealed:
        """Return any form of the value as sealed."""
        return value if isinstance(value, Sealed) else Sealed.of(str(value or ""))

    def get_prep_value(self, value: Any) -> str:
        """Return what is stored: never the text."""
        return self.to_python(value).token

    def value_to_string(self, obj: models.Model) -> str:
        """Return the stored form, for dumps."""
        return self.get_prep_value(self.value_from_object(obj))


def _nothing() -> Sealed:
    return Sealed("")
