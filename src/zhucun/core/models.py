"""Places, people, sending units and events: what every other floor stands on."""

from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhucun.core.fields import WordList
from zhucun.core.statuses import MAY, OFFICIALS, Permission, Role
from zhucun.engine.words import UnitKind, UnitLevel, Word

NAME_LENGTH = 120


def choices(words: type[Word]) -> list[tuple[str, Any]]:
    """Return a closed list of the engine as Django choices in the reader's language."""
    return [(w.value, _in_readers_language(w)) for w in words]


def _say(word: Word) -> str:
    # With no language in force (migrations) the English label stands, so that migrations do not depend on a reader.
    return word.say("zh" if (get_language() or "").startswith("zh") else "en")


_in_readers_language = lazy(_say, str)


def within(prefix: str, field: str = "code") -> Q:
    """Return the condition that a code starts with the prefix, as a range that an index serves on every database."""
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": prefix + "a"}) if prefix else Q()


class Place(models.Model):
    """One division of the country, province to village-level unit, loaded on demand from the shipped list."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=NAME_LENGTH)
    kind = models.CharField(max_length=1, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="place_code_not_empty", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return self.name


class Versioned(models.Model):
    """A row that two people may edit at once: each save names the version it was read at."""

    version = models.PositiveIntegerField(default=1, editable=False)
    made_up = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


class UnitQuerySet(models.QuerySet["SendingUnit"]):
    """Sending units as one may see them."""

    def visible_to(self, user: "User") -> Self:
        """Return the units of the user's county; a sending unit's own people see only their unit."""
        if not user.may(Permission.UNIT_SEE):
            return self.none()
        if user.role == Role.SENDING_UNIT:
            return self.filter(pk=user.unit_id)
        return self.filter(within(user.scope, "county") | Q(county=user.scope[:6]))


class SendingUnit(Versioned):
    """An organ, institution, university or firm that sends First Secretaries (派出单位), as one county knows it."""

    county = models.CharField(max_length=6)
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    short_names = WordList()
    level = models.CharField(max_length=12, blank=True, choices=choices(UnitLevel))
    kind = models.CharField(max_length=12, blank=True, choices=choices(UnitKind))
    most = models.PositiveIntegerField(null=True, blank=True)
    least = models.PositiveIntegerField(null=True, blank=True)
    strengths = WordList()
    funds_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    attention = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["county", "name"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="unit_name_once_a_county"),
            models.CheckConstraint(
                name="unit_least_not_above_most",
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=F("most")),
            ),
            models.CheckConstraint(
                name="unit_attention_of_100", condition=Q(attention__isnull=True) | Q(attention__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser):
    """A person who signs in: one role, one place (a code prefix), perhaps one sending unit."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    scope = models.CharField(_("place code"), max_length=12)
    unit = models.ForeignKey(SendingUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(default=True)
    new_password_due = models.BooleanField(default=False, editable=False)
    made_up = models.BooleanField(default=False, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role", "scope"]

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(name="user_scope_not_empty", condition=~Q(scope="")),
            models.CheckConstraint(
                name="sending_unit_account_has_unit",
                condition=~Q(role=Role.SENDING_UNIT) | Q(unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """Tell whether the person's role allows it, somewhere within their place."""
        return self.is_active and permission in MAY.get(self.role, frozenset())

    def may_at(self, permission: Permission, code: str) -> bool:
        """Tell whether the person's role allows it at a place."""
        return self.may(permission) and code.startswith(self.scope)

    @property
    def county(self) -> str:
        """The code of the county the person works in or looks at first; a province's own when the scope is wider."""
        return self.scope[:6]

    @property
    def seen(self) -> str:
        """What an editor saw of the account: saved over only while it is still so."""
        return "|".join(map(str, (self.name, self.role, self.scope, self.unit_id or "", self.is_active)))

    @property
    def is_official(self) -> bool:
        """Whether the account must have a second factor."""
        return self.role in OFFICIALS


class Event(models.Model):
    """One change: who, when, what, why, old and new value. The audit log and the queue of what must happen after.

    Carries no personal values: personal fields are named, never quoted. Rows are never changed but for their handling.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="events")
    name = models.CharField(max_length=60)
    area = models.CharField(max_length=12)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    label = models.CharField(max_length=NAME_LENGTH, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    handled_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["area", "-at", "-id"], name="event_by_area"),
            models.Index(fields=["subject", "subject_id", "-id"], name="event_by_subject"),
            models.Index(fields=["id"], name="event_waiting", condition=Q(handled_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject} {self.subject_id}"


class Notice(models.Model):
    """News for one person: an event that concerns them, and where to look."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="notices")
    address = models.CharField(max_length=200)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="one_notice_an_event")]
        indexes = [models.Index(fields=["user", "-id"], name="notice_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.event_id}"
