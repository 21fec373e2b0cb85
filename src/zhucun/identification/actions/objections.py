"""Objections: filed by anybody while a notice is up, or entered by an official; answered in words by a deadline."""

import secrets
from datetime import datetime

from django.db import transaction

from zhucun.core import events
from zhucun.core.actions import note_unmasking
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.identification import rules
from zhucun.identification.models import Case, Objection, Publicity, VillageCase
from zhucun.identification.statuses import OF_VILLAGES
from zhucun.policy.queries import figures_of

# Without letters and digits that are mistaken for each other when read aloud or copied by hand.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10


def new_reference() -> str:
    """Return a number that nobody can guess: whoever has it reads the answer."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


@transaction.atomic
def file_objection(
    *, publicity: Publicity, case: Case | None, text: str, contact: str, by: User | None, at: datetime
) -> Objection:
    """Take an objection; `by` is the official who enters it, None when somebody files it on the public page."""
    on = day_of(at)
    if by is not None:
        check_may(by, Permission.HOUSEHOLD_EDIT, publicity.village_id)
    rules.check_objection(publicity, text, on=on)
    due = rules.answer_due(on, publicity.village_id, figures_of(publicity.village_id))
    village_case = VillageCase.objects.filter(publicity=publicity).first() if publicity.stage in OF_VILLAGES else None
    objection = Objection.objects.create(
        village_case=village_case,
        reference=new_reference(), publicity=publicity, case=case, village_id=publicity.village_id, text=text.strip(),
        contact=contact.strip()[:120], on=on, due=due, entered_by=by, at=at,
    )  # fmt: skip
    events.record(
        "objection.filed", objection, by=by, at=at, area=publicity.village_id, label=objection.reference,
        changes={"due": [None, objection.due.isoformat()]},
    )  # fmt: skip
    return objection


@transaction.atomic
def answer_objection(*, objection: Objection, upheld: bool, answer: str, by: User, at: datetime) -> Objection:
    """Answer an objection; what was found right keeps the case from going on until the village takes it up again."""
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    rules.check_may_answer(objection, by)
    rules.check_answer(objection, answer)
    objection.upheld, objection.answer = upheld, answer.strip()
    objection.answered_by, objection.answered_at = by, at
    objection.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
    events.record(
        "objection.answered", objection, by=by, at=at, area=objection.village_id, label=objection.reference,
        changes={"upheld": [None, upheld]},
    )  # fmt: skip
    return objection


@transaction.atomic
def see_contact(*, objection: Objection, purpose: str, by: User, at: datetime) -> str:
    """Return how to reach the person who objected, and keep who looked and what for."""
    rules.check_may_answer(objection, by)
    note_unmasking(
        subject=objection, area=objection.village_id, label=objection.reference, purpose=purpose, by=by, at=at
    )
    return str(objection.contact.open())
