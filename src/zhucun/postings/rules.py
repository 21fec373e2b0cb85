"""Checks on plans: which moves its life allows, who may make them, and that nobody decides their own plan."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhucun.core.models import User, within
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission, Role
from zhucun.engine.policy import figure
from zhucun.policy.queries import figures_of
from zhucun.postings.models import Candidate, Plan, Scheme
from zhucun.postings.statuses import EDITABLE, MOVES, PlanStatus, Scope
from zhucun.registry.models import Village


def check_move(plan: Plan, to: PlanStatus) -> None:
    """Refuse a step that the plan's life does not have from where it stands."""
    if to not in MOVES[plan.status]:
        names = [str(s.label) for s in MOVES[plan.status]]
        raise Refused(
            "plan.no_such_move",
            _("This plan is “%(status)s” and cannot become “%(wanted)s”. From here it may become: %(possible)s."),
            status=plan.get_status_display(),
            wanted=to.label,
            possible="、".join(names) or _("nothing more"),
        )


def check_editable(plan: Plan) -> None:
    """Refuse a change to posts, locks or settings once the plan has been proposed."""
    if plan.status not in EDITABLE:
        raise Refused(
            "plan.not_editable",
            _(
                "This plan is “%(status)s”; only a draft or a returned plan can be changed. "
                "Make a new plan based on it."
            ),
            status=plan.get_status_display(),
        )


def check_may_edit_plan(user: User, plan: Plan) -> None:
    """Refuse who may not make plans here, and any change to a plan that is no draft."""
    check_may(user, Permission.PLAN_EDIT, plan.county)
    check_editable(plan)


def check_may_propose(user: User, plan: Plan) -> None:
    """Refuse proposing without the right, from another status, or a plan that posts nobody."""
    check_may(user, Permission.PLAN_EDIT, plan.county)
    check_move(plan, PlanStatus.PROPOSED)
    if not plan.posts.exists():
        raise Refused("plan.empty", _("This plan posts nobody. Solve it, or post somebody by hand, then propose it."))


def check_may_decide(user: User, plan: Plan, to: PlanStatus) -> None:
    """Refuse deciding without the right, from another status, or on a plan that one made or proposed oneself."""
    check_may(user, Permission.PLAN_DECIDE, plan.county)
    check_move(plan, to)
    if user.pk in (plan.made_by_id, plan.proposed_by_id):
        raise Refused(
            "plan.four_eyes",
            _("Nobody decides their own plan: you made or proposed this one. Ask another county organiser to decide."),
        )


def check_may_publish(user: User, plan: Plan) -> None:
    """Refuse publishing without the right or before the approval."""
    check_may(user, Permission.PLAN_DECIDE, plan.county)
    check_move(plan, PlanStatus.PUBLISHED)


def term_years(name: str, on: date, county: str) -> int:
    """Return how many years a term lasts at least or at most (least_years, most_years), the county's own first."""
    return int(figure(f"term.{name}", on=on, area=county, local=figures_of(county)).value)


def check_years(years: int, *, most: int) -> None:
    """Refuse terms longer than the rules of the day allow."""
    if years > most:
        raise Refused(
            "term.too_long", _("A term lasts at most %(most)s years here; you gave %(years)s."), most=most, years=years
        )


def check_wishes(wishes: Sequence[str], *, most: int) -> None:
    """Refuse more wishes than a person may name."""
    if len(wishes) > most:
        raise Refused(
            "candidate.too_many_wishes", _("At most %(most)s wishes can be named; there are %(given)s."),
            most=most, given=len(wishes),
        )  # fmt: skip


def check_may_drop(user: User, plan: Plan) -> None:
    """Refuse dropping without the right, or once the plan is beyond draft."""
    check_may(user, Permission.PLAN_EDIT, plan.county)
    check_move(plan, PlanStatus.DROPPED)


def check_settings(settings: Mapping[str, object]) -> None:
    """Refuse settings of a plan that mean nothing: the floor is a share from 0 to 1, the others whole numbers."""
    floor = settings.get("floor", 0)
    if not isinstance(floor, (int, float)) or not 0 <= floor <= 1:
        raise Refused(
            "plan.bad_floor",
            _("The floor is a share of the best possible worst fit, from 0 to 100 %%. You gave %(value)s."),
            value=floor,
        )
    for name in ("keep", "leximin", "seed"):
        value = settings.get(name, 0)
        if not isinstance(value, int) or value < 0:
            raise Refused(
                "plan.bad_setting",
                _("“%(name)s” must be a whole number of 0 or more. You gave %(value)s."),
                name=name,
                value=value,
            )

    if settings.get("scope", Scope.ALL) not in Scope.values:
        raise Refused(
            "plan.bad_scope",
            _("“%(value)s” is no choice of villages. Possible are: %(possible)s."),
            value=settings["scope"],
            possible="、".join(Scope.values),
        )


def check_area_quota(plan: Plan, area: str, least: int, most: int | None) -> None:
    """Refuse a quota of a place outside the plan's county, without any limit, or with the limits in the wrong order."""
    here = area == plan.county or Village.objects.filter(within(plan.county), code__startswith=area).exists()
    if len(area) not in (6, 9) or not here:
        raise Refused(
            "area_quota.no_place",
            _("“%(place)s” is no township with villages in this county. Choose one of the list."),
            place=area,
        )
    if not least and most is None:
        raise Refused(
            "area_quota.no_limit",
            _(
                "Enter how many villages of the place are filled at least, at most, or both. "
                "To take a quota away, lift it."
            ),
        )
    if least < 0 or (most is not None and most < least):
        raise Refused(
            "area_quota.order",
            _("At most %(most)s is less than at least %(least)s. Correct one of the two."),
            most=most,
            least=least,
        )


def check_scheme_of(scheme: Scheme, county: str) -> None:
    """Refuse another county's weights."""
    if scheme.county != county:
        raise Refused("scheme.elsewhere", _("These weights belong to another county. Choose weights of your own."))


def check_in_county(village: Village, candidate: Candidate, plan: Plan) -> None:
    """Refuse a village or a person of another county than the plan's."""
    if village.county != plan.county or candidate.county != plan.county:
        raise Refused("plan.elsewhere", _("This village or person belongs to another county than the plan."))
    if candidate.withdrawn_at is not None:
        raise Refused("candidate.withdrawn", _("This person has been withdrawn. Bring them back into the pool first."))


def check_may_read_letters(user: User, plan: Plan) -> None:
    """Refuse letters to those whom none of them concerns; whose letters the others read is in queries.letters."""
    if user.role in (Role.OFFICE, Role.AUDITOR, Role.PROVINCE):
        raise Refused(
            "not_your_role",
            _("Letters are for the secretary, the unit, the village and its township. You may print the notice."),
        )
    check_may(user, Permission.PLAN_SEE, None)


def check_may_take_workbook(user: User) -> None:
    """Refuse the workbook, with every person's points, to all but those who make or check plans in the county."""
    check_may_deliberate(user)
    if user.role not in (Role.ORGANISER, Role.OFFICE, Role.AUDITOR):
        raise Refused("not_your_role", _("The workbook holds every person's points and stays in the county."))


def check_may_deliberate(user: User) -> None:
    """Refuse sight of points, alternatives and what-ifs to those for whom a plan is only its published result."""
    if not user.may(Permission.CANDIDATE_SEE) or user.role == Role.SENDING_UNIT:
        raise Refused(
            "not_your_role",
            _("You see who was posted where. Points and alternatives concern other people and are for the county."),
        )
