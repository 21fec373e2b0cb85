"""What a match of two names is: with a confidence that says how it may be used, and a reason."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhucun.engine.texts import Language, Text

CERTAIN, DOUBTFUL = 0.9, 0.6
MOST_UNEQUAL = 0.88
"""How sure two names can be that are not equal once endings and marks of level are off: a person is asked."""
CLOSE = 0.06


class Band(StrEnum):
    """How a match may be used."""

    CERTAIN = "certain"
    DOUBTFUL = "doubtful"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Named:
    """A village as an office typed it; `hint` is anything else that may tell it apart, such as its helping unit."""

    name: str
    town: str = ""
    code: str | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What a name on the left is on the right; `right` is None when nothing is near enough.

    `left_index` and `right_index` are the places in the lists given; `others` are further names nearly as near.
    """

    left: str
    right: str | None
    confidence: float
    reason: Text
    left_index: int
    right_index: int | None = None
    right_code: str | None = None
    others: tuple[str, ...] = ()

    @property
    def band(self) -> Band:
        """Certain, doubtful or none."""
        if self.right is None or self.confidence < DOUBTFUL:
            return Band.NONE
        return Band.CERTAIN if self.confidence >= CERTAIN else Band.DOUBTFUL

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return the match as plain values."""
        return {
            "left": self.left,
            "right": self.right,
            "code": self.right_code,
            "band": self.band.value,
            "confidence": round(self.confidence, 3),
            "reason": self.reason.say(language),
            "others": list(self.others),
        }


REASONS = {
    "same": Text("名称相同", "the same name"),
    "suffix": Text("去掉“村、社区、村委会”等后缀后相同", "the same but for endings such as 村, 社区, 村委会"),
    "alike": Text("只差一个形近或音近的字", "one character differs, and the two look or sound alike"),
    "one": Text("只差一个字", "one character differs"),
    "like": Text("名称相近", "the names are similar"),
    "left_over": Text(
        "只差一个字，且是本乡镇仅剩的一对", "one character differs, and they alone are left in the township"
    ),
    "hint": Text("名称相近，帮扶单位也相同", "the names are similar and the helping unit is the same"),
    "other_town": Text("名称相同，乡镇不同", "the same name in another township"),
    "none": Text("没有相近的名称", "nothing is near"),
}
