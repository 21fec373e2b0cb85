"""What a candidate's page shows."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import allowed, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.facts import CANDIDATE, Fact, FactKind
from zhucun.engine.households.identity import mask_phone
from zhucun.engine.policy import Reason
from zhucun.engine.policy.eligibility import full_years
from zhucun.postings.bridge import answers
from zhucun.postings.bridge.county import county_on
from zhucun.postings.forms.people import PurposeForm
from zhucun.postings.models import Candidate
from zhucun.postings.queries import candidates as queries
from zhucun.postings.queries import plans as plan_queries
from zhucun.postings.views import cells
from zhucun.postings.views.history import lines
from zhucun.ui.templatetags.ui import number, yuan

HIDDEN = "••••"


def person_page(row: Candidate, user: User, *, on: date, whole: bool) -> dict[str, Any]:
    """Return everything on a candidate's page; `whole` shows personal facts in full, once."""
    verdict, grouping = queries.verdict(row, on=on)
    language = engine_language()
    return {
        "candidate": row,
        "name": queries.shown_name(row, user),
        "facts": facts_shown(row, on=on, whole=whole, may_see_names=queries.may_see_names(user), user=user),
        "verdict": verdict,
        "reasons": [_reason(reason) for reason in verdict.reasons],
        "group": grouping.group.say(language),
        "group_reason": grouping.text.say(language),
        "terms": queries.terms_of(row),
        "history": lines(queries.history_of(row)[:20]),
        "may_edit": user.may_at(Permission.CANDIDATE_EDIT, row.county),
        "may_unmask": allowed(check_may, user, Permission.PERSONAL_UNMASK, row.county) and not whole,
        "purpose": PurposeForm(),
        "whole": whole,
        "wishes": row.wishes,
        "pill": cells.eligible_pill(queries.judged(row.county, on=on).get(row.pk), row),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    language = engine_language()
    tone, word = {
        True: ("good", _("met")),
        False: ("danger", _("not met")),
        None: ("warning", _("to be confirmed")),
    }[reason.met]
    reference = reason.figure.told().say(language) if reason.figure else ""
    return {"text": reason.text.say(language), "tone": tone, "word": word, "reference": reference}


def facts_shown(row: Candidate, *, on: date, whole: bool, may_see_names: bool, user: User) -> list[tuple[str, Any]]:
    """Return the facts as label and value; personal ones masked unless asked for in full with a purpose."""
    shown: list[tuple[str, Any]] = []
    for fact in CANDIDATE:
        value = _shown(fact, row)
        if fact.key == "name":
            value = row.name if may_see_names or whole else queries.shown_name(row, user)
        elif fact.key == "born" and not whole:
            value = _("%(years)s years old") % {"years": full_years(row.born, on)}
        elif fact.key == "phone" and not whole:
            value = mask_phone(row.phone)
        elif fact.personal and not whole and not may_see_names:
            value = HIDDEN
        shown.append((fact.text.say(engine_language()), value if value not in ("", None) else "—"))
    return shown


def shown_fact(fact: Fact, row: Model) -> tuple[str, Any]:
    """Return a fact as label and value, a dash where nobody has said."""
    value = _shown(fact, row)
    return fact.text.say(engine_language()), value if value not in ("", None) else "—"


def _shown(fact: Fact, row: Model) -> Any:
    value = getattr(row, fact.key)
    if fact.kind is FactKind.WORD and fact.words:
        return cells.word(fact.words, value)
    if fact.kind is FactKind.WORDS and fact.words:
        return cells.labels(fact.words, value)
    if fact.kind is FactKind.NAMES:
        return "、".join(value)
    if fact.kind is FactKind.YES_NO:
        return {True: _("Yes"), False: _("No"), None: ""}[value]
    if fact.kind is FactKind.DAY or value is None:
        return value
    if fact.kind is FactKind.MONEY:
        return yuan(value)
    if fact.unit:
        return f"{number(value)} {fact.unit.say(engine_language())}"
    return value


def best_villages(row: Candidate, *, on: date) -> dict[str, Any]:
    """Return the five villages where a person is worth most, each with the two terms that speak most for it."""
    language = engine_language()
    scheme = plan_queries.newest_scheme(row.county)
    if row.withdrawn_at or scheme is None:
        none = (
            _("This person is not in the pool.")
            if row.withdrawn_at
            else _("Make a first plan; its weights count here.")
        )
        return {"villages": [], "why_none": none}
    county = county_on(row.county, on=on, scheme=scheme)
    c, instance = county.candidate_at[row.pk], county.instance
    if not instance.problem.eligible[c]:
        return {"villages": [], "why_none": _("This person may not be posted, so no village is listed.")}
    lines = []
    for v, points in answers.fits_best(instance.problem, c):
        parts = sorted(instance.fit.breakdown(v, c), key=lambda p: -p.points)[:2]
        why = (
            "；".join(p.text.say(language) for p in parts)
            if language == "zh"
            else "; ".join(p.text.say(language) for p in parts)
        )
        lines.append(
            {"village": county.villages[v], "points": points, "share": points / instance.fit.scale, "why": why}
        )
    return {"villages": lines, "scheme": scheme}
