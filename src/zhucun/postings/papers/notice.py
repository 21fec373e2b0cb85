"""The posting notice of an organisation department: names and units, never a number, a phone or a birthday."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhucun.core.queries import place_name
from zhucun.core.refusals import engine_language
from zhucun.postings.models import Plan, Post, Term
from zhucun.postings.papers.frame import day_in_words, mark_of, office_of
from zhucun.postings.papers.paper import Paper, Section, Table
from zhucun.postings.queries.announced import Announced


def notice(plan: Plan, handover: Announced) -> Paper:
    """Return the notice on a plan's postings: who comes, who goes on, who leaves, in order of village."""
    county = place_name(plan.county)
    day = day_in_words(handover.day)
    return Paper(
        key="notice",
        office=office_of(plan.county),
        number=_("[%(year)s] No. ____") % {"year": handover.day.year},
        title=_("Notice on posting First Secretaries to villages"),
        addressee=_("To the Party committees of all townships, county organs and sending units:"),
        opening=(
            _(
                "Following the central and provincial provisions on posting First Secretaries, and by the principle of "
                "sending the right person to the right village, it has been decided, after recommendation by "
                "the units, "
                "examination and research, to post %(count)s comrades as First Secretaries to villages of %(county)s. "
                "The list follows."
            )
            % {"count": len(handover.begin) + len(handover.stay), "county": county},
            *_movement(handover),
        ),
        sections=(
            Section(
                heading=_("1. Term"),
                paragraphs=(
                    _("The term is %(years)s years from %(day)s. Those who already serve in the same village go on.")
                    % {"years": handover.years, "day": day},
                ),
            ),
            Section(
                heading=_("2. Requirements"),
                items=(
                    _(
                        "Sending units release their people from their former work, keep their pay and posts, "
                        "and stand behind the village with their means."
                    ),
                    _(
                        "Townships receive the comrades within five working days of the handover day, "
                        "introduce them to the village's two committees and see to lodging, meals and safety."
                    ),
                    _(
                        "Outgoing First Secretaries hand over files, funds, projects and unfinished matters "
                        "in writing before they leave."
                    ),
                    _(
                        "First Secretaries visit every household within the first months and agree their plan "
                        "of work with the village and the township."
                    ),
                ),
            ),
            *_lists(handover),
        ),
        closing=(_("It is hereby notified; please carry it out."),),
        signed=office_of(plan.county),
        day=day,
        mark=mark_of(plan),
    )


def _movement(handover: Announced) -> list[str]:
    if not handover.stay and not handover.leave:
        return []
    said = _(
        "Of them %(come)s are newly posted and %(stay)s go on where they serve; %(leave)s comrades leave their posts."
    )
    counts = {"come": len(handover.begin), "stay": len(handover.stay), "leave": len(handover.leave)}
    return [said % counts]


def _lists(handover: Announced) -> list[Section]:
    """Return the lists that have somebody on them, numbered on from the two sections above."""
    to = {post.candidate_id: post.village.name for post in handover.begin}
    lists = (
        (_("List of those newly posted"), _table(handover.begin)),
        (_("List of those who go on"), _table(handover.stay)),
        (_("List of those removed from the post of First Secretary"), _leaving(handover.leave, to)),
    )
    filled = [(heading, table) for heading, table in lists if table[1]]
    return [
        Section(heading=_("%(number)s. %(heading)s") % {"number": _numeral(number), "heading": heading}, table=table)
        for number, (heading, table) in enumerate(filled, start=3)
    ]


def _numeral(number: int) -> str:
    return "零一二三四五六七八九"[number] if engine_language() == "zh" else str(number)


def _table(posts: Sequence[Post]) -> Table:
    heads = (_("Serial no."), _("Township"), _("Village"), _("Name"), _("Sending unit and post"))
    rows = tuple(
        (
            str(number),
            post.village.town,
            post.village.name,
            post.candidate.name,
            f"{post.candidate.unit.name} {post.candidate.title}".strip(),
        )
        for number, post in enumerate(posts, start=1)
    )
    return heads, rows


def _leaving(terms: Sequence[Term], to: dict[int, str]) -> Table:
    heads = (_("Serial no."), _("Township"), _("Village"), _("Name"), _("Sending unit"))
    rows = []
    for number, term in enumerate(terms, start=1):
        unit = term.candidate.unit.name
        if term.candidate_id in to:
            unit = _("%(unit)s; posted to %(village)s") % {"unit": unit, "village": to[term.candidate_id]}
        rows.append((str(number), term.village.town, term.village.name, term.candidate.name, unit))
    return heads, tuple(rows)
