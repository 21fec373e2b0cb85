"""Signed papers: sealed when they come, opened for a purpose that the log keeps, removed from sight with a reason."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.identification.models import Case, Meeting, SignedPaper, VillageCase
from zhucun.registry import actions as registry

About = Case | VillageCase | Meeting
OF = {Case: "case", VillageCase: "village_case", Meeting: "meeting"}


@transaction.atomic
def attach_paper(*, about: About, content: bytes, filename: str, title: str, by: User, at: datetime) -> SignedPaper:
    """Keep a signed paper of a case or a meeting; the same file twice is kept once."""
    check_may(by, Permission.HOUSEHOLD_EDIT, about.village_id)
    known: SignedPaper | None = about.signed.filter(digest=registry.digest_of(content), removed_at__isnull=True).first()
    if known:
        return known
    row = SignedPaper(village_id=about.village_id, title=title.strip() or _("Signed paper"), by=by, at=at)
    setattr(row, OF[type(about)], about)
    registry.keep_file(row, content, filename)
    _record("paper.attached", row, by, at, changes={"title": [None, row.title]})
    return row


def open_paper(*, paper: SignedPaper, purpose: str, by: User, at: datetime) -> bytes:
    """Return a paper's content for a stated purpose, which the log keeps."""
    check_may(by, Permission.HOUSEHOLD_UNMASK, paper.village_id)
    content = registry.content_of(paper, purpose)
    _record("paper.seen", paper, by, at, reason=purpose.strip(), changes={"title": [None, paper.title]})
    return content


@transaction.atomic
def remove_paper(*, paper: SignedPaper, reason: str, by: User, at: datetime) -> SignedPaper:
    """Take a paper that was attached by mistake out of sight; that it was there, and why it went, stays."""
    row: SignedPaper = SignedPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    check_may(by, Permission.HOUSEHOLD_EDIT, row.village_id)
    reason = check_reason(reason)
    if row.removed_at is None:
        row.removed_at, row.removed_because = at, reason
        row.save(update_fields=["removed_at", "removed_because"])
        _record("paper.removed", row, by, at, reason=row.removed_because, changes={"title": [row.title, None]})
    return row


def _record(name: str, row: SignedPaper, by: User, at: datetime, *, changes: dict[str, Any], reason: str = "") -> None:
    label = row.case.household_id.split("-", 1)[1] if row.case else row.village_id
    events.record(name, row.about, by=by, at=at, area=row.village_id, label=label, reason=reason, changes=changes)
