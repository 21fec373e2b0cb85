"""What an entry of the dictionary of facts is."""

from dataclasses import dataclass
from enum import StrEnum

from zhucun.engine.texts import Text
from zhucun.engine.words import Word


class Subject(StrEnum):
    """What a row describes; also the `--kind` of the command line."""

    VILLAGES = "villages"
    CANDIDATES = "candidates"
    UNITS = "units"
    POSTS = "posts"


class FactKind(StrEnum):
    """How a value is read and checked."""

    TEXT = "text"
    CODE = "code"  # digits kept as text, spaces removed
    COUNT = "count"  # whole number >= 0
    NUMBER = "number"  # Decimal >= 0
    MONEY = "money"  # Decimal yuan >= 0
    SCORE = "score"  # whole number 0 to 100
    YES_NO = "yes_no"
    DAY = "day"  # date; accepts 1988-05-01, 1988.5, 198805, Excel dates
    WORD = "word"  # one of a closed list
    WORDS = "words"  # several of a closed list, separated by 、，, ; or space
    NAMES = "names"  # several free names or codes, same separators


@dataclass(frozen=True, slots=True)
class Fact:
    """One attribute of a subject.

    `key` is the attribute's name in `values.py` and in every model; `headings` are other spellings of its column
    seen in real files (the Chinese and English labels always count as headings); `factors` maps a heading that
    carries another unit to the factor that turns it into ours (万元 into yuan is 10,000); `personal` facts are masked
    in lists, exports and notices.
    """

    key: str
    text: Text
    kind: FactKind
    headings: tuple[str, ...] = ()
    unit: Text | None = None
    words: type[Word] | None = None
    required: bool = False
    personal: bool = False
    note: Text | None = None
    factors: tuple[tuple[str, int], ...] = ()
