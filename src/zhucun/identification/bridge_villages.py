"""A village's tests of exit by the dated rules: the figures of the register beside what the village answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from zhucun.core.refusals import engine_language
from zhucun.engine.targeting import village_tests
from zhucun.engine.targeting.guarantees import Answer
from zhucun.engine.targeting.village_rules import VillageFinding, VillageTests
from zhucun.engine.texts import Text
from zhucun.policy.queries import own_of
from zhucun.registry.bridge import facts_of
from zhucun.registry.models import Household, Village
from zhucun.registry.statuses import REGISTERED, STILL_POOR

TONES = {Answer.MET.value: "good", Answer.LACKING.value: "danger", Answer.UNSAID.value: "neutral"}


@dataclass(frozen=True)
class VillageCount:
    """How many persons of a village are still poor: by the register, and as its form states."""

    by_register: int | None
    by_form: int | None

    @property
    def differs(self) -> bool:
        """Whether both are known and not the same."""
        return self.by_register is not None and self.by_form is not None and self.by_register != self.by_form


def poor_persons(village: Village) -> VillageCount:
    """Return who is still poor: the register counts where it holds households of the village, else the form."""
    rows = Household.objects.filter(village=village).order_by()
    listed = rows.filter(status__in=[s.value for s in REGISTERED]).exists()
    still = rows.filter(status__in=[s.value for s in STILL_POOR]).aggregate(n=Sum("persons"))["n"] or 0
    return VillageCount(still if listed else None, village.poor_persons)


def tests_of(village: Village, told: Mapping[str, bool | None], *, on: date) -> VillageTests:
    """Return every test of a village's exit on a day, by the rules and figures that hold for it."""
    counted, own = poor_persons(village), own_of(village.pk)
    facts = facts_of(village)
    if counted.by_register is not None:
        facts = replace(facts, poor_persons=counted.by_register)
    local = own.rule_sets("village_exit", on=on, area=village.pk)
    return village_tests(facts, on=on, told=told, local=local, figures=own.figures)


def kept_findings(found: VillageTests) -> list[dict[str, Any]]:
    """Return the tests as a step keeps them, in both languages, so that they read the same for good."""
    return [_kept(finding) for finding in found.findings]


def _kept(finding: VillageFinding) -> dict[str, Any]:
    return {
        "code": finding.code, "text": list(finding.text), "answer": finding.answer.value,
        "reason": list(finding.reason), "top": _number(finding.top), "bottom": _number(finding.bottom),
        "limit": list(finding.limit), "basis": list(finding.basis), "decides": finding.decides,
        "by_hand": finding.by_hand,
    }  # fmt: skip


def _number(value: Fraction | None) -> str | None:
    return None if value is None else format(Decimal(value.numerator) / value.denominator, "f")


def kept_rules(found: VillageTests) -> dict[str, Any]:
    """Return by which rules the tests were asked."""
    return {"text": list(found.basis.rule), "version": found.basis.version, "told": list(found.basis.told())}


@dataclass(frozen=True)
class Shown:
    """One kept test in the reader's language."""

    code: str
    text: str
    answer: str
    tone: str
    reason: str
    limit: str
    basis: str
    numbers: str
    decides: bool
    by_hand: bool


def shown(row: Mapping[str, Any]) -> Shown:
    """Return a kept test as a page shows it."""
    language = engine_language()

    def say(pair: Any) -> str:
        return Text(*pair).say(language) if pair else ""

    top, bottom = row.get("top"), row.get("bottom")
    numbers = f"{_comma(top)} ÷ {_comma(bottom)}" if top and bottom else _comma(top)
    return Shown(
        row["code"], say(row["text"]), Answer(row["answer"]).say(language), TONES[row["answer"]], say(row["reason"]),
        say(row["limit"]), say(row["basis"]), numbers, bool(row["decides"]), bool(row["by_hand"]),
    )  # fmt: skip


def _comma(number: str | None) -> str:
    return "" if number is None else f"{Decimal(number):,f}".removesuffix(".00")
