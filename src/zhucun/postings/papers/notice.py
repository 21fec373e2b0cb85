"""The posting notice of an organisation department: names and units, never a number, a phone or a birthday."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhucun.core.queries import place_name
from zhucun.postings.models import Plan, Post
from zhucun.postings.papers.frame import day_in_words, mark_of, office_of
from zhucun.postings.papers.paper import Paper, Section


def notice(plan: Plan, posts: Sequence[Post], *, handover: date, years: int) -> Paper:
    """Return the notice on a plan's postings; the list is grouped by township in order of code."""
    county = place_name(plan.county)
    return Paper(
        key="notice",
        office=office_of(plan.county),
        number=_("[%(year)s] No. ____") % {"year": handover.year},
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
            % {"count": len(posts), "county": county},
        ),
        sections=(
            Section(
                heading=_("1. Term"),
                paragraphs=(
                    _("The term is %(years)s years from %(day)s. Those who already serve in the same village go on.")
                    % {"years": years, "day": day_in_words(handover)},
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
            Section(heading=_("3. List of postings"), table=_table(posts)),
        ),
        closing=(_("It is hereby notified; please carry it out."),),
        signed=office_of(plan.county),
        day=day_in_words(handover),
        mark=mark_of(plan),
    )


def _table(posts: Sequence[Post]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
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
