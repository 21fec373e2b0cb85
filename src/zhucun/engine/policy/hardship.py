"""How hard a place is to live and work in, 0 to 100: remoteness, elevation, breadth, distance to a hospital."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial

from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy import indicators
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.texts import Text


@dataclass(frozen=True, slots=True)
class HardshipReason:
    """One measure's part of the hardship: `points` of 100; `known` is False where the fact is missing."""

    rule: str
    value: Decimal | None
    figure: Figure
    level: int
    points: int
    known: bool
    tell: Callable[[], Text] = field(repr=False, compare=False)

    @property
    def text(self) -> Text:
        """Return the reason as a sentence with its figures."""
        return self.tell()


@dataclass(frozen=True, slots=True)
class Hardship:
    """The hardship of one village: `points` of 100, `confidence` in thousandths of the measures known."""

    points: int
    confidence: int
    reasons: tuple[HardshipReason, ...]


def hardship(village: VillageFacts, *, on: date, area: str | None = None, local: Iterable[Figure] = ()) -> Hardship:
    """Return the hardship of a village; a missing measure counts as the neutral level and lowers the confidence."""
    scale, neutral = _scale(on, area or village.code, tuple(local))
    reasons = tuple(_part(measure, village, neutral) for measure in scale)
    known = sum(m.share for m, r in zip(scale, reasons, strict=True) if r.known)
    return Hardship(min(100, sum(r.points for r in reasons)), known, reasons)


def _scale(on: date, area: str | None, local: tuple[Figure, ...]) -> tuple[tuple[indicators.Measure, ...], int]:
    # Counties share their figures far more often than villages do, so the six digits are enough of a key.
    return _scale_of(on, area[:6] if area else None, local) if not any(len(f.area) > 6 for f in local) else _read(
        on, area, local
    )  # fmt: skip


def _read(on: date, area: str | None, local: tuple[Figure, ...]) -> tuple[tuple[indicators.Measure, ...], int]:
    read = indicators.measures(indicators.HARDSHIP, "hardship", on=on, area=area, local=local)
    return tuple(read.values()), int(figure("need_rule.neutral", on=on, area=area, local=local).value)


@lru_cache(maxsize=256)
def _scale_of(on: date, area: str | None, local: tuple[Figure, ...]) -> tuple[tuple[indicators.Measure, ...], int]:
    return _read(on, area, local)


def _part(measure: indicators.Measure, village: VillageFacts, neutral: int) -> HardshipReason:
    value = measure.indicator.read(village)
    level = neutral if value is None else measure.absolute(value)
    if value is None:
        tell = partial(indicators.unreported, measure.indicator, village, neutral)
    else:
        tell = partial(indicators.told, measure.indicator, village, value, None)
    points = (measure.share * level + 5_000) // 10_000
    return HardshipReason(measure.indicator.key, value, measure.figure, level, points, value is not None, tell)
