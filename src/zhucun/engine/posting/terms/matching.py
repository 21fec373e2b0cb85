"""Terms about what a village lacks and what the person and the unit bring: needs, support, slogans, orders, equity."""

import numpy as np

from zhucun.engine.posting.scheme import Where, Who
from zhucun.engine.posting.terms.sides import NEEDS, SHARES, Columns, Sides, Term
from zhucun.engine.texts import Text
from zhucun.engine.words import Need, UnitKind, VillageKind

PARTS = 12  # divides by one to four slogans
ENOUGH_PARTY_WORK = 3  # years of Party work that make a Party cadre
NONE = Text("无", "none")


def _need_speciality(sides: Sides, weight: int) -> Columns:
    """The village's shares of need times the person's specialities."""
    return Columns(sides.shares, sides.skills * weight // (100 * SHARES))


def _tell_need_speciality(sides: Sides, v: int, c: int) -> Text:
    named = sides.candidates[c].specialities
    if not named:
        return Text("未填专长", "No speciality given")
    return Text("专长{list}", "Specialities: {list}").filled(list=_with_shares(sides, v, named))


def _with_shares(sides: Sides, v: int, named: tuple[Need, ...]) -> Text:
    """Return needs with their share in the village, for example 产业发展（占该村需求24%）."""
    text = Text("{need}（占该村需求{share}%）", "{need} ({share} % of this village's needs)")
    told = [text.filled(need=n.text, share=int(sides.shares[v, NEEDS.index(n)]) * 100 // SHARES) for n in named]
    return Text("、".join(t.zh for t in told), ", ".join(t.en for t in told))


def _unit_support(sides: Sides, weight: int) -> Columns:
    """Four parts of ten for attention and funds, six for the unit's trade beside the village's needs."""
    plain = (sides.strength * weight * 4 // 1000)[sides.unit]
    trade = (sides.trades * weight * 6 // (1000 * SHARES))[sides.unit]
    A = np.column_stack([np.ones(len(sides.villages), dtype=np.int64), sides.shares]).reshape(-1, 1 + len(NEEDS))
    return Columns(A, np.column_stack([plain, trade]).reshape(-1, 1 + len(NEEDS)))


def _tell_unit_support(sides: Sides, v: int, c: int) -> Text:
    unit = sides.unit_of(c)
    unsaid = Text("未填，按50", "not given, 50")
    text = Text(
        "{unit}：重视程度{attention}，年帮扶资金{funds}，资源优势{strengths}",
        "{unit}: attention {attention}, support a year {funds}, strengths: {strengths}",
    )
    return text.filled(
        unit=unit.name,
        attention=unsaid if unit.attention is None else unit.attention,
        funds=unsaid if unit.funds_yuan is None else Text(f"{unit.funds_yuan:,.0f}元", f"{unit.funds_yuan:,.0f} yuan"),
        strengths=_with_shares(sides, v, unit.strengths) if unit.strengths else NONE,
    )


def marks(sides: Sides, v: int) -> tuple[Where, ...]:
    """Return what kinds of village of the scheme's slogans this village is."""
    profile, rules, kinds = sides.profiles[v], sides.scheme.rules, sides.villages[v].kinds
    found = {
        Where.WEAK: VillageKind.WEAK in kinds,
        Where.POOR: VillageKind.POOR in kinds,
        Where.DISORDER: profile.weight(Need.ORDER) >= rules.disorder_from,
        Where.INDUSTRY: max(profile.weight(Need.INDUSTRY), profile.weight(Need.FARMING)) >= rules.industry_from,
    }
    named = {where for _, where in sides.scheme.slogans}
    return tuple(where for where in Where if where in named and found[where])


def trades_of(sides: Sides, c: int) -> tuple[Who, ...]:
    """Return what kinds of cadre of the slogans this person is, by first speciality, unit and Party work."""
    person, kind = sides.candidates[c], sides.unit_of(c).kind
    first = person.specialities[0] if person.specialities else None
    found = {
        Who.PARTY: kind is UnitKind.PARTY
        or first is Need.ORGANISATION
        or (person.party_work_years or 0) >= ENOUGH_PARTY_WORK,
        Who.ECONOMY: kind is UnitKind.ENTERPRISE or first in (Need.INDUSTRY, Need.MARKETING, Need.FINANCE_LAW),
        Who.JUSTICE: kind is UnitKind.JUSTICE or first is Need.ORDER,
        Who.SCIENCE: kind is UnitKind.UNIVERSITY or first in (Need.FARMING, Need.WORKS),
    }
    return tuple(who for who in Who if found[who])


def _slogan(sides: Sides, weight: int) -> Columns:
    """One column a slogan; a village of several kinds shares its parts among them."""
    slogans = sides.scheme.slogans
    A = np.zeros((len(sides.villages), len(slogans)), dtype=np.int64)
    B = np.zeros((len(sides.candidates), len(slogans)), dtype=np.int64)
    for v in range(len(sides.villages)):
        here = marks(sides, v)
        for k, (_, where) in enumerate(slogans):
            A[v, k] = PARTS // _slogans_of(sides, here) if where in here else 0
    for c in range(len(sides.candidates)):
        trades = trades_of(sides, c)
        B[c] = [weight // PARTS if who in trades else 0 for who, _ in slogans]
    return Columns(A, B)


def _slogans_of(sides: Sides, here: tuple[Where, ...]) -> int:
    return sum(where in here for _, where in sides.scheme.slogans)


def _tell_slogan(sides: Sides, v: int, c: int) -> Text:
    here, trades = marks(sides, v), trades_of(sides, c)
    met = [(who, where) for who, where in sides.scheme.slogans if where in here and who in trades]
    if met:
        zh = "、".join(f"{who.text.zh}到{where.text.zh}" for who, where in met)
        return Text(zh, ", ".join(f"{who.text.en} to {where.text.en}" for who, where in met))
    text = Text(
        "该村类型：{here}；本人：{trades}，无对口", "The village: {here}; the person: {trades}; no rule applies"
    )
    return text.filled(here=_listed(here), trades=_listed(trades))


def _listed(words: tuple[Where, ...] | tuple[Who, ...]) -> Text:
    return Text("、".join(w.text.zh for w in words), ", ".join(w.text.en for w in words)) if words else NONE


def _wishes_village(sides: Sides, weight: int) -> Columns:
    """One column a need that the village asked for, and one of half the weight where it asked for nothing."""
    A = np.zeros((len(sides.villages), len(NEEDS) + 1), dtype=np.int64)
    for v, village in enumerate(sides.villages):
        asked = tuple(dict.fromkeys(village.wanted))
        if not asked:
            A[v, -1] = 1
        for place, need in enumerate(asked):
            A[v, NEEDS.index(need)] = PARTS // len(asked) + (place < PARTS % len(asked))
    B = sides.skills * weight // (100 * PARTS)
    return Columns(A, np.column_stack([B, np.full(len(B), weight // 2)]).reshape(-1, len(NEEDS) + 1))


def _tell_wishes_village(sides: Sides, v: int, c: int) -> Text:
    asked, able = sides.villages[v].wanted, sides.candidates[c].specialities
    if not asked:
        return Text("村里未点名，按一半计", "The village named nothing, counted half")
    met = tuple(n for n in asked if n in able)
    text = Text("村里点名{asked}；本人能应{met}", "The village asked for {asked}; the person brings {met}")
    return text.filled(asked=_needs(asked), met=_needs(met))


def _needs(named: tuple[Need, ...]) -> Text:
    return Text("、".join(n.text.zh for n in named), ", ".join(n.text.en for n in named)) if named else NONE


def _equity(sides: Sides, weight: int) -> Columns:
    """How weak the village is (0 to 10) times how strong the unit is: the weakest gain most from the strongest."""
    strong = (sides.strength * weight // 1000)[sides.unit]
    return Columns(sides.weakness[:, None], strong[:, None])


def _tell_equity(sides: Sides, v: int, c: int) -> Text:
    text = Text(
        "村弱度{weak}（0至10），{unit}支持力度{strong}（0至100）",
        "Weakness of the village {weak} (0 to 10), strength of {unit} {strong} (0 to 100)",
    )
    strong = int(sides.strength[int(sides.unit[c])])
    return text.filled(weak=int(sides.weakness[v]), unit=sides.unit_of(c).name, strong=strong)


NEED_SPECIALITY = Term(_need_speciality, _tell_need_speciality)
UNIT_SUPPORT = Term(_unit_support, _tell_unit_support)
SLOGAN = Term(_slogan, _tell_slogan)
WISHES_VILLAGE = Term(_wishes_village, _tell_wishes_village)
EQUITY = Term(_equity, _tell_equity)
