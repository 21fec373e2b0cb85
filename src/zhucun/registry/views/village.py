"""One village: its facts, its needs with their reasons, its history; adding, changing, adjusting."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.models import Event, User
from zhucun.core.person import person
from zhucun.core.refusals import Refused, allowed, engine_language
from zhucun.core.statuses import Permission
from zhucun.engine.facts import Fact, FactKind
from zhucun.engine.policy import NeedProfile, NeedReason, NeedWeight, hardship
from zhucun.engine.words import Need
from zhucun.registry import actions, queries, rules
from zhucun.registry.forms import AdjustForm, NewVillageForm, VillageForm, label_of
from zhucun.registry.models import NeedAdjustment, Village
from zhucun.registry.statuses import FACT, GROUPS, TONES

HISTORY = 30


def village_or_404(request: HttpRequest, code: str) -> tuple[User, Village]:
    """Return who asks and the village; another's village is not there."""
    user = person(request)
    village = queries.one(code, user)
    if village is None:
        raise Http404
    return user, village


@require_GET
def village(request: HttpRequest, code: str) -> HttpResponse:
    """The village with everything known of it."""
    user, row = village_or_404(request, code)
    return render(request, "registry/village.html", page(user, row))


def page(user: User, row: Village, *, need: str = "", form: AdjustForm | None = None) -> dict[str, Any]:
    """Return what the village's page shows; `need` is opened with the form as the person left it."""
    stamp = queries.stamp_of(row.county)
    profile = queries.profiles(row.county, on=timezone.localdate(), stamp=stamp)[row.code]
    may_adjust = allowed(rules.check_may_adjust, user, row.code)
    standing = queries.standing_adjustments(row)
    said = tuple((key, adjustment.pk, adjustment.by.name) for key, adjustment in standing.items())
    return {
        "village": row,
        "kinds": [k.say(engine_language()) for k in row.kind_words()],
        # What the body shows follows from these; it is worked out only when it is drawn.
        "body_key": None if need else (row.code, row.version, profile.on, stamp, may_adjust, said),
        "groups": SimpleLazyObject(lambda: sheet_groups(row)),
        "needs": SimpleLazyObject(lambda: need_cards(profile, standing, may_adjust, need, form)),
        "confidence": profile.confidence / 1000,
        "missing": [FACT[key].text.say(engine_language()) for key in profile.missing],
        "points": hardship(profile.village, on=profile.on, local=profile.own).points,
        "hardship": SimpleLazyObject(lambda: hardship_card(profile)),
        "history": [happened(event) for event in queries.history(row)[:HISTORY]],
        "may_edit": allowed(rules.check_may_edit, user, row.code),
        "may_adjust": may_adjust,
        "on": profile.on,
    }


def sheet_groups(row: Village) -> list[dict[str, Any]]:
    """Return the village's facts in their groups, each with its label, value and unit."""
    return [
        {"label": group.label, "facts": [shown_fact(FACT[key], getattr(row, key)) for key in group.keys]}
        for group in GROUPS
    ]


def shown_fact(fact: Fact, value: Any) -> dict[str, Any]:
    """Return one fact as the sheet shows it."""
    return {
        "label": fact.text.say(engine_language()),
        "value": in_words(fact, value),
        "unit": fact.unit.say(engine_language()) if fact.unit and value is not None else "",
        "number": fact.kind in (FactKind.COUNT, FactKind.NUMBER, FactKind.MONEY),
        "empty": value in (None, "", ()),
    }


def in_words(fact: Fact, value: Any) -> Any:
    """Return a stored value as people read it; words of closed lists in the reader's language."""
    if fact.words is None or value in (None, "", ()):
        return value
    values = [value] if isinstance(value, str) else value
    found = [fact.words(v).say(engine_language()) for v in values]
    return found[0] if isinstance(value, str) else found


@dataclass(frozen=True)
class NeedCard:
    """One need on the page: its weight as a bar that opens to its reasons and the form to adjust it."""

    need: Need
    label: str
    weight: float
    per_cent: int
    computed: float
    confidence: float
    reasons: list[dict[str, Any]]
    adjustment: NeedAdjustment | None
    form: AdjustForm | None
    open: bool


def need_cards(
    profile: NeedProfile,
    standing: dict[str, NeedAdjustment],
    may_adjust: bool,
    opened: str = "",
    form: AdjustForm | None = None,
) -> list[NeedCard]:
    """Return the needs, greatest first."""
    return [need_card(n, standing.get(n.need.value), may_adjust, opened, form) for n in profile.ranked]


def need_card(
    weight: NeedWeight, adjustment: NeedAdjustment | None, may_adjust: bool, opened: str, form: AdjustForm | None
) -> NeedCard:
    """Return one need with its reasons, the weightiest first."""
    here = weight.need.value == opened
    blank = AdjustForm.of(weight.need, initial={"per_cent": weight.weight // 10})
    return NeedCard(
        need=weight.need,
        label=weight.need.say(engine_language()),
        weight=weight.weight / 1000,
        per_cent=weight.weight // 10,
        computed=weight.computed / 1000,
        confidence=weight.confidence / 1000,
        reasons=[reason_row(r) for r in sorted(weight.reasons, key=lambda r: -r.contribution)],
        adjustment=adjustment,
        form=(form if here and form is not None else blank) if may_adjust else None,
        open=here,
    )


def reason_row(reason: NeedReason) -> dict[str, Any]:
    """Return one reason: the sentence, numerator over denominator, what is usual, what it adds, and the rule."""
    language = engine_language()
    return {
        "text": reason.text.say(language),
        "numerator": reason.numerator,
        "denominator": reason.denominator,
        "value": reason.value,
        "median": reason.median,
        "level": reason.level / 1000,
        "share": reason.share / 1000,
        "contribution": reason.contribution / 1000,
        "known": reason.known,
        "rule": reason.rule,
        "reference": reason.figure.told().say(language),
    }


def hardship_card(profile: NeedProfile) -> dict[str, Any]:
    """Return the hardship with its parts."""
    found = hardship(profile.village, on=profile.on, local=profile.own)
    language = engine_language()
    parts = [
        {
            "text": r.text.say(language),
            "points": r.points,
            "known": r.known,
            "reference": r.figure.told().say(language),
        }
        for r in found.reasons
    ]
    return {"points": found.points, "confidence": found.confidence / 1000, "parts": parts}


def happened(event: Event) -> dict[str, Any]:
    """Return one event of the village in words, its changes by the facts' labels."""
    changes = []
    for key, pair in event.changes.items():
        fact = FACT.get(key)
        label = label_of(fact) if fact else need_label(key)
        old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, None)
        changes.append({"label": label, "old": event_value(fact, old), "new": event_value(fact, new)})
    return {"event": event, "sentence": EVENT_NAMES.get(event.name, event.name), "changes": changes}


def need_label(key: str) -> str:
    """Return a need's name where a change is about one."""
    return Need(key).say(engine_language()) if key in Need._value2member_map_ else key


def event_value(fact: Fact | None, value: Any) -> Any:
    """Return an old or new value of an event as people read it."""
    if fact is None:
        return f"{value:.0%}" if isinstance(value, float) else value
    return in_words(fact, tuple(value) if isinstance(value, list) else value)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change the village's facts; what two people saved at once is not lost."""
    user, row = village_or_404(request, code)
    rules.check_may_edit(user, row.code)
    form = VillageForm(request.POST) if request.method == "POST" else VillageForm.of(row)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.change_village(
                code=row.code,
                facts=form.facts(row.code),
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["why"],
                by=user,
                at=timezone.now(),
            )
        except Refused as said:
            refused = said  # shown above the form, which keeps what was entered
        else:
            same = saved.version == row.version
            messages.success(request, _("Nothing was changed.") if same else _("Saved."))
            return redirect("registry:village", code=row.code)
    return render(request, "registry/village_form.html", {"form": form, "village": row, "refused": refused})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add one village by hand."""
    user = person(request)
    rules.check_may_edit(user, user.scope)
    form = NewVillageForm(request.POST if request.method == "POST" else None, user=user)
    refused = None
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["place"]
        try:
            actions.add_village(facts=form.facts(code), county=user.county, by=user, at=timezone.now())
        except Refused as said:
            refused = said
        else:
            messages.success(request, _("Saved."))
            return redirect("registry:village", code=code)
    return render(request, "registry/village_form.html", {"form": form, "village": None, "refused": refused})


@require_POST
def adjust(request: HttpRequest, code: str, need: str) -> HttpResponse:
    """Set one need by hand, with a reason."""
    user, row = village_or_404(request, code)
    rules.check_may_adjust(user, row.code)
    wanted = need_or_404(need)
    form = AdjustForm.of(wanted, data=request.POST)
    if not form.is_valid():
        return render(request, "registry/village.html", page(user, row, need=need, form=form), status=422)
    actions.adjust_need(
        village=row,
        need=wanted,
        thousandths=form.cleaned_data["per_cent"] * 10,
        reason=form.cleaned_data["reason"],
        by=user,
        at=timezone.now(),
    )
    messages.success(request, _("Saved: this weight holds from now on, beside the computed one."))
    return redirect("registry:village", code=row.code)


@require_POST
def withdraw(request: HttpRequest, code: str, need: str) -> HttpResponse:
    """Let the computed need hold again."""
    user, row = village_or_404(request, code)
    actions.withdraw_adjustment(village=row, need=need_or_404(need), by=user, at=timezone.now())
    messages.success(request, _("The computed weight holds again."))
    return redirect("registry:village", code=row.code)


def need_or_404(need: str) -> Need:
    """Return the need named in an address."""
    if need not in Need._value2member_map_:
        raise Http404
    return Need(need)


@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """The village on one sheet of paper."""
    user, row = village_or_404(request, code)
    return render(request, "registry/village_sheet.html", page(user, row))


@require_GET
def people(request: HttpRequest, code: str) -> HttpResponse:
    """The newcomer's part of the village's page: who lives here and why they are poor, in counts."""
    user, row = village_or_404(request, code)
    known, may_see = queries.counted_of(row.county), user.may(Permission.HOUSEHOLD_SEE)
    may_survey = user.may_at(Permission.HOUSEHOLD_EDIT, row.code)
    # As long as no household of the county has changed since it was counted, the part is the same.
    same = known is not None and not queries.is_outdated(row.county, known)
    context = {
        "village": row,
        "key": (row.code, known.at, may_see, may_survey) if known and same else None,
        "people": SimpleLazyObject(lambda: people_part(row)),
        "may_see": may_see,
        "may_survey": may_survey,
    }
    return render(request, "registry/village_people_kept.html", context)


def people_part(row: Village) -> dict[str, Any]:
    """Return who lives in a village in counts, with the words beside them."""
    counted, language = queries.people_of(row), engine_language()
    return {
        "counted": counted,
        "colours": [
            {"label": colour.label, "tone": TONES[colour], "count": n, "value": colour.value}
            for colour, n in counted.colours.items()
        ],
        "causes": [{"label": cause.say(language), "value": n} for cause, n in counted.causes],
        "watched": [(kind.say(language), n) for kind, n in counted.watched],
    }
