"""Whose lists there are, where a home check stands, and what it may find."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.change_names import label_word
from zhucun.core.statuses import Role
from zhucun.engine.words_household import ExitStatus


class Source(models.TextChoices):
    """Whence a check comes: a department's list, a sign in the county's own figures, or the lot."""

    VEHICLE = "vehicle", pgettext_lazy("register", "Vehicles")
    MACHINERY = "machinery", pgettext_lazy("register", "Machinery")
    TOWN_HOUSE = "town_house", pgettext_lazy("register", "Houses in town")
    BUSINESS = "business", pgettext_lazy("register", "Business registration")
    PAYROLL = "payroll", pgettext_lazy("register", "Public payroll")
    DEAD = "dead", pgettext_lazy("register", "The dead and the missing")
    PRISON = "prison", pgettext_lazy("register", "People in prison")
    CADRE = "cadre", pgettext_lazy("register", "Village cadres")
    EMPLOYER = "employer", pgettext_lazy("register", "Big farms and employers")
    COMMERCIAL_PENSION = "commercial_pension", pgettext_lazy("register", "Commercial pensions")
    STUDY_ABROAD = "study_abroad", pgettext_lazy("register", "Self-paid study abroad")
    PUNISHED = "punished", pgettext_lazy("register", "Public-order penalties")
    FOOD = "food", pgettext_lazy("register", "Spending on food")
    POWER = "power", pgettext_lazy("register", "Power bills")
    SIGNS = "signs", pgettext_lazy("register", "Signs in the figures")
    AUDIT = "audit", pgettext_lazy("register", "Random audit")


def label_of_source(source: str) -> str:
    """Return a source as the labels of events keep it."""
    return label_word(Source(source).label)


# Lists that say what a family spends: they make no suspect by themselves but feed the signs.
SPENDING = (Source.FOOD, Source.POWER)
LISTS = tuple(s for s in Source if s not in (Source.SIGNS, Source.AUDIT))


class ListState(models.TextChoices):
    """Where a list stands: its columns wait to be confirmed, it is being taken in, is taken in, or was withdrawn."""

    WAITING = "list_waiting", _("Columns to confirm")
    TAKING = "list_taking", _("Being taken in")
    TAKEN = "list_taken", _("Taken in")
    WITHDRAWN = "list_withdrawn", pgettext_lazy("list", "Withdrawn")


class State(models.TextChoices):
    """Where a check stands."""

    OPEN = "check_open", _("To be verified at home")
    SEEN = "check_seen", _("Second person to confirm")
    AGREED = "check_agreed", _("Verified, to be closed")
    CLOSED = "check_closed", pgettext_lazy("check", "Closed")


class Work(models.TextChoices):
    """How far a comparison in the background is, or what became of it."""

    ASKED = "asked", pgettext_lazy("work", "Waiting to begin")
    RUNNING = "running", pgettext_lazy("work", "Being worked out")
    DONE = "done", pgettext_lazy("work", "Done")
    FAILED = "failed", pgettext_lazy("work", "Could not be done")
    STOPPED = "stopped", pgettext_lazy("work", "Stopped")
    OVERTAKEN = "overtaken", pgettext_lazy("work", "Overtaken by a change")


UNDER_WAY = (Work.ASKED, Work.RUNNING)
STAGES: tuple[str | Promise, ...] = (
    _("Waiting"),
    _("Finding whom the rows mean"),
    _("Asking the red lines"),
    _("Writing the checks"),
    _("Finished"),
)
WHAT_BECAME: dict[str, str | Promise] = {
    Work.STOPPED: _("The comparison was stopped; no check was raised by it."),
    Work.OVERTAKEN: _("While the lists were compared a list or a rule changed, so no check was raised. Compare again."),
}  # fmt: skip

STATES_LEFT = (State.OPEN, State.SEEN, State.AGREED)
TONES: dict[str, str] = {State.OPEN: "warning", State.SEEN: "info", State.AGREED: "accent", State.CLOSED: "neutral"}


class Outcome(models.TextChoices):
    """What was found at home."""

    CONFIRMED = "found_true", pgettext_lazy("finding", "Confirmed")
    NOT_CONFIRMED = "found_untrue", pgettext_lazy("finding", "Not confirmed")
    EXEMPT = "found_exempt", _("True, but exempt")
    DATA_ERROR = "found_error", _("Error in the data, or another person")


OUTCOME_TONES: dict[str, str] = {
    Outcome.CONFIRMED: "danger", Outcome.NOT_CONFIRMED: "good", Outcome.EXEMPT: "good", Outcome.DATA_ERROR: "neutral",
}  # fmt: skip
CONSEQUENCES: dict[str, str | Promise] = {
    Outcome.CONFIRMED: _("Nothing changes by itself. Somebody of the village may now propose that the household leave, "
                         "or look at it again; villagers' appraisal, publicity and the household's own words decide."),
    Outcome.NOT_CONFIRMED: _("The household keeps all it has. The same record is not brought up again."),
    Outcome.EXEMPT: _("The household keeps all it has. The exemption stands in the record with its reason."),
    Outcome.DATA_ERROR: _("The household keeps all it has. Tell the department which entry is wrong, or mend the "
                          "register of households."),
}  # fmt: skip

# What surveyors are asked to look at; neither value nor weight nor cut-off is told.
WHAT_TO_CHECK: dict[str, str | Promise] = {
    Source.VEHICLE: _("Is there such a vehicle? Whose is it, what is it used for, when was it bought, for how much?"),
    Source.MACHINERY: _("Is there such a machine? Whose is it, what does it earn, who paid for it?"),
    Source.TOWN_HOUSE: _("Is the house theirs? Was it bought, built, given for resettlement, or only registered?"),
    Source.BUSINESS: _("Does the business work? What does it earn? Or did somebody else register in this name?"),
    Source.PAYROLL: _("Does the person hold this post? Since when, with what pay? Is it a public-welfare post?"),
    Source.DEAD: _("Is the person alive? If not, note the death and see which payments still run."),
    Source.PRISON: _("Where is the person, since when and until when? Who lives in the household now?"),
    Source.CADRE: _("Is a member a village cadre, since when, with what pay?"),
    Source.EMPLOYER: _("How much is planted or bred, are others employed, what is earned?"),
    Source.COMMERCIAL_PENSION: _("Who bought the pension and who pays for it?"),
    Source.STUDY_ABROAD: _("Who studies where, and who pays for it?"),
    Source.PUNISHED: _("Ask what happened, with respect; a penalty alone says nothing of what a family lives on."),
    Source.SIGNS: _("Go through the sources of income again one by one: work away, business, land let, help of "
                    "children. Look at stores, animals, house and what was newly bought."),
    Source.AUDIT: _("Drawn by lot, without any suspicion. Go through sources of income, house, vehicles, machines, "
                    "businesses and posts of all members, and say what you found."),
}  # fmt: skip

VERIFIES = (Role.FIRST_SECRETARY, Role.TOWNSHIP, Role.OFFICE, Role.ORGANISER)
CLOSES = (Role.TOWNSHIP, Role.OFFICE, Role.ORGANISER)

# Who is held against the lists: whoever is in the register now, or has left it and still has its support.
HELD_AGAINST = (ExitStatus.POOR, ExitStatus.PLANNED, ExitStatus.NEW, ExitStatus.RETURNED, ExitStatus.LEFT)

# What a department may have said of a record, as exemptions know it (engine.targeting.register_lists.PURPOSES).
PURPOSE_WORDS: dict[str, str | Promise] = {
    "relocation": _("Given for resettlement"),
    "poverty_business": _("Used in a poverty business"),
    "production": _("Used for farming or other production"),
    "poverty_cooperative": _("Member of a poverty cooperative"),
    "dormant": _("Closed, or never worked"),
    "welfare_post": _("Public-welfare post"),
}
HOUSEHOLD_FACTS: dict[str, str | Promise] = {"relocated": _("The household was resettled")}
