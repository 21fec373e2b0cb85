"""The county's figures read for the signs, and what was kept when they were last worked out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from zhucun.core import writing
from zhucun.core.models import within
from zhucun.engine.texts import Text
from zhucun.policy.queries import figures_of
from zhucun.registry import queries as registry
from zhucun.registry.models import Household, IncomeLine
from zhucun.verification.bridge.signs import Signs, signs_of
from zhucun.verification.models import Check, KeptSign, RegisterRecord, SignsAsked
from zhucun.verification.queries import measures
from zhucun.verification.queries.lists import current_lists
from zhucun.verification.statuses import SPENDING, Outcome, Source

WORTH_SAYING = 1.0  # robust standard deviations: what is weaker is nothing one could tell a person


def worked_out(county: str, *, on: date) -> Signs:
    """Work out the signs of a county on a day; EngineError says what is missing for it."""
    year = income_year(county) or on.year - 1
    now, before = _net(county, year)
    return signs_of(
        county, on=on, year=year, incomes={"now": now, "before": before}, spending=_spending(county),
        suspects=_suspects(county), audited=measures.audited_outcomes(county), figures=figures_of(county),
    )  # fmt: skip


def asked_of(county: str) -> SignsAsked | None:
    """Return when the signs of a county were last worked out."""
    return SignsAsked.objects.filter(pk=county).first()


def is_stale(county: str, asked: SignsAsked | None, *, on: date) -> bool:
    """Tell whether a figure, a list or a check has changed since, or the day is another."""
    of_checks = within(county, "area") & Q(subject__startswith="verification.")
    return registry.is_stale(county, asked, on=on, more=of_checks)


def kept(asked: SignsAsked | None) -> QuerySet[KeptSign]:
    """Return the households with the strongest signs, in order, with whether a check was raised for each."""
    if asked is None:
        return KeptSign.objects.none()
    there = Check.objects.filter(household=OuterRef("household"), source=Source.SIGNS, rule=rule_of(asked.year))
    rows = KeptSign.objects.filter(county=asked.county, run=asked.run)
    return rows.annotate(raised=Exists(there)).select_related("household", "village").order_by("place")


def not_raised(asked: SignsAsked, most: int) -> list[KeptSign]:
    """Return the strongest for which no check was raised yet."""
    rows: QuerySet[Any] = kept(asked)
    return list(rows.filter(raised=False)[:most])


def rule_of(year: int) -> str:
    """Return the rule by which checks raised from the signs of an income year are known."""
    return f"signs-{year}"


def income_year(county: str) -> int | None:
    """Return the last year whose income a county's households have."""
    rows = Household.objects.filter(within(county, "key"))
    found: int | None = rows.aggregate(year=Max("income_year"))["year"]
    return found


def _net(county: str, year: int) -> tuple[dict[str, int], dict[str, int]]:
    """Return by household what the lines of a year, and of the year before, add up to in fen, costs taken off.

    Both years are summed the same plain way, so that the fall from one to the other is not one of the rules.
    """
    quote = connection.ops.quote_name
    home, item, amount, month, key = (
        quote(writing.column(IncomeLine, name)) for name in ("household", "item", "amount_yuan", "month", "key")
    )
    signed = f"CASE WHEN {item} LIKE 'e%%' THEN -{amount} ELSE {amount} END"
    statement = (
        f"SELECT {home}, {month} >= %s, SUM({signed}) FROM {quote(IncomeLine._meta.db_table)} "  # noqa: S608
        f"WHERE {key} >= %s AND {key} < %s AND {month} >= %s AND {month} <= %s GROUP BY 1, 2"
    )
    found: tuple[dict[str, int], dict[str, int]] = ({}, {})
    with connection.cursor() as cursor:
        given = [f"{year - 1}-10-01", county, county + "a", f"{year - 2}-10-01", f"{year}-09-30"]
        cursor.execute(statement, given)
        for household, now, amount_yuan in cursor.fetchall():
            found[0 if now else 1][household] = round(float(amount_yuan) * 100)
    return found


def _spending(county: str) -> dict[str, dict[str, int]]:
    """Return by list and household how many fen were spent."""
    found: dict[str, dict[str, int]] = {}
    for row in current_lists(county):
        if row.source in SPENDING:
            records = RegisterRecord.objects.filter(list=row, household__isnull=False, value_yuan__isnull=False)
            summed = records.order_by().values_list("household_id").annotate(total=Sum("value_yuan"))
            found[row.source] = {home: round(float(total) * 100) for home, total in summed}
    return found


def _suspects(county: str) -> Mapping[str, int]:
    """Return by household how many records speak against it; what turned out an error does not."""
    rows = Check.objects.filter(within(county, "village_id")).exclude(source__in=[Source.SIGNS, Source.AUDIT])
    rows = rows.exclude(outcome__in=[Outcome.DATA_ERROR, Outcome.NOT_CONFIRMED, Outcome.EXEMPT]).order_by()
    return dict(rows.values_list("household_id").annotate(n=Count("pk")))


def with_signs(county: str, year: int) -> set[str]:
    """Return the households for which signs of this income year were raised already."""
    rows = Check.objects.filter(within(county, "village_id"), source=Source.SIGNS, rule=rule_of(year))
    return set(rows.values_list("household_id", flat=True))


def strong_reasons(found: Signs, row: int) -> tuple[Text, ...]:
    """Return the signs that are worth saying of a household, the heaviest first; at least the heaviest one."""
    parts = found.order.parts[row]
    heavy = [int(j) for j in np.argsort(-parts, kind="stable") if parts[j] > 0]
    worth = [j for j in heavy if found.order.signs[j].strength[row] >= WORTH_SAYING]
    return tuple(found.order.signs[j].tell(row) for j in (worth or heavy[:1]))
