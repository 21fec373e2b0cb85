"""What a notice may say of a household, and the picture that leads to the public page.

County sites have published whole identity and account numbers. A notice therefore holds these few facts and nothing
else: a row is made here once, when the notice begins, and shown as it is.
"""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import qrcode
from qrcode.image.svg import SvgPathImage

from zhucun.core.refusals import engine_language
from zhucun.engine.words_household import Attribute, Cause
from zhucun.identification.models import Case, Publicity, VillageCase
from zhucun.identification.statuses import OF_VILLAGES
from zhucun.registry.models import Household


@dataclass(frozen=True)
class NoticeRow:
    """One household as a notice shows it."""

    case: int
    name: str
    group: str
    persons: int | None
    attribute: str
    cause: str
    per_head_yuan: Decimal | None
    grounded: bool = False


def row_of(case: Case, home: Household) -> dict[str, Any]:
    """Return what a notice keeps of a household: never a number, a phone, an account, or what somebody suffers from."""
    income = home.net_per_head_yuan
    return {
        "case": case.pk,
        "name": home.head_name,
        "group": home.group,
        "persons": home.persons,
        "attribute": home.attribute,
        "cause": home.main_cause,
        "per_head_yuan": None if income is None else str(income),
        "grounded": bool(case.ground),
    }


def village_row(case: VillageCase, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a notice keeps of a village: its name and every test with its figure, as they stood that day."""
    return {"village_case": case.pk, "name": case.village.name, "town": case.village.town, "findings": findings}


def rows_of(notice: Publicity) -> list[NoticeRow]:
    """Return a notice's households in the reader's language."""
    language = engine_language()
    return [
        NoticeRow(
            case=row["case"],
            name=row["name"],
            group=row["group"],
            persons=row["persons"],
            attribute=Attribute(row["attribute"]).say(language) if row["attribute"] else "",
            cause=Cause(row["cause"]).say(language) if row["cause"] else "",
            per_head_yuan=Decimal(row["per_head_yuan"]) if row["per_head_yuan"] is not None else None,
            grounded=row.get("grounded", False),
        )
        for row in (notice.rows if notice.stage not in OF_VILLAGES else [])
    ]


def picture_of(address: str) -> bytes:
    """Return a QR code of an address as SVG, a picture of its own so that no page needs an inline style."""
    buffer = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=12, border=2).save(buffer)
    return buffer.getvalue()
