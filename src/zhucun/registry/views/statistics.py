"""What the households of a place are like, in counts with pictures; each figure opens to the households behind it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.queries import place_name
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.words_household import Attribute, Cause, Monitored
from zhucun.registry import actions, queries
from zhucun.registry.models import CountedCounty
from zhucun.registry.queries import Statistics
from zhucun.registry.statuses import ANY_COLOUR, Colour
from zhucun.registry.views import words
from zhucun.registry.views.quality import county_of
from zhucun.ui.templatetags.ui import number, share

Labelled = Iterable[tuple[str, Any]]
KIND_OF = {Colour.RED: 4, Colour.YELLOW: 2, Colour.GREEN: 5}


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """The counts of a county, a township or a village, whatever lies within the reader's place."""
    user = person(request)
    check_may(user, Permission.VILLAGE_SEE)
    county = county_of(request, user)
    place = chosen_place(request, user, county)
    counted, outdated = actions.count_if_small(county=county, at=timezone.now())
    context: dict[str, Any] = {
        "code": place,
        "name": place_name(place),
        "counted": counted,
        "outdated": outdated,
        "key": (place, counted.at, user.may(Permission.HOUSEHOLD_SEE), outdated) if counted else None,
        "counties": queries.areas(user) if len(user.scope) < 6 else [],
        "above": place[:6] if len(place) > len(user.scope) and len(place) > 6 else "",
    }
    if counted:
        context["body"] = SimpleLazyObject(lambda: body(user, counted, place))
    return render(request, "registry/statistics.html", context)


def chosen_place(request: HttpRequest, user: User, county: str) -> str:
    """Return the place asked for if it lies within the person's, else the person's own or its county."""
    own = user.scope if len(user.scope) >= 6 else county
    asked = request.GET.get("place", "")
    return asked if asked.isdecimal() and asked.startswith(own) and len(asked) in (6, 9, 12) else own


def deeper(place: str) -> int:
    """Return how many digits the places below have: townships of a county, villages of a township."""
    return {6: 9, 9: 12}.get(len(place), 12)


class Opens:
    """Makes the addresses of the lists of households behind the figures, for who may see them."""

    def __init__(self, user: User, place: str) -> None:
        self.list = reverse("registry:households") if user.may(Permission.HOUSEHOLD_SEE) else ""
        self.within = _within(user, place)

    def __call__(self, **chosen: str) -> str:
        """Return the address of the households that fit the choices within the place."""
        return f"{self.list}?{urlencode(self.within | chosen)}" if self.list else ""


def _within(user: User, place: str) -> dict[str, str]:
    if len(place) == 12 and len(user.scope) < 12:
        return {"village": place}
    return {"area": place} if len(place) == 9 and len(user.scope) < 9 else {}


def body(user: User, counted: CountedCounty, place: str) -> dict[str, Any]:
    """Return the figures of a place, each numerator over the registered households, and those of the places below."""
    found, opens = queries.statistics(counted, place), Opens(user, place)
    below = queries.by_place(counted, place, deeper(place))
    return {**figures(found, opens), "rows": rows(user, place, below)}


def figures(found: Statistics, opens: Opens) -> dict[str, Any]:
    """Return what the cards of the page show."""
    language = engine_language()
    registered = found.registered
    kinds: dict[str, Labelled] = {
        "cause": [(c.value, c.say(language)) for c in Cause],
        "attribute": [(a.value, a.say(language)) for a in Attribute],
        "size": words.SIZES,
        "income": words.income_choices(),
    }
    unsaid = ("", _("not said"))
    said = {kind: bars(found, kind, [*known, unsaid], registered, opens) for kind, known in kinds.items()}
    return {
        "found": found,
        "opens_all": opens(colour=ANY_COLOUR),
        "colours": [
            {"label": colour.label, "value": found.of("colour", colour), "kind": KIND_OF[colour],
             "address": opens(colour=colour)} for colour in KIND_OF
        ],
        "watched": bars(found, "watched", [(m.value, m.say(language)) for m in Monitored], found.watched, opens),
        **said,
    }  # fmt: skip


def bars(found: Statistics, kind: str, labels: Labelled, whole: int, opens: Opens) -> list[dict[str, Any]]:
    """Return a bar for each kind that occurs: how many, and what share of the whole."""
    more = {} if kind == "watched" else {"colour": ANY_COLOUR}
    return [
        {"label": label, "value": n, "text": f"{number(n)} · {share(n / whole)}",
         "address": opens(**{kind: value}, **more) if value else ""}
        for value, label in labels if (n := found.of(kind, value))
    ]  # fmt: skip


def rows(user: User, place: str, parts: dict[str, Statistics]) -> list[dict[str, Any]]:
    """Return a row for each township or village below, with the share of those who are still poor."""
    if len(place) == 12:
        return []
    names = dict(queries.areas(user)) if deeper(place) == 9 else queries.village_names(place)
    page = reverse("registry:statistics")
    return [
        {
            "name": names.get(code, code),
            "address": f"{page}?place={code}",
            "all": Opens(user, code)(colour=ANY_COLOUR),
            "found": found,
            "share": found.poor / found.registered if found.registered else None,
        }
        for code, found in parts.items()
    ]
