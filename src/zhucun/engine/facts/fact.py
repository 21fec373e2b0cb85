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
    ROSTER = "roster"
    HOUSEHOLDS = "households"
    MEMBERS = "members"
    INCOME = "income"
    LEDGER = "ledger"
    CHANGES = "changes"


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


class Sight(Word):
    """Who may see a fact of a household or a member in full; everybody else sees it masked or not at all."""

    PUBLIC = "public", "可公示", "May be put on a public notice"
    VILLAGE = "village", "村级及以上", "Officials of the village and above"
    TOWNSHIP = "township", "乡镇及以上", "Officials of the township and above"
    PURPOSE = "purpose", "说明用途后查看", "Only for a stated purpose, and each look is logged"


@dataclass(frozen=True, slots=True)
class Fact:
    """One attribute of a subject.

    `key` is the attribute's name in `values.py` and in every model; `headings` are other spellings of its column
    seen in real files (the Chinese and English labels always count as headings); `factors` maps a heading that
    carries another unit to the factor that turns it into ours (万元 into yuan is 10,000); `personal` facts are masked
    in lists, exports and notices. For households and members besides: `canonical` is the key that forms use for it,
    `sight` says who may see it in full, `computed` says how it is worked out where nobody may type it.
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
    canonical: str | None = None
    sight: Sight | None = None
    computed: Text | None = None
