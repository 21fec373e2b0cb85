"""The life of an import as data: checks, buttons and documentation read the same table."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Uploaded")
    MAPPED = "mapped", _("Columns settled")
    CHECKED = "checked", _("Checked")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    DROPPED = "dropped", pgettext_lazy("import", "Dropped")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


S = ImportState
MOVES: dict[str, tuple[ImportState, ...]] = {
    S.UPLOADED: (S.MAPPED, S.DROPPED),
    S.MAPPED: (S.MAPPED, S.CHECKED, S.DROPPED),
    S.CHECKED: (S.MAPPED, S.CHECKED, S.APPLYING, S.DROPPED),
    S.APPLYING: (S.APPLIED, S.CHECKED),  # back to checked when a row is refused at the last moment
    S.APPLIED: (S.UNDOING,),
    S.UNDOING: (S.UNDONE,),
    S.UNDONE: (),
    S.DROPPED: (),
}

WAITING = (S.UPLOADED, S.MAPPED, S.CHECKED)  # for a person
UNFINISHED = (*WAITING, S.APPLYING, S.UNDOING)
DONE = (S.APPLIED, S.DROPPED, S.UNDONE)
TAKEN = (S.APPLIED, S.UNDOING, S.UNDONE)  # what the import wrote has been written


class Mode(models.TextChoices):
    """What to do when some rows have faults."""

    GOOD = "good", _("Take all good rows, leave out the faulty ones")
    ALL = "all", _("Take nothing unless every row is right")


class RowOutcome(models.TextChoices):
    """What a row means for what is already there."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("The same")
    FAULTY = "faulty", _("Faulty")


class NameKind(models.TextChoices):
    """Whose name was doubtful."""

    VILLAGE = "village", _("Village")
    UNIT = "unit", _("Sending unit")


class PairKind(models.TextChoices):
    """What a doubtful pair is about."""

    MEMBER = "member", _("Member")
    HOUSEHOLD = "household", _("Household")


class Answer(models.TextChoices):
    """What a person says of a doubtful pair."""

    OPEN = "open", _("Not decided yet")
    SAME = "same", _("The same one")
    DIFFERENT = "different", _("Two different ones")
