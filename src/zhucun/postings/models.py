"""Candidates, schemes of weights, posting plans with their posts and pair rules, and terms served.

A candidate's fields are those of the dictionary of facts (engine/facts), in its order; a test keeps the two equal.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q

from zhucun.core.fields import WordList
from zhucun.core.models import NAME_LENGTH, SendingUnit, User, Versioned, choices, within
from zhucun.core.statuses import Permission, Role
from zhucun.engine.words import Health, PartyStatus, Schooling, Sex
from zhucun.postings.statuses import UNDER_WAY, PairRuleKind, PlanStatus, SolvingState
from zhucun.registry.models import Village


def of_county(user: User, field: str) -> Q:
    """Return the condition that a row belongs to the user's county, or to a county below the user's wider place."""
    return Q(**{field: user.scope[:6]}) if len(user.scope) >= 6 else within(user.scope, field)


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Candidates as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the candidates of the user's county; a sending unit sees its own people only."""
        if not user.may(Permission.CANDIDATE_SEE):
            return self.none()
        if user.role == Role.SENDING_UNIT:
            return self.filter(unit_id=user.unit_id)
        return self.filter(of_county(user, "county"))


class Candidate(Versioned):
    """A person who may be posted as First Secretary. No identity number is ever kept."""

    county = models.CharField(max_length=6)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=8, choices=choices(Sex))
    born = models.DateField()
    unit = models.ForeignKey(SendingUnit, on_delete=models.PROTECT, related_name="candidates")
    party = models.CharField(max_length=16, choices=choices(PartyStatus))
    work_started = models.DateField()
    title = models.CharField(max_length=NAME_LENGTH, blank=True)
    party_joined = models.DateField(null=True, blank=True)
    schooling = models.CharField(max_length=16, blank=True, choices=choices(Schooling))
    stepped_back = models.BooleanField(null=True, blank=True)
    health = models.CharField(max_length=16, blank=True, choices=choices(Health))
    specialities = WordList()
    rural_years = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    party_work_years = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    mass_work = models.PositiveSmallIntegerField(null=True, blank=True)
    communication = models.PositiveSmallIntegerField(null=True, blank=True)
    dialects = WordList()
    home = models.CharField(max_length=NAME_LENGTH, blank=True)
    wishes = WordList()
    avoid = WordList()
    under_discipline = models.BooleanField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["county", "code"]
        constraints = [
            models.UniqueConstraint(fields=["county", "code"], name="candidate_code_once_a_county"),
            models.CheckConstraint(
                name="candidate_ratings_of_100",
                condition=(Q(mass_work__isnull=True) | Q(mass_work__lte=100))
                & (Q(communication__isnull=True) | Q(communication__lte=100)),
            ),
            models.CheckConstraint(
                name="candidate_withdrawn_with_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["county", "unit"], name="candidate_by_unit")]

    def __str__(self) -> str:
        return self.code


class Scheme(models.Model):
    """A county's named weights; a change makes a new version, so that an old plan keeps its own."""

    county = models.CharField(max_length=6)
    name = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["county", "name", "-number"]
        constraints = [models.UniqueConstraint(fields=["county", "name", "number"], name="scheme_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the county's plans; those who do not make or check plans see published ones only."""
        if not user.may(Permission.PLAN_SEE):
            return self.none()
        plans = self.filter(of_county(user, "county"))
        if user.role in (Role.TOWNSHIP, Role.FIRST_SECRETARY, Role.SENDING_UNIT):
            return plans.filter(status=PlanStatus.PUBLISHED)
        return plans


class Plan(Versioned):
    """Who goes where in one county, as solved on a day with one scheme; its life is in statuses.MOVES.

    `settings` holds floor (share of the best possible worst fit), keep (bonus for staying), leximin and seed;
    `result` what the solver and its certificate said: total, bound, proved, worst, unfilled, price of the floor.
    """

    county = models.CharField(max_length=6)
    name = models.CharField(max_length=60)
    on = models.DateField()
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="plans")
    status = models.CharField(max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    settings = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["county", "-id"], name="plan_by_county")]
        constraints = [
            models.CheckConstraint(name="plan_status_known", condition=Q(status__in=PlanStatus.values)),
            models.CheckConstraint(
                name="plan_decided_by_another_person",
                condition=Q(decided_by__isnull=True) | Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="plan_proposed_by_and_at",
                condition=Q(proposed_by__isnull=True, proposed_at__isnull=True)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_decided_by_and_at",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """One line of a plan: this person in this village; a village without a person has no line."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="posts")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="posts")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="posts")
    points = models.IntegerField()
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan", "village"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "village"], name="one_secretary_a_village"),
            models.UniqueConstraint(fields=["plan", "candidate"], name="one_village_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.candidate_id}"


class Proof(models.Model):
    """The problem and the certificate of a plan as solved, sealed, so that anybody can check it years later."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, primary_key=True, related_name="proof")
    sealed = models.TextField(default="")

    def __str__(self) -> str:
        return str(self.plan_id)


class Solving(models.Model):
    """The solving of one plan in the background: what was asked, how far it is, whether somebody wants it stopped.

    `trace` are the steps so far: seconds, layer, the worth of the plan in hand, its bound, empty villages. Nothing is
    written to the plan until the end, and only if the plan and the facts are still those of the beginning.
    """

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, primary_key=True, related_name="solving")
    state = models.CharField(max_length=12, choices=SolvingState.choices, default=SolvingState.ASKED)
    settings = models.JSONField(default=dict)
    keep_hand = models.BooleanField(default=True)
    version = models.PositiveIntegerField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    stop_asked = models.BooleanField(default=False)
    trace = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["state"], name="solving_by_state")]
        constraints = [
            models.CheckConstraint(name="solving_state_known", condition=Q(state__in=SolvingState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.state}"

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY


class PairRule(models.Model):
    """A person's word on one pair of a plan: locked together or kept apart, with the reason."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="pair_rules")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=PairRuleKind.choices)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "village", "candidate"], name="one_rule_a_pair"),
            models.CheckConstraint(name="pair_rule_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.village_id} {self.candidate_id}"


class AreaQuota(models.Model):
    """A plan's word on a place: at least and at most so many of its villages are filled, with the reason.

    `area` is the code of a township (9 digits) or of the county (6); `most` is None where all may be filled.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="area_quotas")
    area = models.CharField(max_length=9)
    least = models.PositiveSmallIntegerField(default=0)
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["area"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "area"], name="one_quota_an_area"),
            models.CheckConstraint(name="area_quota_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="area_quota_in_order", condition=Q(most__isnull=True) | Q(most__gte=F("least"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.least}-{self.most}"


class SecretaryAccount(models.Model):
    """Whose account it is: it follows the person's running term from village to village and closes with it."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="secretary")
    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="account")

    def __str__(self) -> str:
        return f"{self.user_id} {self.candidate_id}"


class TermQuerySet(models.QuerySet["Term"]):
    """Terms as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the terms served within the user's place; a sending unit sees its own people's."""
        terms = self.filter(within(user.scope, "village_id"))
        if user.role == Role.SENDING_UNIT:
            return self.filter(candidate__unit_id=user.unit_id)
        return terms if user.may(Permission.PLAN_SEE) else self.none()

    def running(self) -> Self:
        """Return the terms that nobody has ended."""
        return self.filter(ended_on__isnull=True)


class Term(models.Model):
    """A posting as served: one person in one village from a day on."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="terms")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="terms")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="terms")
    made_up = models.BooleanField(default=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "village"]
        constraints = [
            models.UniqueConstraint(
                fields=["village"], condition=Q(ended_on__isnull=True), name="one_running_term_a_village"
            ),
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(ended_on__isnull=True), name="one_running_term_a_person"
            ),
            models.CheckConstraint(
                name="term_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(
                name="term_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(end_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.candidate_id} {self.since}"
