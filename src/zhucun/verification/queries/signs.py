"""The county's figures read for the signs, computed again only when something changed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, Max, Sum

from zhucun.core import writing
from zhucun.core.models import within
from zhucun.core.refusals import Refused
from zhucun.engine.errors import EngineError
from zhucun.engine.policy.figures import Figure
from zhucun.engine.texts import Text
from zhucun.policy.queries import figures_of
from zhucun.registry.models import Household, IncomeLine
from zhucun.verification.bridge.signs import Signs, signs_of
from zhucun.verification.models import Check, RegisterRecord
from zhucun.verification.queries import measures
from zhucun.verification.queries.lists import current_lists, stamp_of
from zhucun.verification.statuses import HELD_AGAINST, SPENDING, Outcome, Source

WORTH_SAYING = 1.0  # robust standard deviations: what is weaker is nothing one could tell a person


def signs(county: str, *, on: date) -> Signs:
    """Return the signs of a county on a day; refuses in words what cannot be computed."""
    checked = Check.objects.filter(within(county, "village_id")).aggregate(n=Count("pk"), v=Sum("version"))
    return _signs(county, on, (*stamp_of(county, on), checked["n"], checked["v"]), figures_of(county))


@lru_cache(maxsize=4)
def _signs(county: str, on: date, stamp: tuple[Any, ...], figures: tuple[Figure, ...]) -> Signs:
    year = income_year(county) or on.year - 1
    statuses = [s.value for s in HELD_AGAINST]
    held = Household.objects.filter(within(county, "key"), status__in=statuses).order_by()
    try:
        return signs_of(
            county, on=on, year=year, incomes={"now": _net(county, year), "before": _net(county, year - 1)},
            spending=_spending(county), suspects=_suspects(county), audited=measures.audited_outcomes(county),
            held=frozenset(held.values_list("key", flat=True)), figures=figures,
        )  # fmt: skip
    except EngineError as error:
        raise Refused.from_engine(error) from error


def income_year(county: str) -> int | None:
    """Return the last year whose income a county's households have."""
    rows = Household.objects.filter(within(county, "key"))
    found: int | None = rows.aggregate(year=Max("income_year"))["year"]
    return found


def _net(county: str, year: int) -> dict[str, Decimal]:
    """Return by household what a year's lines add up to, costs taken off.

    Both years are summed the same plain way, so that the fall from one to the other is not one of the rules.
    """
    quote = connection.ops.quote_name
    home, item, amount, month, key = (
        quote(writing.column(IncomeLine, name)) for name in ("household", "item", "amount_yuan", "month", "key")
    )
    statement = (
        f"SELECT {home}, SUM(CASE WHEN {item} LIKE 'e%%' THEN -{amount} ELSE {amount} END) "  # noqa: S608  (our columns)
        f"FROM {quote(IncomeLine._meta.db_table)} "
        f"WHERE {key} >= %s AND {key} < %s AND {month} >= %s AND {month} <= %s GROUP BY {home}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [county, county + "a", f"{year - 1}-10-01", f"{year}-09-30"])
        return {row[0]: Decimal(str(row[1])) for row in cursor.fetchall()}


def _spending(county: str) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for row in current_lists(county):
        if row.source not in SPENDING:
            continue
        records = RegisterRecord.objects.filter(list=row, household__isnull=False, value_yuan__isnull=False)
        summed = records.order_by().values_list("household_id").annotate(total=Sum("value_yuan"))
        found[row.source] = {home: Decimal(total) for home, total in summed}
    return found


def _suspects(county: str) -> Mapping[str, int]:
    """Return by household how many records speak against it; what turned out an error does not."""
    rows = Check.objects.filter(within(county, "village_id")).exclude(source__in=[Source.SIGNS, Source.AUDIT])
    rows = rows.exclude(outcome__in=[Outcome.DATA_ERROR, Outcome.NOT_CONFIRMED, Outcome.EXEMPT]).order_by()
    return dict(rows.values_list("household_id").annotate(n=Count("pk")))


def with_signs(county: str, year: int) -> set[str]:
    """Return the households for which signs of this income year were raised already."""
    rows = Check.objects.filter(within(county, "village_id"), source=Source.SIGNS, rule=f"signs-{year}")
    return set(rows.values_list("household_id", flat=True))


def strong_reasons(found: Signs, row: int) -> tuple[Text, ...]:
    """Return the signs that are worth saying of a household, the heaviest first; at least the heaviest one."""
    parts = found.order.parts[row]
    heavy = [int(j) for j in np.argsort(-parts, kind="stable") if parts[j] > 0]
    worth = [j for j in heavy if found.order.signs[j].strength[row] >= WORTH_SAYING]
    return tuple(found.order.signs[j].tell(row) for j in (worth or heavy[:1]))
