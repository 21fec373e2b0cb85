"""Letters to each First Secretary and each village: what waits for them, from the facts behind the plan."""

from datetime import date

from django.utils.translation import gettext as _

from zhucun.core.queries import place_name
from zhucun.core.refusals import engine_language
from zhucun.engine.policy import NeedProfile, NeedReason
from zhucun.engine.posting.fit import Contribution
from zhucun.engine.posting.scheme import TermName
from zhucun.engine.words import Need, Sex, UnitKind
from zhucun.postings.models import Plan, Post
from zhucun.postings.papers.frame import day_in_words, mark_of, office_of
from zhucun.postings.papers.paper import Paper, Section
from zhucun.registry.models import Village


def secretary_letter(
    plan: Plan,
    post: Post,
    *,
    profile: NeedProfile,
    contributions: list[Contribution],
    handover: date,
    years: int,
) -> Paper:
    """Return the letter to a First Secretary: where, until when, what the village needs, why they were chosen."""
    village, person = post.village, post.candidate
    return Paper(
        key=f"secretary-{village.code}",
        office=office_of(plan.county),
        title=_("Letter of posting"),
        addressee=_("Comrade %(name)s:") % {"name": person.name},
        opening=(
            _(
                "You are posted as First Secretary to %(village)s, %(town)s, %(county)s, for %(years)s years "
                "from %(day)s. "
                "Please report to the township on that day."
            )
            % {
                "village": village.name,
                "town": village.town,
                "county": place_name(plan.county),
                "years": years,
                "day": day_in_words(handover),
            },
        ),
        sections=(
            Section(heading=_("The village"), items=tuple(_village_facts(village))),
            Section(heading=_("What the village needs most"), items=tuple(_needs(profile))),
            *_why_section(post, contributions),
            Section(heading=_("Your duties"), items=_duties()),
            Section(heading=_("The first hundred days"), items=_first_days()),
        ),
        closing=(_("The county, your unit and the township stand behind you. Thank you for taking this on."),),
        signed=office_of(plan.county),
        day=day_in_words(handover),
        mark=mark_of(plan),
    )


def reception_letter(plan: Plan, post: Post, *, profile: NeedProfile, handover: date, years: int) -> Paper:
    """Return the letter to a village: who comes, what they bring, what to prepare."""
    village, person = post.village, post.candidate
    return Paper(
        key=f"village-{village.code}",
        office=office_of(plan.county),
        title=_("Letter of reception"),
        addressee=_("To the Party branch and the villagers' committee of %(village)s:") % {"village": village.name},
        opening=(
            _("Comrade %(name)s of %(unit)s comes to your village as First Secretary for %(years)s years from %(day)s.")
            % {
                "name": person.name,
                "unit": person.unit.name,
                "years": years,
                "day": day_in_words(handover),
            },
        ),
        sections=(
            Section(heading=_("Who comes"), items=tuple(_brings(post))),
            Section(heading=_("What this should help with"), items=tuple(_needs(profile))),
            Section(heading=_("What to prepare"), items=tuple(_prepare(post))),
            Section(heading=_("How to work together"), items=_together()),
        ),
        closing=(_("Please confirm to the township by three days before the handover day that all is ready."),),
        signed=office_of(plan.county),
        day=day_in_words(handover),
        mark=mark_of(plan),
    )


def _village_facts(village: Village) -> list[str]:
    said: list[tuple[str, object]] = [
        (_("%(value)s households"), village.households),
        (_("%(value)s persons"), village.persons),
        (_("%(value)s poor households"), village.poor_households),
        (_("%(value)s Party members"), village.party_members),
        (_("%(value)s km to the township"), _plain(village.town_km)),
        (_("%(value)s km to the county seat"), _plain(village.county_km)),
    ]
    parts = [text % {"value": value} for text, value in said if value is not None]
    kinds = [kind.say(engine_language()) for kind in village.kind_words()]
    joint = "，" if engine_language() == "zh" else ", "
    return [line for line in (joint.join(kinds), joint.join(parts)) if line]


def _plain(value: object) -> str | None:
    return None if value is None else f"{value:.0f}"


def _needs(profile: NeedProfile) -> list[str]:
    language = engine_language()
    colon, joint = ("：", "；") if language == "zh" else (": ", "; ")
    lines = []
    for need in profile.ranked[:3]:
        known = sorted((r for r in need.reasons if r.known), key=_weight)[:2]
        reasons = joint.join(r.text.say(language) for r in known)
        lines.append(f"{need.need.say(language)}{colon}{reasons}" if reasons else need.need.say(language))
    return lines


def _weight(reason: NeedReason) -> int:
    return -reason.contribution


def _why_section(post: Post, contributions: list[Contribution]) -> list[Section]:
    items = tuple(_why(post, contributions))
    return [Section(heading=_("Why you"), items=items)] if items else []


# What a letter may say of a person: never health, never a rating, never how something was counted.
SAID_OF_A_PERSON = frozenset(
    {
        TermName.NEED_SPECIALITY, TermName.SLOGAN, TermName.LANGUAGE, TermName.HOME, TermName.WISHES_PERSON,
        TermName.WISHES_VILLAGE,
    }
)  # fmt: skip
# What nobody said counts half in these, so that half is nothing to write about.
MORE_THAN_HALF = frozenset({TermName.SLOGAN, TermName.LANGUAGE, TermName.HOME, TermName.WISHES_VILLAGE})


def _why(post: Post, contributions: list[Contribution]) -> list[str]:
    said = [c for c in contributions if c.most and c.points > 0 and c.term in SAID_OF_A_PERSON]
    worth = [c for c in said if c.term not in MORE_THAN_HALF or 2 * c.points > c.most]
    lines = [c.text.say(engine_language()) for c in sorted(worth, key=lambda c: -c.points / c.most)[:3]]
    years = post.candidate.rural_years
    if years:
        lines.append(_("%(years)s years of work in the countryside") % {"years": f"{years.normalize():f}"})
    return lines


def _duties() -> tuple[str, ...]:
    return (
        _("Strengthen the Party organisation of the village and train its people."),
        _("See that help reaches the right households, and that nobody falls back into poverty."),
        _("Develop industry and the collective economy with the villagers."),
        _("Raise the level of village government: open accounts, disputes settled early."),
        _("Do practical things for the people, visiting every household."),
    )


def _first_days() -> tuple[str, ...]:
    return (
        _("First week: report, take over in writing, meet the two committees."),
        _("First month: visit every poor household and half of the others."),
        _(
            "First three months: agree the village's plan of work with the township; it is typed once and "
            "serves all reports."
        ),
    )


def _brings(post: Post) -> list[str]:
    person, language = post.candidate, engine_language()
    joint = "、" if language == "zh" else ", "
    lines = [_("Post in the unit: %(title)s") % {"title": person.title}] if person.title else []
    if person.specialities:
        said = joint.join(Need(s).say(language) for s in person.specialities)
        lines.append(_("Specialities: %(list)s") % {"list": said})
    unit = person.unit
    kind = f"（{UnitKind(unit.kind).say(language)}）" if unit.kind and language == "zh" else ""
    strengths = joint.join(Need(s).say(language) for s in unit.strengths)
    if strengths:
        lines.append(_("The unit %(unit)s can help with: %(list)s") % {"unit": f"{unit.name}{kind}", "list": strengths})
    return lines or [_("From %(unit)s") % {"unit": unit.name}]


def _prepare(post: Post) -> list[str]:
    lines = [_("Lodging in the village: a lockable room with light, water, heating and a stove.")]
    if post.candidate.sex == Sex.FEMALE:
        lines.append(
            _(
                "The comrade is a woman: lodging must be safe for a woman alone; if the village has none, say so "
                "to the township now."
            )
        )
    return [
        *lines,
        _("A mentor of the village who knows every household: an old Party member or a former secretary."),
        _("A desk, the village's registers and the list of poor households."),
        _("A villagers' meeting in the first week, where the comrade is introduced."),
    ]


def _together() -> tuple[str, ...]:
    return (
        _("The First Secretary helps and does not replace: the two committees stay responsible."),
        _("Important matters are decided in the open, by the “four discussions and two publicities”."),
        _("Days in the village are stated once a month and confirmed by the township; nobody clocks in."),
    )
