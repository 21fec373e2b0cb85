"""Files that prove an income line: sealed when they come, opened for a purpose that the log keeps."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may, check_purpose, check_reason
from zhucun.core.sealing import seal_file, unseal_file
from zhucun.core.statuses import Permission
from zhucun.registry import rules
from zhucun.registry.models import Evidence, IncomeLine, KeptFile


def digest_of(content: bytes) -> str:
    """Return the fingerprint by which the same file is known again."""
    return hashlib.sha256(content).hexdigest()


def keep_file(row: KeptFile, content: bytes, filename: str) -> None:
    """Check a file, seal it and write it with its row."""
    row.kind = rules.check_evidence(content)
    row.filename, row.size, row.digest = filename[:200], len(content), digest_of(content)
    row.file.save("sealed", ContentFile(seal_file(content)), save=False)
    row.save()


def content_of(row: KeptFile, purpose: str) -> bytes:
    """Return the content of a kept file; refuses without a purpose, a removed one, and one altered on the disk."""
    check_purpose(purpose)
    if row.removed_at is not None:
        raise Refused("evidence.removed", _("This file was removed. Ask whoever removed it for the paper."))
    try:
        with row.file.open("rb") as file:
            return unseal_file(file.read())
    except FileNotFoundError as error:
        raise Refused(
            "evidence.lost",
            _("This file is missing from the store, so it cannot be shown. Ask whoever runs the site to restore it."),
        ) from error


@transaction.atomic
def attach_evidence(*, line: IncomeLine, content: bytes, filename: str, title: str, by: User, at: datetime) -> Evidence:
    """Keep a file that proves a line; the same file twice is kept once."""
    home = line.household
    rules.check_may_edit_household(by, home.village_id)
    known = Evidence.objects.filter(line=line, digest=digest_of(content), removed_at__isnull=True).first()
    if known is not None:
        return known
    row = Evidence(household=home, line=line, line_code=line.code, title=title.strip() or _("Evidence"), by=by, at=at)
    keep_file(row, content, filename)
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
    content = content_of(evidence, purpose)
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
    check_reason(reason)
    if row.removed_at is None:
        row.removed_at, row.removed_because = at, reason.strip()
        row.save(update_fields=["removed_at", "removed_because"])
        events.record(
            "evidence.removed", row.household, by=by, at=at, area=row.household.village_id, label=row.line_code,
            reason=row.removed_because, changes={"title": [row.title, None]},
        )  # fmt: skip
    return row
