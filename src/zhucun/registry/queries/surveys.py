"""Home surveys of a household, and the four looks as those may see them who survey: what was seen, never the points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhucun.core.models import User
from zhucun.core.statuses import Permission
from zhucun.engine.errors import EngineError
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, County, Rows
from zhucun.engine.targeting.four_looks import score, sheet
from zhucun.engine.texts import Text
from zhucun.engine.words_household import ExitStatus
from zhucun.policy.queries import Own, own_of
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import HomeSurvey, Household, Member, Village


def surveys_of(household: Household) -> list[HomeSurvey]:
    """Return the surveys of a household that hold, newest first."""
    rows = HomeSurvey.objects.filter(household=household, withdrawn_at__isnull=True)
    return list(rows.select_related("by"))


def to_survey(village: Village, since: date, *, everybody: bool = False) -> QuerySet[Household]:
    """Return the households of a village that nobody has surveyed since a day, group by group; or all of them."""
    rows = Household.objects.filter(village=village).exclude(status=ExitStatus.GONE).order_by("group", "key")
    return rows if everybody else rows.filter(Q(surveyed_on__isnull=True) | Q(surveyed_on__lt=since))


@dataclass(frozen=True)
class Looks:
    """The four looks of one household: what was seen, look by look; points only for who may see the formula."""

    seen: tuple[tuple[Text, tuple[Text, ...]], ...]
    scored: tuple[Text, ...]
    basis: Text


def may_see_scores(user: User) -> bool:
    """Tell whether a person may see by what points and limits households are judged: never who surveys them."""
    return user.may(Permission.FORMULA_SEE)


def looks_of(
    household: Household, members: Sequence[Member], *, on: date, user: User, own: Own | None = None
) -> Looks | None:
    """Return the four looks of a household as this person may see them; None where no sheet holds in the county.

    `scored` is empty for the secretary and the township: they see the answers, not what these are worth.
    """
    own = own or own_of(household.county)
    try:
        looked = sheet(
            on=on, area=household.county, local=own.rule_sets("four_looks", on=on), figures=own.figures
        )  # fmt: skip
    except EngineError:
        return None
    homes = Rows.of([bridge.household_facts(household)], HOUSEHOLD_KEYS)
    people = Rows.of([bridge.member_facts(m, household_code=household.code) for m in members], MEMBER_KEYS)
    scores = score(looked, County.of(homes, people, on=on))
    whole = may_see_scores(user)
    return Looks(scores.seen(0), scores.told(0) if whole else (), looked.basis.told() if whole else Text("", ""))
