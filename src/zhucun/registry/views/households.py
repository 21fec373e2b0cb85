"""The list of households: searched, filtered, coloured; exported as it stands or as the national roster."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User, within
from zhucun.core.person import person
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.identity import mask_name
from zhucun.engine.words_household import Attribute, Cause, Monitored
from zhucun.registry import queries
from zhucun.registry.models import Household, Village
from zhucun.registry.views import roster, words

SHOWN = (
    "key", "code", "head_name", "village__name", "persons", "labour_persons", "attribute", "main_cause", "status",
    "monitored", "risk_removed", "net_per_head_yuan", "helper_name",
)  # fmt: skip


class HouseholdListing(Listing):
    """A list that searches by number, identity number and name through indexes instead of reading every row."""

    def _narrowed(self) -> Any:
        asked, self.query = self.query, ""
        if asked and not asked.isascii():  # names are looked up first, so that the keys are known
            self.queryset = Household.objects.visible_to(person(self.request), known=True).select_related("village")
        found = super()._narrowed()
        self.query = asked
        if not asked:
            return found
        user = person(self.request)
        meant = queries.searched(found, asked, names=queries.may_see_names(user), user=user)
        self.few = meant.few
        self.told = [
            _(
                "More than %(most)s people’s names begin with “%(word)s”. Listed are the households of the first "
                "%(most)s heads and the first %(most)s members; type one more character."
            )
            % {"word": word, "most": queries.MOST_FOUND}
            for word in meant.cut
        ]
        return meant.rows


@require_GET
def households(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The households within the reader's place."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    listing = household_listing(request, user)
    if request.GET.get("export") == "roster":
        return roster.answer(request, listing, user)
    context = {
        "may_import": user.may(Permission.IMPORT),
        "may_register": user.may(Permission.HOUSEHOLD_EDIT),
        "masked": not queries.may_see_names(user),
        "export_address": export_address(request),
    }
    return listing.answer("registry/households.html", context)


def export_address(request: HttpRequest) -> str:
    """Return where the households that the filters leave are exported in another form."""
    query = request.GET.urlencode()
    return reverse("registry:export") + (f"?{query}" if query else "")


def household_listing(request: HttpRequest, user: User) -> HouseholdListing:
    """Return the list page of households as this person may see it."""
    return HouseholdListing(
        request,
        Household.objects.visible_to(user).select_related("village"),
        name="households",
        columns=columns(user),
        filters=filters(request, user),
        search=("code",),
        order="code",
        only=SHOWN,
        empty=gettext_lazy(
            "No household is in the registry yet. Import the national person roster, or register a family by hand."
        ),
    )


def columns(user: User) -> tuple[Column, ...]:
    """Return the columns of the list."""
    # Made and asked once for the rows of a page.
    page = reverse("registry:household", args=["KEY"])
    names = queries.may_see_names(user)
    shown: Callable[[str], str] = str if names else mask_name

    def _page(row: Household) -> str:
        return page.replace("KEY", row.key)

    return (
        Column("code", gettext_lazy("Household number"), lambda h: h.code, sort="key", link=_page, minor=True),
        Column(
            "head", gettext_lazy("Head of household"), lambda h: shown(h.head_name), link=_page,
            sort="head_name" if names else (),
        ),
        Column("village", gettext_lazy("Village"), lambda h: h.village.name, sort=("village_id", "key")),
        Column("persons", gettext_lazy("Members"), lambda h: h.persons, sort="persons", number=True),
        Column("labour", gettext_lazy("Can work"), lambda h: h.labour_persons, number=True, minor=True),
        Column("attribute", gettext_lazy("Attribute"), lambda h: words.word(Attribute, h.attribute), minor=True),
        Column("cause", gettext_lazy("Main cause"), lambda h: words.word(Cause, h.main_cause), minor=True),
        Column("status", gettext_lazy("Where it stands"), words.status_words, cell=words.status_pill, sort="status"),
        Column(
            "income", gettext_lazy("Net income per head"), lambda h: h.net_per_head_yuan, sort="net_per_head_yuan",
            number=True, cell=lambda h: words.whole(h.net_per_head_yuan),
        ),
        Column("helper", gettext_lazy("Helper"), lambda h: shown(h.helper_name), minor=True),
    )  # fmt: skip


def filters(request: HttpRequest, user: User) -> tuple[Filter, ...]:
    """Return the choices above the list; villages are offered once a township is chosen."""
    language = engine_language()
    areas = queries.areas(user)
    found = [
        Filter("colour", _("Colour"), words.colour_choices(), queries.coloured),
        Filter(
            "cause", _("Main cause"), [(c.value, c.say(language)) for c in Cause], lambda q, v: q.filter(main_cause=v)
        ),
        Filter(
            "attribute", _("Attribute"), [(a.value, a.say(language)) for a in Attribute],
            lambda q, v: q.filter(attribute=v),
        ),
        Filter(
            "watched", _("Watched"), [(m.value, m.say(language)) for m in Monitored],
            lambda q, v: q.filter(monitored=v).exclude(risk_removed=True),
        ),
        Filter(
            "size", _("Members"), words.SIZES,
            lambda q, v: q.filter(persons__gte=6) if v == "6" else q.filter(persons=v),
        ),
        Filter("income", _("Net income per head"), words.income_choices(), queries.in_band),
    ]  # fmt: skip
    if len(user.scope) < 12:
        found.insert(0, Filter("village", _("Village"), villages(request, user), lambda q, v: q.filter(village_id=v)))
    if len(user.scope) < 9:
        found.insert(0, Filter("area", _("Township"), areas, lambda q, v: q.filter(within(v, "village_id"))))
    return tuple(found)


def villages(request: HttpRequest, user: User) -> list[tuple[str, str]]:
    """Return the villages to choose from: those of the chosen township, else all, each with its township."""
    area = request.GET.get("area", "")
    rows = Village.objects.visible_to(user).filter(within(area) if area.isdecimal() else within(user.scope))
    found = rows.order_by("code").values_list("code", "town", "name")[:600]
    whole = len(user.scope) < 9 and not area.isdecimal()
    return [(code, f"{town} {name}" if whole else name) for code, town, name in found]
