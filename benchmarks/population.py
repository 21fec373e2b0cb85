"""Households: how fast a county is made, checked and its incomes summed, and what is found of what was put in.

Parts: speed (a county of so many registered households), mistakes (what the quality rules find of the mistakes put in),
hidden (signs of hidden income on the made-up population, with and without each).
Run: python -m benchmarks.population [households] [part ...]
"""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from zhucun.engine.households.identity_columns import read_column
from zhucun.engine.households.income_columns import net_income_columns
from zhucun.engine.households.income_rules import income_rules
from zhucun.engine.households.quality import RULES, check
from zhucun.engine.sample_world.history import Population, population
from zhucun.engine.sample_world.history_status import LEFT
from zhucun.engine.sample_world.population_faults import measured, mistyped
from zhucun.engine.sample_world.population_registers import LESSER, Source, hides_much, registers
from zhucun.engine.sample_world.population_rows import county_of
from zhucun.engine.targeting import NO, UNKNOWN, UNSAID, YES, features, fit, suspicion
from zhucun.engine.targeting.ranking import area_under_curve, top_share
from zhucun.engine.targeting.signs import (
    Sign,
    jump_sign,
    means_test_sign,
    ranking_sign,
    spending_sign,
    suspects_sign,
)
from zhucun.engine.texts import Text

AUDITS, SURVEYED = 300, 3000


def timed(name: str, what: Callable[[], Any]) -> Any:
    """Print wall and CPU seconds of one step and return its result."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = what()
    print(f"  {name:<44} {time.perf_counter() - wall:>7.2f} s wall {time.process_time() - cpu:>7.2f} s CPU")
    return result


def speed(households: int) -> None:
    """Print the seconds of each step for a county of so many registered households."""
    print(f"a made-up county of {households:,} registered households")
    made: Population = timed("five years lived through", lambda: population(households=households))
    book = timed("facts of the last day", lambda: made.book)
    print(f"  = {len(book.households):,} households, {len(book.members):,} persons")
    found = timed(f"{len(RULES)} quality rules", lambda: check(book))
    timed(f"{len(found):,} findings by village", found.by_village)
    lines = made.income_lines(2018)
    rules = income_rules(2018, area="610426")
    timed(f"{len(lines):,} income lines summed", lambda: net_income_columns(lines, made.years[-1].members, rules))
    timed("all identity numbers read", lambda: read_column(book.members["identity"]))
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


def mistakes(households: int) -> None:
    """Print how many of the mistakes put in each rule finds, and what else it blames."""
    spoilt, put_in = mistyped(population(households=households).book, seed=1)
    result = measured(check(spoilt), put_in)
    found, wanted = sum(m.found for m in result.values()), sum(m.put_in for m in result.values())
    print(f"mistakes: {found:,} of {wanted:,} found by the rule that is for them ({found / wanted:.3f})")
    print(f"  findings without a mistake of that kind behind them: {sum(m.other for m in result.values()):,}")
    for rule, one in result.items():
        if one.recall < 1:
            print(f"  {rule}: {one.found} of {one.put_in}")


def hidden(households: int, draws: int = 3) -> None:
    """Print how well hidden income is found among those who left poverty: each sign, all, and without each."""
    counties = [detection(households, seed) for seed in range(1, draws + 1)]
    print("hidden income of more than 30 % among households that left poverty; not audited ones are measured")
    print(f"{'signs':<30} {'AUC':>6} {'precision, top tenth':>22} {'recall, top tenth':>18}")
    for name in counties[0]:
        curve, precision, recall = np.array([one[name] for one in counties]).mean(axis=0)
        print(f"{name:<30} {curve:>6.3f} {precision:>22.3f} {recall:>18.3f}")


def detection(households: int, seed: int) -> dict[str, tuple[float, float, float]]:
    """Return AUC, precision and recall in the top tenth: each sign alone, all, learnt from audits, without each."""
    made = population(households=households, seed=seed)
    signs, lies, asked = _signs(made, seed)
    random = np.random.default_rng(seed)
    audited = np.full(len(asked), UNSAID, dtype=np.int8)
    drawn = random.permutation(np.flatnonzero(asked))[:AUDITS]
    audited[drawn] = np.where(lies[drawn], YES, NO)
    fresh = asked & (audited == UNSAID)

    def told(chosen: list[Sign], states: Any) -> tuple[float, float, float]:
        scores = suspicion(chosen, audited=states).scores[fresh]
        hits, of = top_share(scores, lies[fresh], 10)
        return area_under_curve(scores, lies[fresh]) or 0.0, hits / of, hits / lies[fresh].sum()

    rows = {f"only {s.code}": told([s], None) for s in signs}
    rows["all, equal weights"] = told(signs, None)
    rows[f"all, learnt from {AUDITS} audits"] = told(signs, audited)
    rows |= {f"learnt, without {s.code}": told([t for t in signs if t is not s], audited) for s in signs}
    return rows


def _signs(made: Population, seed: int) -> tuple[list[Sign], np.ndarray, np.ndarray]:
    """Return the signs, who hides more than 30 % in truth, and who is asked about (left poverty)."""
    last, before = made.years[-1], made.years[-2]
    county = county_of(made.book)
    stated = np.where(last.members > 0, np.rint(np.nan_to_num(last.per_head_yuan) * 100).astype(np.int64), UNKNOWN)
    earlier = np.where(before.members > 0, np.rint(np.nan_to_num(before.per_head_yuan) * 100).astype(np.int64), UNKNOWN)
    asked = (last.status == LEFT) & (last.members > 0)
    lies = hides_much(made)
    columns, villages = features(county), list(county.households.word("village_code"))
    surveyed = np.full(len(asked), UNKNOWN)
    seen = np.random.default_rng(seed).permutation(np.flatnonzero(asked))[:SURVEYED]
    surveyed[seen] = stated[seen]  # surveys ask, and are told what the account says
    food = (made.truth.food_yuan_per_head * 100).astype(np.int64)
    power = (made.truth.power_kwh * 50 / np.maximum(last.members, 1)).astype(np.int64)
    return (
        [
            means_test_sign(stated, fit(columns, surveyed, villages).estimate(columns)),
            spending_sign("food", Text("食品", "Food"), stated, food),
            spending_sign("power", Text("用电", "Power"), stated, power),
            jump_sign(stated, earlier),
            ranking_sign(stated, made.truth.villagers_rank, villages),
            suspects_sign(_records(made)),
        ],
        lies,
        asked,
    )


def _records(made: Population) -> list[int]:
    """Count what other registers say of each household: entries whose numbers match, lesser things left out."""
    counts = np.zeros(len(made.standing.status), dtype=np.int64)
    known = dict(zip(made.identities.tolist(), made.persons.home.tolist(), strict=True))
    for source, register in registers(made).items():
        if source in (Source.DEATHS, Source.PRISON):
            continue
        for identity, detail in zip(register.identity.tolist(), register.detail.tolist(), strict=True):
            if identity in known and detail not in LESSER:
                counts[known[identity]] += 1
    return counts.tolist()


PARTS = {"speed": speed, "mistakes": mistakes, "hidden": hidden}


def main() -> None:
    """Run the parts that are named, else all."""
    words = sys.argv[1:]
    households = next((int(w) for w in words if w.isdigit()), 13053)
    for name in [w for w in words if w in PARTS] or PARTS:
        PARTS[name](households)


if __name__ == "__main__":
    main()
