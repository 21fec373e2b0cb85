"""Terms about what the person is able to do: mass work, communication, language, hardship, rural experience."""

import numpy as np

from zhucun.engine.posting.terms.sides import NEEDS, Columns, Integers, Sides, Term
from zhucun.engine.texts import Text
from zhucun.engine.words import Dialect, Health, Need

NOT_RATED = Text("（未评分，按人选中位数）", " (not rated, the pool's median)")
NOTHING = Text("", "")
ENOUGH_RURAL = 50  # tenths of years: five years and more count in full


def _mass_work(sides: Sides, weight: int) -> Columns:
    """Six parts for every village, up to four more by its need of organisation or order."""
    both = sides.needs[:, [NEEDS.index(Need.ORGANISATION), NEEDS.index(Need.ORDER)]]
    pull = 6 + (both.max(axis=1, initial=0) * 4 + 500) // 1000
    return Columns(pull[:, None], (sides.mass_work * weight // 1000)[:, None])


def _tell_mass_work(sides: Sides, v: int, c: int) -> Text:
    profile = sides.profiles[v]
    text = Text(
        "群众工作{score}分{note}；该村组织建设需求{organisation}、矛盾化解需求{order}",
        "Mass work {score} of 100{note}; the village's need of organisation {organisation}, of order {order}",
    )
    return text.filled(
        score=int(sides.mass_work[c]),
        note=NOT_RATED if sides.candidates[c].mass_work is None else NOTHING,
        organisation=profile.weight(Need.ORGANISATION) / 1000,
        order=profile.weight(Need.ORDER) / 1000,
    )


def _communication(sides: Sides, weight: int) -> Columns:
    return Columns(_ones(sides), (sides.communication * weight // 100)[:, None])


def _tell_communication(sides: Sides, v: int, c: int) -> Text:
    text = Text("沟通协调{score}分{note}", "Communication {score} of 100{note}")
    note = NOT_RATED if sides.candidates[c].communication is None else NOTHING
    return text.filled(score=int(sides.communication[c]), note=note)


def _language(sides: Sides, weight: int) -> Columns:
    """One column a dialect; half for all where the village's or the person's is not known."""
    dialects = tuple(Dialect)
    half = weight // 2
    A = np.zeros((len(sides.villages), len(dialects) + 1), dtype=np.int64)
    B = np.zeros((len(sides.candidates), len(dialects) + 1), dtype=np.int64)
    for v, village in enumerate(sides.villages):
        A[v, -1 if village.dialect is None else dialects.index(village.dialect)] = 1
    for c, person in enumerate(sides.candidates):
        B[c] = half if not person.dialects else 0
        B[c, -1] = half
        for dialect in person.dialects:
            B[c, dialects.index(dialect)] = weight
    return Columns(A, B)


def _tell_language(sides: Sides, v: int, c: int) -> Text:
    village, person = sides.villages[v].dialect, sides.candidates[c].dialects
    if village is None or not person:
        return Text("方言未填，按一半计", "Dialect not given, counted half")
    if village in person:
        return Text("会说当地{dialect}", "Speaks the local {dialect}").filled(dialect=village.text)
    return Text("不会当地{dialect}", "Does not speak the local {dialect}").filled(dialect=village.text)


def frailty(sides: Sides) -> Integers:
    """Return what speaks against hard places, of 100: limited health 70, no rural experience 30; never age."""
    limited = np.array([70 if c.health is Health.LIMITED else 0 for c in sides.candidates], dtype=np.int64)
    fresh = 30 - 30 * np.minimum(sides.rural_tenths, 30) // 30
    return np.asarray(limited + fresh, dtype=np.int64)


def _hardship(sides: Sides, weight: int) -> Columns:
    """The full weight less hardship (0 to 10) times what speaks against hard places."""
    hard = np.array([round(h.points / 10) for h in sides.hardships], dtype=np.int64)
    A = np.column_stack([np.ones(len(hard), dtype=np.int64), hard]).reshape(-1, 2)
    loss = frailty(sides) * weight // 1000
    return Columns(A, np.column_stack([np.full(len(loss), weight), -loss]).reshape(-1, 2))


def _tell_hardship(sides: Sides, v: int, c: int) -> Text:
    health = sides.candidates[c].health
    text = Text(
        "村艰苦程度{hard}分；健康{health}，农村经历{years}年",
        "Hardship of the village {hard} of 100; health: {health}, {years} year(s) of rural work",
    )
    known = Text("未填", "not given") if health is None else health.text
    return text.filled(hard=sides.hardships[v].points, health=known, years=_years(sides, c))


def _rural_experience(sides: Sides, weight: int) -> Columns:
    counted = np.minimum(sides.rural_tenths, ENOUGH_RURAL)
    return Columns(_ones(sides), (counted * weight // ENOUGH_RURAL)[:, None])


def _tell_rural_experience(sides: Sides, v: int, c: int) -> Text:
    note = Text("（未填，按人选中位数）", " (not given, the pool's median)")
    text = Text("农村基层工作{years}年{note}，满5年得满分", "{years} year(s) of rural work{note}; five count in full")
    return text.filled(years=_years(sides, c), note=note if sides.candidates[c].rural_years is None else NOTHING)


def _years(sides: Sides, c: int) -> str:
    return f"{sides.rural_tenths[c] / 10:g}"


def _ones(sides: Sides) -> Integers:
    return np.ones((len(sides.villages), 1), dtype=np.int64)


MASS_WORK = Term(_mass_work, _tell_mass_work)
COMMUNICATION = Term(_communication, _tell_communication)
LANGUAGE = Term(_language, _tell_language)
HARDSHIP = Term(_hardship, _tell_hardship)
RURAL_EXPERIENCE = Term(_rural_experience, _tell_rural_experience)
