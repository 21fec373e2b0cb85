"""Targeting: how well and how fast the right households are found, on made-up counties with known truth.

Parts: error (the means test with visits to the doubtful against visits at random), hidden (signs of hidden income, with
and without each), links (persons between two registers), speed (a county of so many households through everything).
Run: python -m benchmarks.targeting [households] [part ...]
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from tests.unit.targeting.rosters import registers
from tests.unit.targeting.survey import survey

from benchmarks.measuring import timed
from zhucun.engine.targeting import (
    HOUSEHOLD_KEYS,
    MEMBER_KEYS,
    NO,
    SURVEYED,
    UNKNOWN,
    UNSAID,
    YES,
    County,
    Index,
    LineKind,
    Rows,
    answers,
    compare,
    deprivations,
    error_page,
    exit_rules,
    features,
    fit,
    household_exits,
    income_line,
    line_fen,
    lists,
    measure,
    poverty,
    rule_set,
    suspicion,
    visit_queue,
)
from zhucun.engine.targeting.linkage import People, link
from zhucun.engine.targeting.means_test import normal_distribution
from zhucun.engine.targeting.ranking import area_under_curve, lowest, top_share
from zhucun.engine.targeting.signs import (
    Sign,
    jump_sign,
    means_test_sign,
    ranking_sign,
    spending_sign,
    suspects_sign,
)
from zhucun.engine.texts import Text

ON = date(2018, 12, 1)


# ---- targeting error


def error(draws: int = 6, households: int = 5000) -> None:
    """Print the targeting error of the poorest fifth and three tenths, by share of households visited."""
    print("targeting error (missed = wrongly listed), the columns tell half of the differences in income")
    print(f"{'poorest':>8} {'visited':>8} {'the queue':>10} {'at random':>10}")
    for poorest in (20, 30):
        for share in (0, 10, 20, 30):
            found = [_one_county(poorest, share, seed, households) for seed in range(1, draws + 1)]
            queue, blind = np.mean(found, axis=0)
            print(f"{poorest:>7}% {share:>7}% {queue:>10.3f} {blind:>10.3f}")


def _one_county(poorest: int, share: int, seed: int, households: int) -> tuple[float, float]:
    columns, incomes, villages = survey(households, seed)
    test = fit(columns, incomes, villages)
    line = int(np.quantile(incomes, poorest / 100))
    chance = normal_distribution((np.log(line) - test.out_of_fold) / test.spread)
    poor = lowest(incomes.astype(np.float64), households * poorest // 100)
    codes = [f"{i:06}" for i in range(households)]
    last = np.full(households, ON.toordinal())
    visits = visit_queue(
        codes, [""] * households, chance, last, {"": households * share // 100}, on=ON, to_list=int(poor.sum())
    )
    chosen = np.array([int(v.household) for v in visits.visits], dtype=np.int64)
    blind = np.random.default_rng(seed).permutation(households)[: len(chosen)]
    return _after(chance, poor, chosen), _after(chance, poor, blind)


def _after(chance: np.ndarray, poor: np.ndarray, visited: np.ndarray) -> float:
    score = -chance
    score[visited] = np.where(poor[visited], -2.0, 2.0)
    return float((poor & ~lowest(score, int(poor.sum()))).sum() / poor.sum())


# ---- hidden income


def hidden(draws: int = 6, households: int = 5000) -> None:
    """Print how well hidden income is found: each sign alone, all together, and without each."""
    found = [_lies(seed, households) for seed in range(1, draws + 1)]
    print("hidden income, 8 % of households state an income just under the line; measured on claimants not audited")
    print(f"{'signs':<28} {'AUC':>6} {'precision, top tenth':>22} {'recall, top tenth':>18}")
    for name in found[0]:
        rows = np.array([one[name] for one in found])
        curve, precision, recall = rows.mean(axis=0)
        print(f"{name:<28} {curve:>6.3f} {precision:>22.3f} {recall:>18.3f}")


def _lies(seed: int, households: int) -> dict[str, tuple[float, float, float]]:
    """Each sign alone is about as strong as it was measured on a real survey with injected lies (0.65 to 0.89)."""
    random = np.random.default_rng(seed)
    columns, income, villages = survey(households, seed)
    line = int(np.quantile(income, 0.3))
    lies = (income > line * 1.2) & (random.random(households) < 0.125)
    stated = np.where(lies, (line * (0.9 + 0.09 * random.random(households))).astype(np.int64), income)
    food = np.exp(0.6 * np.log(income) + 4.4 + 0.2 * random.normal(size=households)).astype(np.int64)
    # Half of those who hide income did so last year as well, so that nothing jumps.
    last_year = np.where(lies & (random.random(households) < 0.5), stated, income)
    before = (last_year * np.exp(0.3 * random.normal(size=households))).astype(np.int64)
    rank = np.argsort(np.argsort(np.log(income) + random.normal(size=households))) + 1
    matched = (lies & (random.random(households) < 0.35)) | (random.random(households) < 0.01)
    surveyed = np.where(np.arange(households) < households // 3, income, UNKNOWN)
    signs = [
        means_test_sign(stated, fit(columns, surveyed, villages).estimate(columns)),
        spending_sign("food", Text("食品", "Food"), stated, food),
        jump_sign(stated, before),
        ranking_sign(stated, rank, villages),
        suspects_sign(matched.astype(int).tolist()),
    ]
    claims = stated < line
    audited = np.full(households, UNSAID, dtype=np.int8)
    drawn = random.permutation(np.flatnonzero(claims))[:300]
    audited[drawn] = np.where(lies[drawn], YES, NO)
    fresh = claims & (audited == UNSAID)

    def told(chosen: list[Sign], states: np.ndarray | None) -> tuple[float, float, float]:
        scores = suspicion(chosen, audited=states).scores[fresh]
        hits, of = top_share(scores, lies[fresh], 10)
        return area_under_curve(scores, lies[fresh]) or 0.0, hits / of, hits / lies[fresh].sum()

    rows = {f"only {s.code}": told([s], None) for s in signs}
    rows["all, weights of research"] = told(signs, None)
    rows["all, learnt from 300 audits"] = told(signs, audited)
    rows |= {f"learnt, without {s.code}": told([t for t in signs if t is not s], audited) for s in signs}
    return rows


# ---- links


def links(persons: int) -> None:
    """Print precision, recall and time of linking two registers."""
    left, right, truth = registers(persons)
    found, wall, cpu = timed(lambda: link(People.of(left), People.of(right), one_to_one=True))
    pairs = zip(found.left, found.right, strict=True)
    rightly = np.array([truth.get(found.right_codes[b]) == found.left_codes[a] for a, b in pairs])
    precision, recall = rightly.mean(), rightly.sum() / len(truth)
    print(f"links {persons:,} x {persons:,}: precision {precision:.4f} recall {recall:.4f} "
          f"F1 {2 * precision * recall / (precision + recall):.4f}; certain {int(found.certain.sum()):,} "
          f"({rightly[found.certain].mean():.5f} right), for clerks {int((~found.certain).sum()):,}; "
          f"{wall:.1f} s wall, {cpu:.1f} s CPU, {found.pairs:,} pairs compared")  # fmt: skip


# ---- speed


def speed(households: int) -> None:
    """Print the seconds of each step for a county of so many households."""
    homes, members, records = _county(households)
    print(f"a county of {households:,} households and {len(members):,} persons")

    def step(name: str, what: Callable[[], Any]) -> Any:
        result, wall, cpu = timed(what)
        print(f"  {name:<34} {wall:>7.2f} s wall {cpu:>7.2f} s CPU")
        return result

    rows = step(
        "facts into columns", lambda: (Rows.of(homes, HOUSEHOLD_KEYS + SURVEYED), Rows.of(members, MEMBER_KEYS))
    )
    county = step("households and members joined", lambda: County.of(*rows, on=ON))
    line = income_line(LineKind.NATIONAL, year=2018)
    step("poverty P0, P1, P2", lambda: poverty(county.households.number("net_yuan"), county.sizes, line))
    rules = rule_set("deprivation", on=ON)
    step("multidimensional index", lambda: measure(Index.of(rules), deprivations(rules, county), county.sizes))
    guaranteed = step("guarantees", lambda: answers(rule_set("guarantees", on=ON), county))
    step("exit, one above and six haves", lambda: household_exits(exit_rules(on=ON, area="610426"), county))
    listed = np.where(np.arange(households) % 5 == 0, YES, NO).astype(np.int8)
    step("both monthly lists with reasons", lambda: lists(guaranteed, listed, year=2018, on=ON))
    columns = step("what a visitor sees", lambda: features(county))
    heads = np.where(county.sizes > 0, county.households.number("net_yuan") // np.maximum(county.sizes, 1), UNKNOWN)
    villages = list(county.households.word("village_code"))
    surveyed = np.arange(households) < 3000
    test = step("means test fitted on 3,000", lambda: fit(columns, heads, villages, surveyed=surveyed))
    step("its error page", lambda: error_page(test, line_fen=line_fen(line)))
    chance = step("estimates", lambda: test.estimate(columns)).chance_below(line_fen(line))
    last = np.full(households, ON.toordinal() - 200)
    step(
        "visit queue",
        lambda: visit_queue(county.households.codes, villages, chance, last, dict.fromkeys(villages, 60), on=ON),
    )
    step(f"{len(records):,} records of other registers", lambda: compare(Rows.of(records), county.households, on=ON))


def _county(households: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    random = np.random.default_rng(1)
    yes = random.random((households, len(YES_NO))) < 0.9
    money, land = random.gamma(4, 4000, households), random.integers(0, 90, households)
    sizes = random.integers(1, 7, households)
    homes = [
        {
            "code": f"{i:010}",
            "village_code": f"6104261{i % 157:05}",
            "persons": int(sizes[i]),
            "net_yuan": Decimal(int(money[i] * 100)) / 100,
            "arable_mu": Decimal(int(land[i])) / 10,
            "house_m2": 60 + i % 90,
            **{key: bool(said) for key, said in zip(YES_NO, yes[i], strict=True)},
            "unsafe_house": i % 12 == 0,
            "fuel": ("wood", "coal", "clean")[i % 3],
            "road": ("earth", "concrete")[i % 2],
            "relocated": i % 20 == 0,
        }
        for i in range(households)
    ]
    members = [_member(i, k) for i in range(households) for k in range(int(sizes[i]))]
    records = [
        {
            "code": f"r{i}",
            "household_code": f"{i * 5:010}",
            "register": ("vehicle", "town_house", "business", "payroll", "dead")[i % 5],
            "value_yuan": 10_000 + i % 50_000,
            "purpose": "production" if i % 7 == 0 else "",
        }
        for i in range(households // 5)
    ]
    return homes, members, records


YES_NO = (
    "safe_water", "living_power", "broadcast", "sanitary_toilet", "food_enough", "clothing_enough", "group_road",
)  # fmt: skip


def _member(i: int, k: int) -> dict[str, Any]:
    return {
        "code": f"{i:010}{k}",
        "household_code": f"{i:010}",
        "born": date(1940, 1, 1) + timedelta(days=(i * 7919 + k * 9973) % 28_000),
        "school": "primary" if (i + k) % 5 == 0 else "not",
        "schooling": ("illiterate", "primary", "junior")[(i + k) % 3],
        "health": ("healthy", "serious", "chronic")[(i * 3 + k) % 11 % 3],
        "labour": ("ordinary", "weak", "none")[k % 3],
        "medical_insurance": (i + k) % 40 != 0,
    }


def main() -> None:
    """Run the parts asked for, all by default."""
    words = sys.argv[1:]
    households = int(words.pop(0)) if words and words[0].isdigit() else 100_000
    parts = {
        "error": error,
        "hidden": hidden,
        "links": lambda: links(households),
        "speed": lambda: speed(households),
    }
    for part in words or ["error", "hidden", "links", "speed"]:
        parts[part]()
        print()


if __name__ == "__main__":
    main()
