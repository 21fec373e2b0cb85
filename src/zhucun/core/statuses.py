"""Roles and what each may do: Python, not rows, so that a change of rights is reviewed like any other change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in the programme; everything a person may do follows from it and from their place."""

    ORGANISER = "organiser", _("County organiser")
    OFFICE = "office", _("County office")
    TOWNSHIP = "township", _("Township")
    FIRST_SECRETARY = "first_secretary", _("First Secretary")
    SENDING_UNIT = "sending_unit", _("Sending unit")
    AUDITOR = "auditor", _("Auditor")
    PROVINCE = "province", _("Province")


class Permission(models.TextChoices):
    """What can be done, noun first."""

    VILLAGE_SEE = "village.see"
    VILLAGE_EDIT = "village.edit"
    NEED_ADJUST = "need.adjust"
    HOUSEHOLD_SEE = "household.see"
    HOUSEHOLD_EDIT = "household.edit"
    HOUSEHOLD_UNMASK = "household.unmask"
    MEANS_SEE = "means.see"
    LISTS_MAKE = "lists.make"
    RANKING_COMPARE = "ranking.compare"
    CHECK_SEE = "check.see"
    CHECK_VERIFY = "check.verify"
    CHECK_MEASURE = "check.measure"
    CHECK_MANAGE = "check.manage"
    CANDIDATE_SEE = "candidate.see"
    CANDIDATE_EDIT = "candidate.edit"
    PERSONAL_UNMASK = "personal.unmask"
    UNIT_SEE = "unit.see"
    UNIT_EDIT = "unit.edit"
    PLAN_SEE = "plan.see"
    PLAN_EDIT = "plan.edit"
    PLAN_DECIDE = "plan.decide"
    SCHEME_EDIT = "scheme.edit"
    IMPORT = "import.do"
    EVENT_SEE = "event.see"
    ACCOUNT_EDIT = "account.edit"
    POLICY_SEE = "policy.see"
    POLICY_EDIT = "policy.edit"
    FORMULA_SEE = "formula.see"


P = Permission
# FORMULA_SEE: by what points and limits households are judged; never for those who survey them.
# Households: who works with them sees them within the own place; an auditor sees them masked, others only counts.
HOUSEHOLDS = frozenset({P.HOUSEHOLD_SEE, P.HOUSEHOLD_EDIT, P.HOUSEHOLD_UNMASK})
# The means test is never seen by those who survey: a formula that is known is answered to.
WEIGHS = frozenset({P.MEANS_SEE, P.LISTS_MAKE, P.RANKING_COMPARE})
# Verification: those who survey see what to check; how suspicion comes about is for those who manage or audit it.
CHECKS = frozenset({P.CHECK_SEE, P.CHECK_VERIFY})
MAY: dict[str, frozenset[Permission]] = {
    Role.ORGANISER: frozenset(Permission),
    Role.OFFICE: frozenset(
        {P.VILLAGE_SEE, P.VILLAGE_EDIT, P.NEED_ADJUST, P.CANDIDATE_SEE, P.UNIT_SEE, P.UNIT_EDIT, P.PLAN_SEE, P.IMPORT}
        | {P.POLICY_SEE, P.POLICY_EDIT, P.FORMULA_SEE}
        | HOUSEHOLDS
        | WEIGHS
        | CHECKS
        | {P.CHECK_MEASURE, P.CHECK_MANAGE}
    ),
    Role.TOWNSHIP: frozenset({P.VILLAGE_SEE, P.VILLAGE_EDIT, P.PLAN_SEE, P.POLICY_SEE, P.RANKING_COMPARE})
    | HOUSEHOLDS
    | CHECKS,
    Role.FIRST_SECRETARY: frozenset({P.VILLAGE_SEE, P.PLAN_SEE, P.POLICY_SEE}) | HOUSEHOLDS | CHECKS,
    Role.SENDING_UNIT: frozenset({P.VILLAGE_SEE, P.CANDIDATE_SEE, P.UNIT_SEE, P.PLAN_SEE}),
    Role.AUDITOR: frozenset(
        {P.VILLAGE_SEE, P.CANDIDATE_SEE, P.UNIT_SEE, P.PLAN_SEE, P.EVENT_SEE, P.HOUSEHOLD_SEE}
        | {P.POLICY_SEE, P.FORMULA_SEE, P.CHECK_SEE, P.CHECK_MEASURE}
    ),
    Role.PROVINCE: frozenset({P.VILLAGE_SEE, P.CANDIDATE_SEE, P.UNIT_SEE, P.PLAN_SEE, P.POLICY_SEE}),
}

# How long the code of an account's place is, by role; a county's people may also stand above it.
PLACE_DIGITS: dict[str, tuple[int, ...]] = {
    Role.ORGANISER: (2, 4, 6),
    Role.OFFICE: (2, 4, 6),
    Role.TOWNSHIP: (9,),
    Role.FIRST_SECRETARY: (12,),
    Role.SENDING_UNIT: (6,),
    Role.AUDITOR: (2, 4, 6),
    Role.PROVINCE: (2,),
}

# Officials sign in with a second factor; a First Secretary in the field may, but need not.
OFFICIALS = frozenset(Role) - {Role.FIRST_SECRETARY}
