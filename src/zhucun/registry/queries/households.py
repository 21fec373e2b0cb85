"""Households as people look for them: searched, coloured, counted by village, one with all that belongs to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Substr

from zhucun.core.models import Event, User, within
from zhucun.core.sealing import fingerprint
from zhucun.core.statuses import Permission
from zhucun.engine.households.identity import identity_faults
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, County, Finding, Rows, answers, rule_set
from zhucun.engine.words_household import HERE, Cause, ExitStatus, Monitored
from zhucun.policy.queries import Own, own_of
from zhucun.registry import statuses
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, Member, Village
from zhucun.registry.statuses import REGISTERED, Colour

MOST_FOUND = 200
"""How many heads of household and how many members a beginning of a name finds; the page says where there are more."""
LAST = "\U0010ffff"
REGISTERED_BY_HAND = "household.registered"


def as_of(county: str, today: date) -> date:
    """Return the day as of which a county's households are shown: today, or a made-up history's last day."""
    first = Household.objects.filter(within(county, "key")).order_by("key").values_list("made_up", "income_year")[:1]
    return next((date(year, 12, 31) for made_up, year in first if made_up and year), today)


def may_see_names(user: User) -> bool:
    """Tell whether this person's work needs names in full; everybody else sees them masked."""
    return user.may(Permission.HOUSEHOLD_EDIT)


def colour_of(household: Household) -> Colour:
    """Return the colour in which officials see a household."""
    return statuses.colour_of(household.status)


def coloured(rows: QuerySet[Household], colour: str) -> QuerySet[Household]:
    """Return the households of one colour."""
    return rows.filter(status__in=statuses.statuses_of(colour))


def in_band(rows: QuerySet[Household], start: str) -> QuerySet[Household]:
    """Return the households whose net income per head is in the band from a figure on; debts are in the first."""
    above = next((n for n in statuses.INCOME_FROM if n > int(start)), None)
    rows = rows.filter(net_per_head_yuan__lt=above) if above is not None else rows
    return rows.filter(net_per_head_yuan__gte=start) if int(start) else rows


def starting(field: str, text: str) -> Q:
    """Return the condition that a column starts with a text, in the form that an index serves on this database."""
    if connection.vendor == "sqlite":
        return Q(**{f"{field}__gte": text, f"{field}__lt": text + LAST})
    return Q(**{f"{field}__startswith": text})


@dataclass(frozen=True)
class Searched:
    """The households that a text means; `few` says that they are known one by one, `cut` which words too many bear."""

    rows: QuerySet[Household]
    few: bool
    cut: tuple[str, ...]


def searched(rows: QuerySet[Household], text: str, *, names: bool, user: User) -> Searched:
    """Return the households that a text means: a number, an identity number, or the beginning of somebody's name.

    Each look-up is served by an index. Who may not see names does not find by them either. Of a beginning that very
    many share (a family name in a county) the first MOST_FOUND are found; one letter more tells them apart.
    """
    known: set[str] | None = None
    cut = []
    for word in text.split():
        keys, villages, more = _meant(word, names=names, user=user)
        if keys is None:
            rows = rows.filter(_numbered(word, user))
        elif villages:
            rows = rows.filter(Q(village__in=villages) | Q(pk__in=keys))
        else:
            known = keys if known is None else known & keys
        if more:
            cut.append(word)
    return Searched(rows if known is None else rows.filter(pk__in=known), known is not None, tuple(cut))


Meant = tuple[set[str] | None, list[str], bool]


def _meant(word: str, *, names: bool, user: User) -> Meant:
    """Return the households and villages that a word means, None for a number, and whether there are more of them."""
    if not identity_faults(word):
        return (set(_homes(Q(fingerprint=fingerprint(word)), user)) if names else set()), [], False
    if word.isascii():
        return None, [], False
    # Villages are looked up first: a condition over two tables at once would read every household.
    places = list(Village.objects.visible_to(user).filter(name__startswith=word).values_list("pk", flat=True))
    if not names:
        return set(), places, False
    heads = Household.objects.visible_to(user).filter(starting("head_name", word)).order_by()
    found = list(heads.values_list("pk", flat=True)[: MOST_FOUND + 1])
    homes = _homes(starting("name", word), user)
    more = max(len(found), len(homes)) > MOST_FOUND
    return {*found[:MOST_FOUND], *homes[:MOST_FOUND]}, places, more


def _numbered(word: str, user: User) -> Q:
    return starting("key", f"{user.county}-{word}") if len(user.scope) >= 6 else Q(code__startswith=word)


def _homes(wanted: Q, user: User) -> list[str]:
    """Return the households of members within the person's place, found through the index of what is wanted."""
    members = Member.objects.filter(wanted)
    if len(user.scope) <= 6:
        # Compared as a text that is cut, so that the range of the key is not taken for the narrower index.
        members = members.alias(place=Substr("key", 1, len(user.scope))).filter(place=user.scope)
    else:
        members = members.filter(within(user.scope, "household__village_id"))
    return list(members.order_by().values_list("household_id", flat=True)[: MOST_FOUND + 1])


def one_household(key: str, user: User) -> Household | None:
    """Return a household with its village if it is there for this person."""
    return Household.objects.visible_to(user).select_related("village").filter(pk=key).first()


def one_member(key: str, user: User) -> Member | None:
    """Return a member with household and village if it is there for this person."""
    found = Member.objects.visible_to(user).select_related("household__village")
    return found.filter(pk=key).first()


def members_of(household: Household) -> list[Member]:
    """Return everybody who belongs or belonged to a household, the head first."""
    return sorted(household.members.all(), key=lambda m: (m.relation != "head", m.key))


def guarantees(
    household: Household, members: Sequence[Member], *, on: date, own: Own | None = None
) -> tuple[Finding, ...]:
    """Return how a household stands in each guarantee of the rules that hold in its county on a day."""
    homes = Rows.of([bridge.household_facts(household)], (*HOUSEHOLD_KEYS,))
    people = Rows.of([bridge.member_facts(m, household_code=household.code) for m in members], (*MEMBER_KEYS,))
    county = County.of(homes, people, on=on)
    own = own or own_of(household.county)
    rules = rule_set(
        "guarantees", on=on, area=household.county, local=own.rule_sets("guarantees", on=on), figures=own.figures
    )
    return answers(rules, county).findings(0)


def history_of(rows: Sequence[Model]) -> QuerySet[Event]:
    """Return what was changed of some rows of one or two kinds, newest first."""
    either = Q(pk__in=[])
    for label in {row._meta.label_lower for row in rows}:
        keys = [str(row.pk) for row in rows if row._meta.label_lower == label]
        either |= Q(subject=label, subject_id__in=keys)
    return Event.objects.filter(either).select_related("by").order_by("-id")


def changed_since(row: Household | Member, version: int | None) -> list[Event]:
    """Return what others saved of a row since a version was seen, the newest first."""
    return list(history_of([row])[: max(row.version - version, 0)]) if version is not None else []


@dataclass(frozen=True)
class VillagePeople:
    """Who lives in a village, in counts: what everybody who sees the village may know."""

    registered: int
    ordinary: int
    persons: int
    labour: int
    colours: dict[Colour, int]
    causes: list[tuple[Cause, int]]
    watched: list[tuple[Monitored, int]]
    per_head_yuan: Decimal | None


def people_of(village: Village) -> VillagePeople:
    """Return the newcomer's counts of a village; it has some hundred households at most, so they are counted here."""
    fields = ("status", "monitored", "risk_removed", "main_cause", "persons", "labour_persons", "net_per_head_yuan")
    # Plain tuples under the columns' names: model instances would cost most of the page.
    homes = Household.objects.filter(village=village).exclude(status=ExitStatus.GONE)
    rows = list(homes.order_by().values_list(*fields, named=True))
    registered = [row for row in rows if row.status in REGISTERED]
    colours = Counter(statuses.colour_of(row.status) for row in rows)
    causes = Counter(Cause(row.main_cause) for row in registered if row.main_cause)
    watched = Counter(Monitored(row.monitored) for row in rows if row.monitored and row.risk_removed is not True)
    heads = sorted(row.net_per_head_yuan for row in registered if row.net_per_head_yuan is not None)
    return VillagePeople(
        registered=len(registered),
        ordinary=len(rows) - len(registered),
        persons=sum(row.persons or 0 for row in registered),
        labour=sum(row.labour_persons or 0 for row in registered),
        colours={colour: colours[colour] for colour in Colour},
        causes=causes.most_common(),
        watched=watched.most_common(),
        per_head_yuan=heads[len(heads) // 2] if heads else None,
    )


def present_members(keys: Sequence[str]) -> dict[str, list[Member]]:
    """Return the members of now of these households, the head first, in one query."""
    found: dict[str, list[Member]] = {}
    for member in Member.objects.filter(state__in=HERE, household__in=list(keys)).order_by("key"):
        found.setdefault(member.household_id, []).append(member)
    return {key: sorted(people, key=lambda m: m.relation != "head") for key, people in found.items()}


def same_person(member: Member) -> Member | None:
    """Return another member of the county with the same identity number."""
    found = Member.objects.filter(within(member.key[:6], "key"), fingerprint=member.fingerprint).exclude(pk=member.pk)
    return found.select_related("household").first() if member.fingerprint else None


def known_person(identity: str, county: str) -> Member | None:
    """Return the member of a county who has this identity number."""
    if not identity:
        return None
    found = Member.objects.filter(within(county, "key"), fingerprint=fingerprint(identity))
    return found.select_related("household").first()


def registration_of(household: Household) -> Event | None:
    """Return the event by which a household was registered by hand; none where a list or a split brought it."""
    return history_of([household]).filter(name=REGISTERED_BY_HAND).first()


def namesake(village: str, name: str, born: date | None, numbered: bool) -> Member | None:
    """Return a member of a village with the same name and day of birth, where numbers cannot tell the two apart."""
    found = Member.objects.filter(name=name, born=born, household__village=village, state__in=HERE)
    found = found.filter(fingerprint="") if numbered else found
    return found.select_related("household").first() if born else None


def villages_to_choose(user: User) -> list[tuple[str, str]]:
    """Return the villages of a person's place by code, each with its township where there are several of those."""
    rows = Village.objects.visible_to(user).order_by("code").values_list("code", "town", "name")
    return [(code, f"{town} {name}" if len(user.scope) < 9 else name) for code, town, name in rows]


def next_household_code(county: str) -> str:
    """Return the number after the highest one of a county, as wide as that; the first starts from the county's code."""
    last = Household.objects.filter(within(county, "key")).order_by("-key").values_list("code", flat=True).first()
    if last is None:
        return f"{county}000001"
    if not last.isdigit():
        return ""
    return str(int(last) + 1).zfill(len(last))


def next_member_code(household: Household) -> str:
    """Return the next free member number: the household's and two digits, or the county's next where it counts on."""
    mine = list(household.members.values_list("code", flat=True))
    start = household.code
    if all(code.startswith(start) and len(code) == len(start) + 2 for code in mine):
        known = set(Member.objects.filter(starting("key", household.key)).values_list("code", flat=True))
        return next(code for n in range(1, 1000) if (code := f"{start}{n:02}") not in known)
    rows = Member.objects.filter(within(household.county, "key")).order_by("-key")
    last = rows.values_list("code", flat=True).first() or ""
    return str(int(last) + 1).zfill(len(last)) if last.isdigit() else ""
