"""The words of visits: kinds of visit, why a household is in the week, the lists, and what may follow what."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.statuses import Role
from zhucun.identification.statuses import MAY_LEAVE


class VisitKind(models.TextChoices):
    """What a visit was for."""

    ROUTINE = "routine_visit", _("Routine visit")
    SURVEY = "home_survey", _("Home survey")
    VERIFICATION = "verification_visit", _("Verification at home")
    HELP = "help_visit", _("Help")


class Outcome(models.TextChoices):
    """Whether the household was met: a closed door is no visit, but it is kept."""

    MET = "met_at_home", _("Talked with the household")
    ABSENT = "nobody_home", _("Nobody was at home")


class Why(models.TextChoices):
    """Why a household is in the week, in words that tell a visitor nothing of the formula or its cut-off."""

    PROMISED = "promised", _("The household asked for this visit")
    TRACKING = "tracking", _("Left the register: a tracking visit is due")
    CARRIED = "carried", _("Was planned last week and not reached")
    NEVER = "never", _("Never visited")
    LONG = "long", _("Long unvisited")
    DOUBT = "doubt", _("What the file says does not settle how this household lives: see for yourself")
    BLANK = "blank", _("Too little is known of this household")
    TURN = "turn", _("Its turn: no doubt stands out, but a visit keeps it so")
    CHOSEN = "chosen", _("Put in by hand")


class PlanState(models.TextChoices):
    """What became of a planned visit."""

    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    DONE = "done", pgettext_lazy("visit", "Visited")
    SKIPPED = "skipped", pgettext_lazy("visit", "Left out")
    CARRIED = "carried_over", pgettext_lazy("visit", "Carried over")


class RunState(models.TextChoices):
    """How far a long piece of work is."""

    ASKED = "asked", pgettext_lazy("work", "Waiting to begin")
    RUNNING = "running", pgettext_lazy("work", "Being worked out")
    DONE = "done", pgettext_lazy("work", "Done")
    FAILED = "failed", pgettext_lazy("work", "Could not be done")


class ListKind(models.TextChoices):
    """Which list a household stands on."""

    MISSING = "list_missing", _("Eligible but not listed")
    INELIGIBLE = "list_ineligible", _("Listed but not eligible")
    UNTOLD = "list_untold", _("Cannot be told: facts are missing")


STAGES: tuple[str | Promise, ...] = (
    _("Waiting"),
    _("Reading households and members"),
    _("Asking the rules"),
    _("Writing the lists"),
    _("Finished"),
)

VILLAGE_ROLES = (Role.FIRST_SECRETARY, Role.TOWNSHIP)  # who reads the notes of a visit without stating a purpose
LISTED: tuple[str, ...] = tuple(s.value for s in MAY_LEAVE)
"""Households that are registered as poor now; who has left counts as not listed, so that a fall back shows."""

WHY_TONES: dict[str, str] = {
    Why.PROMISED: "accent", Why.TRACKING: "accent", Why.CARRIED: "warning", Why.NEVER: "danger", Why.LONG: "warning",
    Why.DOUBT: "info", Why.BLANK: "info", Why.TURN: "neutral", Why.CHOSEN: "neutral",
}  # fmt: skip
STATE_TONES: dict[str, str] = {
    PlanState.PLANNED: "neutral", PlanState.DONE: "good", PlanState.SKIPPED: "warning", PlanState.CARRIED: "neutral",
}  # fmt: skip
LIST_TONES: dict[str, str] = {ListKind.MISSING: "danger", ListKind.INELIGIBLE: "warning", ListKind.UNTOLD: "neutral"}
