"""Files that prove an income line: sealed when they come, opened for a purpose that the log keeps."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.sealing import seal_file, unseal_file
from zhucun.core.statuses import Permission
from zhucun.registry import rules
from zhucun.registry.models import Evidence, IncomeLine


@transaction.atomic
def attach_evidence(*, line: IncomeLine, content: bytes, filename: str, title: str, by: User, at: datetime) -> Evidence:
    """Keep a file that proves a line; the same file twice is kept once."""
    home = line.household
    rules.check_may_edit_household(by, home.village_id)
    kind = rules.check_evidence(content)
    digest = hashlib.sha256(content).hexdigest()
    known = Evidence.objects.filter(line=line, digest=digest, removed_at__isnull=True).first()
    if known is not None:
        return known
    row = Evidence(
        household=home, line=line, line_code=line.code, title=title.strip() or _("Evidence"), filename=filename[:200],
        kind=kind, size=len(content), digest=digest, by=by, at=at,
    )  # fmt: skip
    row.file.save("sealed", ContentFile(seal_file(content)), save=False)
    row.save()
    events.record(
        "evidence.attached",
        line,
        by=by,
        at=at,
        area=home.village_id,
        label=line.code,
        changes={"title": [None, row.title]},
    )
    return row


def open_evidence(*, evidence: Evidence, purpose: str, by: User, at: datetime) -> bytes:
    """Return a file's content for a stated purpose, which the log keeps; refuses one that was altered on the disk."""
    home = evidence.household
    check_may(by, Permission.HOUSEHOLD_UNMASK, home.village_id)
    if len(purpose.strip()) < 2:
        raise Refused("personal.no_purpose", _("Say what you need the full facts for; it is kept in the log."))
    if evidence.removed_at is not None:
        raise Refused("evidence.removed", _("This file was removed. Ask whoever removed it for the paper."))
    with evidence.file.open("rb") as file:
        content = unseal_file(file.read())
    events.record(
        "evidence.seen", home, by=by, at=at, area=home.village_id, label=evidence.line_code, reason=purpose.strip(),
        changes={"title": [None, evidence.title]},
    )  # fmt: skip
    return content


@transaction.atomic
def remove_evidence(*, evidence: Evidence, reason: str, by: User, at: datetime) -> Evidence:
    """Take a file that was attached by mistake out of sight; that it was there, and why it went, stays."""
    row = Evidence.objects.select_for_update(of=("self",)).select_related("household").get(pk=evidence.pk)
    rules.check_may_edit_household(by, row.household.village_id)
    rules.check_reason(reason)
    if row.removed_at is None:
        row.removed_at, row.removed_because = at, reason.strip()
        row.save(update_fields=["removed_at", "removed_because"])
        events.record(
            "evidence.removed", row.household, by=by, at=at, area=row.household.village_id, label=row.line_code,
            reason=row.removed_because, changes={"title": [row.title, None]},
        )  # fmt: skip
    return row
