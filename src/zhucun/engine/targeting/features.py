"""What a means test may look at: facts that a visitor can see, as columns of numbers with their names in words.

Nothing here is income. A gap in the file takes the mean of the others, so that it neither helps nor hurts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.measures import MEASURES, Number, OneWord, YesNo
from zhucun.engine.targeting.states import UNKNOWN, UNSAID, Flags, Integers
from zhucun.engine.texts import Text
from zhucun.engine.words import Word
from zhucun.engine.words_household import HealthState, Level, Road

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Columns of a means test: names, words, values (households by columns, NaN where not said)."""

    keys: tuple[str, ...]
    texts: tuple[Text, ...]
    values: Floats

    def rows(self, chosen: Flags | Integers) -> "Features":
        """Return the same columns for some households."""
        return Features(self.keys, self.texts, self.values[chosen])

    @property
    def known_share(self) -> tuple[float, ...]:
        """How much of each column is known."""
        if not len(self.values):
            return tuple(0.0 for _ in self.keys)
        return tuple(float(share) for share in 1 - np.isnan(self.values).mean(axis=0))


def features(county: County) -> Features:
    """Return the standard columns of a county's households."""
    made = [column for make in MAKERS for column in make(county)]
    values = np.column_stack([values for _, _, values in made]) if made else np.zeros((len(county), 0))
    return Features(tuple(key for key, _, _ in made), tuple(text for _, text, _ in made), values)


Column = tuple[str, Text, Floats]


def _floats(top: Integers, bottom: Integers | int = 1) -> Floats:
    known = (top != UNKNOWN) & (np.asarray(bottom) != UNKNOWN) & (np.asarray(bottom) > 0)
    return np.where(known, np.where(known, top, 0) / np.where(known, bottom, 1), np.nan)


def _size(county: County) -> Iterable[Column]:
    yield "log_persons", Text("家庭人口（对数）", "Members (log)"), np.log(_floats(county.sizes))


def _numbers(county: County) -> Iterable[Column]:
    for key in ("labour_share", "arable_per_head", "forest_per_head", "house_area_per_head", "pupils", "months_away"):
        measure = MEASURES[key]
        if isinstance(measure, Number):
            top, bottom = measure.read(county)
            yield key, measure.text, _floats(top, bottom) / measure.scale


def _answers(county: County) -> Iterable[Column]:
    for key in ("safe_house", "safe_water", "toilet", "electricity", "television", "every_member_insured"):
        measure = MEASURES[key]
        if isinstance(measure, YesNo):
            states = measure.read(county)
            yield key, measure.text, np.where(states == UNSAID, np.nan, states).astype(np.float64)


def _words(county: County) -> Iterable[Column]:
    road = OneWord("road", Text("入户路", "Road to the house"), lambda c: c.households.word("road"), Road)
    for measure in (MEASURES["fuel"], MEASURES["house"], road):
        if not isinstance(measure, OneWord):
            continue
        said = measure.read(county).astype(str)
        for word in measure.among:
            text = Text(f"{measure.text.zh}：{word.text.zh}", f"{measure.text.en}: {word.text.en}")
            values = np.where(said == "", np.nan, (said == word.value).astype(np.float64))
            yield f"{measure.key}.{word.value}", text, values


def _members(county: County) -> Iterable[Column]:
    health, ages = county.persons.word("health").astype(str), county.ages
    for state in (HealthState.CHRONIC, HealthState.SERIOUS, HealthState.DISABLED):
        text = Text(f"{state.text.zh}人数", f"Members: {state.text.en}")
        yield f"health.{state.value}", text, _counted(county, np.char.find(health, state.value) >= 0, health != "")
    known = ages != UNKNOWN
    yield "old", Text("60岁以上人数", "Members of 60 or more"), _counted(county, ages >= 60, known)
    yield "young", Text("14岁以下人数", "Members of 14 or less"), _counted(county, (ages <= 14) & known, known)
    yield "schooling", Text("最高文化程度", "Best schooling"), _best(county, "schooling", Level)


def _counted(county: County, flags: Flags, known: Flags) -> Floats:
    said = county.count(known) > 0
    return np.where(said, county.count(flags & known), np.nan).astype(np.float64)


def _best(county: County, key: str, among: type[Word]) -> Floats:
    said = county.persons.word(key).astype(str)
    order = {word.value: step for step, word in enumerate(among)}
    steps = np.array([order.get(word, -1) for word in said], dtype=np.int64)
    best = np.full(len(county), -1)
    inside = county.home >= 0
    np.maximum.at(best, county.home[inside], steps[inside])
    return np.where(best < 0, np.nan, best).astype(np.float64)


MAKERS: tuple[Callable[[County], Iterable[Column]], ...] = (_size, _numbers, _answers, _words, _members)
