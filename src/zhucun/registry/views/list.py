"""The villages of a county: as tiles by township and as a table, on one page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.person import person
from zhucun.core.refusals import allowed, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.policy import NeedProfile, hardship
from zhucun.engine.words import Need, VillageKind
from zhucun.registry import queries, rules
from zhucun.registry.models import Village
from zhucun.registry.queries import ColourBy, TileMap

TOP = 2
FIRST_COLOUR = f"need.{Need.INDUSTRY.value}"
VIEWS = (("both", _("Map and table")), ("map", _("Map")), ("table", _("Table")))


@require_GET
def villages(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The villages within the reader's place, with their needs; the map alone when only its colour changes."""
    user = person(request)
    check_may(user, Permission.VILLAGE_SEE)
    areas = queries.areas(user)
    county = user.scope[:6] if len(user.scope) >= 6 else chosen_county(request, areas)
    listing = village_listing(request, areas, county)
    view = request.GET.get("view", "both")
    colour = queries.colour_choices().get(request.GET.get("by", ""), queries.colour_choices()[FIRST_COLOUR])
    context: dict[str, Any] = {
        "view": view if view in dict(VIEWS) else "both",
        "views": [(key, label, listing.address(view=key)) for key, label in VIEWS],
        "map_key": None,
        "county": county,
        "county_wanted": not county and bool(areas),
        "may_add": allowed(rules.check_may_edit, user, county) if county else False,
        "may_import": user.may(Permission.IMPORT),
        "empty": not areas,
    }
    if county and context["view"] != "table":
        context |= map_context(listing, colour, county, dict(areas))
    if request.headers.get("HX-Target") == "map" and context["map_key"]:
        return render(request, "registry/tile_map.html", context)
    return listing.answer("registry/villages.html", context)


def chosen_county(request: HttpRequest, areas: list[tuple[str, str]]) -> str:
    """Return the county a person with a wider place has chosen, or the only one there is."""
    chosen = request.GET.get("area", "")
    if chosen in dict(areas):
        return chosen
    return areas[0][0] if len(areas) == 1 else ""


def village_listing(request: HttpRequest, areas: list[tuple[str, str]], county: str) -> Listing:
    """Return the table of villages; needs are computed for the page's rows together."""
    user = person(request)
    on = timezone.localdate()
    profiles: dict[str, NeedProfile] = {}

    def prepare(rows: list[Village]) -> None:
        profiles.update(queries.profiles_for(rows, on=on))

    def with_top_need(rows: QuerySet[Village], need: str) -> QuerySet[Village]:
        return rows.filter(pk__in=queries.codes_with_top_need(county, need, on=on))

    filters = [
        Filter("area", _("Township") if county else _("County"), areas, lambda q, v: q.filter(code__startswith=v)),
        Filter(
            "kind",
            _("Kind"),
            [(k.value, k.say(engine_language())) for k in VillageKind],
            lambda q, v: q.filter(kinds__contains=f",{v},"),
        ),
    ]
    if county:
        needs = [(n.value, n.say(engine_language())) for n in Need]
        filters.append(Filter("need", _("Greatest need"), needs, with_top_need))
    return Listing(
        request,
        Village.objects.visible_to(user),
        name="villages",
        columns=columns(profiles),
        filters=filters,
        search=("name", "town", "code", "helper_unit"),
        order="code",
        prepare=prepare,
        empty=_("No village is in the list yet. Import the county's table of villages, or add one by hand."),
    )


def columns(profiles: dict[str, NeedProfile]) -> tuple[Column, ...]:
    """Return the columns of the table of villages."""
    return (
        Column(
            "name",
            _("Village"),
            lambda v: v.name,
            sort="name",
            link=lambda v: reverse("registry:village", args=[v.code]),
        ),
        Column("town", _("Township"), lambda v: v.town, sort=("town", "name")),
        Column("kinds", _("Kind"), kinds, cell=kind_pills, minor=True),
        Column("persons", _("Persons"), lambda v: v.persons, sort="persons", number=True),
        Column("poor", _("Poor persons"), lambda v: v.poor_persons, sort="poor_persons", number=True),
        Column(
            "income",
            _("Income per head"),
            lambda v: v.income_per_head_yuan,
            sort="income_per_head_yuan",
            number=True,
            minor=True,
        ),
        Column(
            "needs",
            _("Greatest needs"),
            lambda v: needs(profiles[v.code]),
            cell=lambda v: need_marks(profiles[v.code]),
        ),
        Column("hardship", _("Hardship"), lambda v: hardness(profiles[v.code]), number=True, minor=True),
        Column("code", _("Code"), lambda v: v.code, sort="code", minor=True),
    )


def kinds(village: Village) -> list[str]:
    """Return why the village gets a First Secretary, in words."""
    return [k.say(engine_language()) for k in village.kind_words()]


def kind_pills(village: Village) -> SafeString:
    """Return the kinds as pills."""
    tones = {VillageKind.WEAK: "danger", VillageKind.POOR: "warning"}
    words = ((tones.get(k, "neutral"), k.say(engine_language())) for k in village.kind_words())
    return format_html_join(" ", '<span class="pill {}">{}</span>', words)


def needs(profile: NeedProfile) -> list[str]:
    """Return the greatest needs with their weights in per cent."""
    return [f"{n.need.say(engine_language())} {n.weight // 10}%" for n in profile.ranked[:TOP]]


def need_marks(profile: NeedProfile) -> SafeString:
    """Return the greatest needs, the first one stronger; a star says that a person set it."""
    words = (
        ("strong" if i == 0 else "muted", n.need.say(engine_language()), n.weight // 10, "*" * bool(n.adjusted_because))
        for i, n in enumerate(profile.ranked[:TOP])
    )
    return format_html(
        '<span class="needs-line">{}</span>',
        format_html_join(" ", '<span class="{}">{} {}%{}</span>', words),
    )


def hardness(profile: NeedProfile) -> int:
    """Return the hardship of a village, 0 to 100."""
    return hardship(profile.village, on=profile.on, local=profile.own).points


def map_context(listing: Listing, by: ColourBy, county: str, areas: dict[str, str]) -> dict[str, Any]:
    """Return what the map's card shows, worked out only when it is drawn, and the key under which it is kept."""
    on, stamp = timezone.localdate(), queries.stamp_of(county)
    # The filters and the search narrow the map as they narrow the table.
    codes = tuple(listing.narrowed.order_by("code").values_list("code", flat=True))
    return {
        "map_key": (county, on, stamp, by.key, codes),
        "map": SimpleLazyObject(lambda: shown_map(queries.profiles(county, on=on, stamp=stamp), codes, by, areas)),
        "colours": SimpleLazyObject(lambda: colours(by)),
    }


def shown_map(
    profiles: dict[str, NeedProfile], codes: tuple[str, ...], by: ColourBy, areas: dict[str, str]
) -> dict[str, Any]:
    """Return the map of some villages with its legend in words."""
    drawn = queries.tile_map([profiles[code] for code in codes if code in profiles], by, areas)
    unit = by.unit.say(engine_language()) if by.unit else ""
    return {"tiles": drawn, "by": by, "unit": unit, "label": by.text.say(engine_language()), "empty": empty(drawn)}


def empty(drawn: TileMap) -> bool:
    """Tell whether no village has reported the figure."""
    return not drawn.classes


def colours(chosen: ColourBy) -> list[dict[str, Any]]:
    """Return what the map can be coloured by, in two groups."""
    language = engine_language()
    groups: dict[str, list[dict[str, Any]]] = {"needs": [], "figures": []}
    for key, choice in queries.colour_choices().items():
        group = "needs" if key.startswith("need.") or key == "hardship" else "figures"
        groups[group].append({"key": key, "label": choice.text.say(language), "chosen": key == chosen.key})
    return [
        {"label": _("Needs and hardship"), "choices": groups["needs"]},
        {"label": _("Village figures"), "choices": groups["figures"]},
    ]
