"""Doubtful pairs side by side: what agrees, what differs, how likely, and a person's word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zhucun.core.actions import note_unmasking
from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.refusals import engine_language
from zhucun.engine.facts import FACTS
from zhucun.engine.households.identity import mask_identity, mask_name, mask_phone
from zhucun.engine.targeting.linkage.agreement import THINGS
from zhucun.intake import actions, bridge
from zhucun.intake.models import Import, ImportPair, ImportRow
from zhucun.intake.statuses import Answer, ImportState
from zhucun.intake.views import shown
from zhucun.intake.views.files import import_or_404
from zhucun.registry.bridge.households import opened
from zhucun.registry.models import Household, Member

NEAR_CERTAIN = 950
SHOWN = {
    "member": ("name", "sex", "identity", "born", "relation", "household_code", "village", "phone"),
    "household": ("head_name", "village", "group", "status", "attribute", "persons", "phone"),
}
THING_OF = {"identity": 0, "name": 1, "head_name": 1, "born": 2, "sex": 3, "village": 4}
BEST = tuple(len(thing.levels) - 1 for thing in THINGS)


@require_http_methods(["GET", "POST"])
def pairs(request: HttpRequest, key: UUID) -> HttpResponse | StreamingHttpResponse:
    """The pair to decide next, and all pairs of the file; in full after a purpose has been stated, which is logged."""
    user, row = import_or_404(request, key)
    if row.state in (ImportState.UPLOADED, ImportState.MAPPED):
        return redirect("intake:columns", key=row.pk)
    whole = False
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        note_unmasking(subject=row, area=row.county, label=row.filename, purpose=purpose, by=user, at=timezone.now())
        whole = True
    listed = ImportPair.objects.filter(source=row)
    counts = dict(listed.values_list("answer").annotate(times=Count("pk")))
    options = [(a.value, f"{a.label} ({counts.get(a.value, 0)})") for a in Answer]
    listing = Listing(
        request, listed, name=f"pairs-{row.filename.rsplit('.', 1)[0]}",
        columns=(
            Column("number", gettext_lazy("Row"), lambda p: p.number, sort="number", number=True,
                   link=lambda p: f"{reverse('intake:pairs', args=[row.pk])}?pair={p.pk}"),
            Column("ours", gettext_lazy("May be our"), lambda p: p.ours.split("-", 1)[1], sort="ours"),
            Column("chance", gettext_lazy("Likely"), likely, sort="chance", number=True),
            Column("why", gettext_lazy("Because"), why),
            Column("answer", gettext_lazy("Decided"), lambda p: p.get_answer_display(), sort="answer"),
        ),
        filters=(Filter("answer", gettext_lazy("Decided"), options, lambda q, v: q.filter(answer=v)),),
        order="-chance", empty=gettext_lazy("No row of this file is doubtful: nobody has to be compared."),
    )  # fmt: skip
    near = listed.filter(answer=Answer.OPEN, chance__gte=NEAR_CERTAIN).count()
    context = {
        **shown.frame(row, "pairs"), "pair": chosen(request, row), "open": counts.get(Answer.OPEN, 0),
        "near_certain": near, "whole": whole, "last": last_of(request, row),
    }  # fmt: skip
    if context["pair"]:
        context["sides"] = sides(row, context["pair"], whole=whole)
        context["why"] = why(context["pair"])
        context["chance"] = likely(context["pair"])
    return listing.answer("intake/pairs.html", context)


def chosen(request: HttpRequest, row: Import) -> ImportPair | None:
    """Return the pair asked for, else the likeliest open one; “later” passes over those before."""
    listed = ImportPair.objects.filter(source=row)
    asked = request.GET.get("pair", "")
    if asked.isdecimal():
        return listed.filter(pk=asked).first()
    waiting = list(listed.filter(answer=Answer.OPEN).order_by("-chance", "number")[:2000])
    after = request.GET.get("later", "")
    at = next((place for place, pair in enumerate(waiting) if str(pair.pk) == after), -1)
    return next(iter(waiting[at + 1 :] or waiting), None)


def last_of(request: HttpRequest, row: Import) -> ImportPair | None:
    """Return the pair decided a moment ago, so that a slip can be taken back."""
    asked = request.GET.get("last", "")
    return ImportPair.objects.filter(source=row, pk=asked).first() if asked.isdecimal() else None


def likely(pair: ImportPair) -> str:
    """Return how likely a pair is the same; never a whole hundred, because nobody can know that."""
    return f"{min(pair.chance, 990) // 10}%"


def why(pair: ImportPair) -> str:
    """Return on what a pair rests, thing by thing."""
    said = [
        thing.levels[level].say(engine_language()) for thing, level in zip(THINGS, pair.levels, strict=True) if level
    ]
    return ("，" if engine_language() == "zh" else ", ").join(said)


def sides(row: Import, pair: ImportPair, *, whole: bool) -> list[dict[str, Any]]:
    """Return the two records line by line with whether they agree: ours on the left, the file's on the right."""
    ours = ours_of(pair)
    staged = ImportRow.objects.get(source=row, number=pair.number)
    theirs = bridge.facts_from_json(row.subject_kind, staged.facts) if staged.facts else None
    facts = {f.key: f for f in FACTS[row.subject_kind]}
    lines = []
    for key in SHOWN[pair.kind]:
        left, right = ours.get(key), getattr(theirs, key, None)
        if left in (None, "") and right in (None, ""):
            continue
        fact = facts.get(key)
        words = [masked_value(key, shown.value_words(fact, bridge.plain(v)), whole=whole) for v in (left, right)]
        label = shown.fact_label(fact) if fact else _("Village")
        lines.append({"label": label, "ours": words[0], "theirs": words[1], "state": state_of(pair, key, left, right)})
    return lines


def ours_of(pair: ImportPair) -> dict[str, Any]:
    """Return what we keep of the record a pair names; nothing when it is gone."""
    model: Any = Member if pair.kind == "member" else Household
    related = "household__village" if pair.kind == "member" else "village"
    found = model.objects.select_related(related).filter(pk=pair.ours).first()
    if found is None:
        return {}
    home = found.household if pair.kind == "member" else found
    more = {"village": home.village.name, "household_code": home.code}
    names = [n for n in SHOWN[pair.kind] if n not in more]
    return {**{name: opened(getattr(found, name)) for name in names}, **more}


def masked_value(key: str, words: str, *, whole: bool) -> str:
    """Return a value as the page may show it: names, numbers and phones in part until a purpose is stated."""
    if whole or words == "—":
        return words
    masks = {"identity": mask_identity, "phone": mask_phone, "name": mask_name, "head_name": mask_name}
    return masks[key](words) if key in masks else words


def state_of(pair: ImportPair, key: str, left: Any, right: Any) -> str:
    """Return whether two values agree: same, near, different, or one is missing."""
    if left in (None, "") or right in (None, ""):
        return "missing"
    if str(bridge.plain(left)) == str(bridge.plain(right)):
        return "same"
    thing = THING_OF.get(key)
    near = thing is not None and 2 < pair.levels[thing] < BEST[thing]
    return "near" if near else "different"


@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep a person's word on one pair, or on all that are near certain."""
    user, row = import_or_404(request, key)
    answer = request.POST.get("answer", "")
    page = reverse("intake:pairs", args=[row.pk])
    if request.POST.get("bulk"):
        near = ImportPair.objects.filter(source=row, answer=Answer.OPEN, chance__gte=NEAR_CERTAIN)
        chosen_pairs = list(near.values_list("pk", flat=True))
    else:
        chosen_pairs = [int(request.POST["pair"])] if request.POST.get("pair", "").isdecimal() else []
    if answer == "later":
        return redirect(f"{page}?later={chosen_pairs[0] if chosen_pairs else ''}")
    count = actions.decide_pairs(key=row.pk, pairs=chosen_pairs, answer=answer, by=user, at=timezone.now())
    if request.POST.get("bulk"):
        messages.success(request, _("%(count)s pairs decided.") % {"count": count})
        return redirect(page)
    last = f"?last={chosen_pairs[0]}" if chosen_pairs and answer != Answer.OPEN else f"?pair={request.POST.get('pair')}"
    return redirect(f"{page}{last}")
