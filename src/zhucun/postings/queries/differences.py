"""What taking rows in would change, shown before anything is written."""

from collections.abc import Sequence

from zhucun.core.taking import Difference
from zhucun.engine.facts import CANDIDATE, CandidateFacts, PostFacts, UnitFacts
from zhucun.postings.bridge.rows import CANDIDATE_FIELDS, UNIT_FIELDS, candidate_values, unit_values
from zhucun.postings.models import Candidate, Term
from zhucun.postings.queries.names import match_posts, unit_by_any_name

PERSONAL = frozenset(fact.key for fact in CANDIDATE if fact.personal)


def candidate_differences(rows: Sequence[CandidateFacts], county: str) -> list[Difference]:
    """Return what each row would change, in the order of the rows; personal values are named, not shown."""
    known = {c.code: c for c in Candidate.objects.filter(county=county).select_related("unit")}
    units = unit_by_any_name(county)
    found = []
    for facts in rows:
        row = known.get(facts.code)
        old = None if row is None else {**{k: getattr(row, k) for k in CANDIDATE_FIELDS}, "unit": row.unit.name}
        unit = units[facts.unit].name if facts.unit in units else facts.unit
        difference = Difference.between(facts.code, old, {**candidate_values(facts), "unit": unit})
        changes = {k: None if k in PERSONAL else pair for k, pair in difference.changes.items()}
        found.append(Difference(difference.key, difference.outcome, changes))
    return found


def unit_differences(rows: Sequence[UnitFacts], county: str) -> list[Difference]:
    """Return what each row would change, in the order of the rows; a short name finds the unit it belongs to."""
    known = unit_by_any_name(county)
    found = []
    for facts in rows:
        row = known.get(facts.name)
        old = None if row is None else {k: getattr(row, k) for k in UNIT_FIELDS}
        values = unit_values(facts)
        if row is not None:
            values["name"] = row.name
        found.append(Difference.between(facts.name, old, values))
    return found


def post_differences(rows: Sequence[PostFacts], county: str) -> list[Difference]:
    """Return what each posting would change; the key says village and name as the row writes them."""
    known = {(t.village_id, t.candidate_id, t.since): t for t in Term.objects.filter(candidate__county=county)}
    found = []
    for match in match_posts(rows, county):
        facts = match.facts
        key = f"{facts.village} {facts.name}"
        values = {"since": facts.since, "until": facts.until}
        term = None
        if match.village is not None and match.candidate is not None:
            term = known.get((match.village.pk, match.candidate.pk, facts.since))
        old = None if term is None else {"since": term.since, "until": term.until}
        found.append(Difference.between(key, old, values))
    return found
