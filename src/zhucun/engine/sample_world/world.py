"""Put a made-up county together; the same code, seed and day give the same world."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from zhucun.engine import places
from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import CandidateFacts, PostFacts, UnitFacts, VillageFacts
from zhucun.engine.policy import eligibility, pair_bars
from zhucun.engine.sample_world.calibration import Calibration, calibration
from zhucun.engine.sample_world.draw import day
from zhucun.engine.sample_world.people import draw_people
from zhucun.engine.sample_world.units import draw_units
from zhucun.engine.sample_world.villages import draw_villages
from zhucun.engine.texts import Text

WORLD_DAY = date(2026, 9, 1)  # a fixed day, because a world may not depend on the clock
PEOPLE_PER_VILLAGE = 3.82  # about 600 candidates for the 157 villages of the demo county
POSTED_SHARE = 0.255  # about 40 villages have somebody now


@dataclass(frozen=True)
class World:
    """A made-up county: everything said of its real villages and every person in it is invented."""

    county: places.County
    seed: int
    on: date
    villages: list[VillageFacts]
    candidates: list[CandidateFacts]
    units: list[UnitFacts]
    posts: list[PostFacts]
    calibration: Calibration

    @property
    def notice(self) -> Text:
        """Return the sentence that must stand wherever this world is shown."""
        text = Text(
            "演示数据：{county}的村名和代码是真实的，村情、人员、单位数据均为虚构（种子{seed}）。",
            "Demonstration: the village names and codes of {county} are real; all facts, people and units are made up "
            "(seed {seed}).",
        )
        return text.filled(county=self.county.name, seed=self.seed)


def county(
    code: str = "610426", seed: int = 2026, villages: int | None = None, *, people: int | None = None,
    on: date = WORLD_DAY,
) -> World:  # fmt: skip
    """Return a made-up world on the villages of one county (6-digit code), or on some of them spread over the county.

    Raises BadProblem when there is no such county or it has no village-level unit.
    """
    known = places.counties().get(code)
    units = _village_units(code, villages) if known else []
    if known is None or not units:
        raise BadProblem(
            "sample_world.no_county",
            Text(
                "“{code}”不是有村级单位的县级代码，无法生成演示县。请填写6位县级代码，例如永寿县610426。",
                "“{code}” is not a county with village-level units. Give a 6-digit county code, "
                "for example 610426 for Yongshou.",
            ),
            code=code,
        )
    random = np.random.default_rng([seed, int(code)])
    figures = calibration(code)
    drawn = draw_villages(random, known, units, figures)
    sending = draw_units(random, known, len(drawn), people or round(PEOPLE_PER_VILLAGE * len(drawn)), figures)
    facts = [u.facts for u in sending]
    helped = [replace(v, helper_unit=_helper(random, facts)) for v in drawn]
    candidates = draw_people(random, known, sending, helped, figures, on)
    return World(known, seed, on, helped, candidates, facts, _posts(random, helped, candidates, on), figures)


def _village_units(code: str, most: int | None) -> list[places.Division]:
    everything = places.villages(code)
    chosen = [u for u in everything if u.kind == "C"] or everything
    if most is None or most >= len(chosen):
        return chosen
    return [chosen[i * len(chosen) // most] for i in range(max(0, most))]


def _helper(random: np.random.Generator, units: list[UnitFacts]) -> str | None:
    return units[int(random.integers(len(units)))].name if random.random() < 0.7 else None


def _posts(
    random: np.random.Generator, villages: list[VillageFacts], candidates: list[CandidateFacts], on: date
) -> list[PostFacts]:
    """Draw who serves where now: eligible people, no bar broken, terms of two years begun within the last two."""
    wanted = round(POSTED_SHARE * len(villages))
    able = [c for c in candidates if eligibility(c, on=on).eligible]
    people = iter([able[int(i)] for i in random.permutation(len(able))])
    posts: list[PostFacts] = []
    for place in sorted(random.permutation(len(villages))[:wanted]):
        village = villages[int(place)]
        person = next((p for p in people if not pair_bars(p, village, on=on, home="bar")), None)
        if person is None:
            break
        since = day(random, on.replace(year=on.year - 2), on.replace(year=on.year - 1))
        posts.append(
            PostFacts(
                village_code=village.code,
                village=village.name,
                town=village.town,
                candidate_code=person.code,
                name=person.name,
                unit=person.unit,
                since=since,
                until=since.replace(year=since.year + 2, day=min(since.day, 28)),
            )
        )
    return posts
