"""Working out anew what follows from members and account, after rows under a household were taken away or put back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from zhucun.core import writing
from zhucun.core.taking import chunks
from zhucun.registry.actions.taking_households import CHUNK
from zhucun.registry.actions.taking_income import sum_income
from zhucun.registry.actions.taking_members import count_members
from zhucun.registry.models import Household, IncomeLine, Member
from zhucun.registry.queries.taking import look_up, there


def recount(*, keys: Sequence[str], county: str, figures: Mapping[str, Sequence[Any]], names: Sequence[str]) -> None:
    """Count and sum households anew; one without members or lines gets back the figures that it had stated."""
    for chunk in chunks(list(keys), CHUNK):
        with transaction.atomic():
            here = there(Household, "pk", chunk)
            peopled = {home for (home,) in look_up(Member, ("household",), "household", here)}
            paid = {home for (home,) in look_up(IncomeLine, ("household",), "household", here)}
            stated = [key for key in here if key in figures]
            people = [n for n in names if n in ("persons", "labour_persons", "head_name")]
            money = [n for n in names if n not in people]
            for wanted, whose in ((people, peopled), (money, paid)):
                rows = [[*(figures[key][names.index(n)] for n in wanted), key] for key in stated if key not in whose]
                writing.update(Household, wanted, rows)
            count_members(peopled)
            sum_income(paid, county)
