"""The life of a posting plan as data: checks, buttons, diagram and documentation read the same table."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanStatus(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", pgettext_lazy("plan", "Proposed")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Dropped")


MOVES: dict[str, tuple[PlanStatus, ...]] = {
    PlanStatus.DRAFT: (PlanStatus.PROPOSED, PlanStatus.DROPPED),
    PlanStatus.PROPOSED: (PlanStatus.APPROVED, PlanStatus.RETURNED),
    PlanStatus.RETURNED: (PlanStatus.PROPOSED, PlanStatus.DROPPED),
    PlanStatus.APPROVED: (PlanStatus.PUBLISHED, PlanStatus.RETURNED),
    PlanStatus.PUBLISHED: (),
    PlanStatus.DROPPED: (),
}

# Only here may posts, locks and settings change.
EDITABLE = frozenset({PlanStatus.DRAFT, PlanStatus.RETURNED})


class SolvingState(models.TextChoices):
    """How far a long solving in the background is."""

    ASKED = "asked", pgettext_lazy("solving", "Waiting")
    RUNNING = "running", pgettext_lazy("solving", "Under way")
    DONE = "done", pgettext_lazy("solving", "Finished")
    STOPPED = "stopped", pgettext_lazy("solving", "Stopped")
    REFUSED = "refused", pgettext_lazy("solving", "The rules clash")
    OVERTAKEN = "overtaken", pgettext_lazy("solving", "Overtaken")


UNDER_WAY = frozenset({SolvingState.ASKED, SolvingState.RUNNING})


class PairRuleKind(models.TextChoices):
    """What a person said of one pair."""

    LOCK = "lock", _("Locked")
    FORBID = "forbid", _("Kept apart")


class Scope(models.TextChoices):
    """Which villages a plan fills."""

    NAMED = "named", _("Poor, weak, relocated and key villages only (notice of 2015, opinion of 2021)")
    ALL = "all", _("All villages, also those of kind “other” or of no known kind")
    VACANT = "vacant", _("Only villages without a First Secretary, or whose term ends within 90 days")


class LeftOut(models.TextChoices):
    """Why a village is not in a plan."""

    OTHER_KIND = "other_kind", _("not poor, weak, relocated or key")
    KIND_UNKNOWN = "kind_unknown", _("the kind of village is not entered")
    SERVED = "served", _("somebody serves there for more than 90 days yet")
