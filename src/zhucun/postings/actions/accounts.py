"""Accounts of First Secretaries: given with the term, moved with the person, closed when they serve nowhere."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhucun.core import actions as core
from zhucun.core.models import User
from zhucun.core.statuses import Role
from zhucun.postings.models import SecretaryAccount, Term


@transaction.atomic
def add_secretary_accounts(*, terms: Iterable[Term], by: User, at: datetime) -> list[core.Given]:
    """Make an account for each running term whose person has none; a closed one is opened with a new password."""
    known = {row.candidate_id: row.user for row in SecretaryAccount.objects.select_related("user")}
    given = []
    for term in terms:
        account = known.get(term.candidate_id)
        if account is None:
            made = core.add_account(
                username=f"{term.candidate.county}-{term.candidate.code}".lower(),
                name=term.candidate.name, role=Role.FIRST_SECRETARY, scope=term.village_id, unit=None, by=by, at=at,
            )  # fmt: skip
            SecretaryAccount.objects.create(user=made.user, candidate=term.candidate)
            given.append(made)
        elif not account.is_active:
            reason = _("Posted again")
            core.reopen_account(user=account, by=by, at=at, reason=reason)
            if account.scope != term.village_id:
                core.move_account(user=account, scope=term.village_id, at=at, reason=reason)
            given.append(core.give_new_password(user=account, by=by, at=at, reason=reason))
    return given


def give_demo_term(*, village: str) -> None:
    """Let the demo secretary's account be that of whoever is made up to serve in the village."""
    term = Term.objects.running().filter(village=village, made_up=True).first()
    account = User.objects.filter(scope=village, role=Role.FIRST_SECRETARY, made_up=True).first()
    if term and account and not SecretaryAccount.objects.filter(Q(user=account) | Q(candidate=term.candidate)).exists():
        SecretaryAccount.objects.create(user=account, candidate=term.candidate)


@transaction.atomic
def follow_terms(*, county: str, on: date, at: datetime) -> int:
    """Move each secretary's account to the village they serve on a day; close those of people who serve nowhere.

    Nobody decides anything here: terms begin and end by people's decisions, and sight of a village follows.
    Returns how many accounts changed.
    """
    links = SecretaryAccount.objects.filter(candidate__county=county, user__is_active=True).select_related("user")
    terms = Term.objects.running().filter(candidate__in=[link.candidate_id for link in links])
    place = {term.candidate_id: term.village_id for term in terms.order_by("-since")}
    begun = {term.candidate_id: term.village_id for term in terms if term.since <= on}
    changed = 0
    for link in links:
        if link.candidate_id not in place:
            core.close_account(user=link.user, by=None, at=at, reason=_("The term has ended"))
        elif link.user.scope != begun.get(link.candidate_id, link.user.scope):
            scope = begun[link.candidate_id]
            core.move_account(user=link.user, scope=scope, at=at, reason=_("Serves in another village now"))
        else:
            continue
        changed += 1
    return changed
