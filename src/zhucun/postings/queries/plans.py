"""Plans, weights and terms as pages need them."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Count, QuerySet

from zhucun.core.models import Event, User, within
from zhucun.core.statuses import Permission, Role
from zhucun.postings.models import Candidate, Plan, Post, Scheme, Term, of_county
from zhucun.postings.statuses import PlanStatus
from zhucun.registry.models import Village

COUNTY_DIGITS = 6


def schemes_visible_to(user: User) -> QuerySet[Scheme]:
    """Return the weights of the user's county with how many plans use each, newest first."""
    if not user.may(Permission.CANDIDATE_SEE):
        return Scheme.objects.none()
    found = Scheme.objects.filter(of_county(user, "county")).select_related("made_by")
    return found.annotate(plan_count=Count("plans")).order_by("-made_at", "-number")


def newest_scheme(county: str) -> Scheme | None:
    """Return the county's newest weights, None where it has saved none."""
    return Scheme.objects.filter(county=county).order_by("-made_at", "-number").first()


def plans_of_scheme(scheme: Scheme, user: User) -> QuerySet[Plan]:
    """Return the plans made with these weights that the person may see."""
    return Plan.objects.visible_to(user).filter(scheme=scheme)


def plans_visible_to(user: User) -> QuerySet[Plan]:
    """Return the plans a person may see with who made and decided them and how many posts each has."""
    found = Plan.objects.visible_to(user).select_related("made_by", "proposed_by", "decided_by", "scheme", "based_on")
    return found.annotate(post_count=Count("posts")).order_by("-id")


def plans_with_posts(user: User) -> QuerySet[Plan]:
    """Return the plans a person may see that post somebody, newest first."""
    return Plan.objects.visible_to(user).filter(pk__in=Post.objects.values("plan_id")).order_by("-id")


def one_plan(pk: int, user: User) -> Plan | None:
    """Return a plan if it is there for this person."""
    return plans_visible_to(user).filter(pk=pk).first()


def plans_waiting_for(user: User) -> QuerySet[Plan]:
    """Return the plans whose next step is this person's: to decide, to publish, or to mend what was returned."""
    found = plans_visible_to(user)
    waiting = found.none()
    if user.may(Permission.PLAN_DECIDE):
        to_decide = found.filter(status=PlanStatus.PROPOSED).exclude(made_by=user).exclude(proposed_by=user)
        waiting = to_decide | found.filter(status=PlanStatus.APPROVED)
    if user.may(Permission.PLAN_EDIT):
        waiting = waiting | found.filter(status=PlanStatus.RETURNED, made_by=user)
    return waiting.order_by("-id")


def terms_ending(user: User, *, on: date, days: int = 90) -> QuerySet[Term]:
    """Return the running terms that reach their planned end within these days, or have passed it, soonest first."""
    found = Term.objects.visible_to(user).running().filter(until__lte=on + timedelta(days=days))
    return found.select_related("village", "candidate", "candidate__unit").order_by("until", "village_id")


def villages_without_secretary(user: User) -> QuerySet[Village]:
    """Return the villages within the person's place where nobody serves now, in order of code."""
    served = Term.objects.running().filter(within(user.scope, "village_id")).values("village_id")
    return Village.objects.visible_to(user).exclude(pk__in=served)


def terms_of_village(village: Village, user: User) -> QuerySet[Term]:
    """Return the terms served in a village that this person may see, newest first."""
    found = Term.objects.visible_to(user).filter(village=village)
    return found.select_related("candidate", "candidate__unit", "plan").order_by("-since", "-pk")


def pairs_of(county: str) -> int:
    """Return how many pairs of village and person a plan of the county looks at, at most."""
    people = Candidate.objects.filter(county=county, withdrawn_at__isnull=True).count()
    return people * Village.objects.filter(within(county)).count()


def latest_published(county: str) -> Plan | None:
    """Return the county's plan in force."""
    found = Plan.objects.filter(county=county, status=PlanStatus.PUBLISHED)
    return found.order_by("-published_at", "-id").first()


def people_named_by(plan: Plan) -> frozenset[int]:
    """Return the candidates whom a published plan names for everybody; nobody while it is not published."""
    return _named(plan.pk, plan.version) if plan.status == PlanStatus.PUBLISHED else frozenset()


@lru_cache(maxsize=64)
def _named(pk: int, version: int) -> frozenset[int]:
    return frozenset(Post.objects.filter(plan_id=pk).values_list("candidate_id", flat=True))


def posts_of(plan: Plan) -> QuerySet[Post]:
    """Return a plan's posts with village, person and unit, in order of village."""
    return plan.posts.select_related("village", "candidate", "candidate__unit").order_by("village_id")


def letters_for(plan: Plan, user: User) -> QuerySet[Post]:
    """Return the posts whose letters a person may read: all for organisers, else their own villages' or people's."""
    found = posts_of(plan)
    if user.role == Role.ORGANISER:
        return found
    if user.role == Role.SENDING_UNIT:
        return found.filter(candidate__unit_id=user.unit_id) if user.unit_id else found.none()
    if user.role in (Role.TOWNSHIP, Role.FIRST_SECRETARY) and len(user.scope) > COUNTY_DIGITS:
        return found.filter(within(user.scope, "village_id"))
    return found.none()


def posts_for_villages(villages: Iterable[Village], user: User) -> QuerySet[Post]:
    """Return the posts of these villages in the plans a person may see, newest plan first."""
    found = Post.objects.filter(village__in=list(villages), plan__in=Plan.objects.visible_to(user))
    return (
        found.exclude(plan__status=PlanStatus.DROPPED)
        .select_related("plan", "candidate", "candidate__unit")
        .order_by("-plan_id")
    )


def history_of_plan(plan: Plan) -> QuerySet[Event]:
    """Return what happened to a plan, newest first."""
    found = Event.objects.filter(subject="postings.plan", subject_id=str(plan.pk))
    return found.select_related("by").order_by("-id")
