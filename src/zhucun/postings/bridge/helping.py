"""A county's helping units as decided beside what the needs say."""

from datetime import date
from functools import lru_cache

from zhucun.core.models import SendingUnit
from zhucun.engine.posting.helping import Comparison, compare
from zhucun.engine.posting.scheme import default_scheme
from zhucun.postings.bridge.county import Stamp, facts_stamp
from zhucun.postings.bridge.rows import unit_facts
from zhucun.postings.bridge.schemes import scheme_of
from zhucun.postings.models import Scheme
from zhucun.registry.queries import profiles


def helping_of(county: str, *, on: date) -> Comparison:
    """Return the comparison for a county by its newest scheme; kept while no fact behind it changes."""
    scheme = Scheme.objects.filter(county=county).order_by("-pk").first()
    return _helping(county, on, scheme.pk if scheme else None, facts_stamp(county))


@lru_cache(maxsize=8)
def _helping(county: str, on: date, scheme_pk: int | None, stamp: Stamp) -> Comparison:
    weights = scheme_of(Scheme.objects.get(pk=scheme_pk)) if scheme_pk else default_scheme()
    found = list(profiles(county, on=on).values())
    units = [unit_facts(row) for row in SendingUnit.objects.filter(county=county)]
    return compare([p.village for p in found], units, weights, on=on, profiles=found)
