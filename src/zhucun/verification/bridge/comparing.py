"""Matched records as the engine's rows, and its suspects as checks with what may be shown to whom."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from zhucun.engine.targeting import Comparison, Rows, Suspect, compare
from zhucun.engine.texts import Text
from zhucun.policy.queries import Own
from zhucun.registry.models import Household
from zhucun.verification.bridge.red_lines import KIND
from zhucun.verification.models import Check, RegisterRecord
from zhucun.verification.statuses import Source

NO_LONGER = Text("登记本人已不是在册家庭成员（死亡、迁出等已登记）",
                 "The person is no longer a member: death, move or the like is on record")  # fmt: skip
FIRST_WHO = Text("先辨认是不是同一个人", "first make sure that it is the same person")
SINCE = Text("登记日期{day}", "registered {day}")
WORTH = Text("登记价值{value}元", "registered value {value} yuan")
NOTHING_SAID = Text("名单未写明内容", "the list says nothing more")


def held(
    records: Sequence[RegisterRecord],
    sources: Mapping[int, str],
    homes: Iterable[tuple[str, bool | None]],
    *,
    on: date,
    county: str,
    own: Own,
) -> Comparison:
    """Hold matched records against the red lines of a day; homes are (key, relocated) of the households listed."""
    rows = Rows.of(
        {
            "code": str(r.pk), "household_code": r.household_id or "", "register": sources[r.pk],
            "value_yuan": None if r.value_yuan is None else Decimal(r.value_yuan), "purpose": r.purpose,
            "probability": r.chance, "told": r.detail,
        }
        for r in records
    )  # fmt: skip
    households = Rows.of([{"code": key, "relocated": relocated} for key, relocated in homes], ("relocated",))
    local = own.rule_sets(KIND, on=on, area=county)
    return compare(rows, households, on=on, area=county, local=local, figures=own.figures)


def mark_of(record: RegisterRecord, source: str, household: str) -> str:
    """Return by what a later list's same record is known again, so that nobody is visited twice for one thing."""
    said = "|".join(
        (source, household, record.fingerprint or record.name.open(), record.detail, str(record.since or ""),
         str(record.value_yuan or ""), record.reference.open())
    )  # fmt: skip
    return hashlib.blake2b(said.encode(), digest_size=24).hexdigest()


def evidence_of(record: RegisterRecord, *, doubtful: bool) -> Text:
    """Return what a surveyor must know of a record: what it is, since when, for how much; no chance, no limit."""
    said = [Text(record.detail, record.detail)] if record.detail else []
    if record.since:
        said.append(SINCE.filled(day=record.since.isoformat()))
    if record.value_yuan is not None:
        said.append(WORTH.filled(value=f"{record.value_yuan:,.2f}".removesuffix(".00")))
    said = said or [NOTHING_SAID]
    if doubtful:
        said.append(FIRST_WHO)
    return Text("，".join(t.zh for t in said), ", ".join(t.en for t in said))


def check_of(suspect: Suspect, record: RegisterRecord, home: Household, *, raised: date) -> Check:
    """Return a suspect as a check that is not stored yet."""
    shown = evidence_of(record, doubtful=suspect.identity_doubtful)
    basis = suspect.basis.told()
    return Check(
        household_id=home.pk, village_id=home.village_id, source=Source(suspect.register.value),
        mark=mark_of(record, suspect.register.value, home.pk),
        rule=suspect.rule, rule_zh=suspect.text.zh[:200], rule_en=suspect.text.en[:200],
        severity=suspect.severity.value, record=record, member_id=record.member_id,
        evidence_zh=shown.zh, evidence_en=shown.en,
        ground_zh=f"{record.why_zh}（{suspect.probability / 10:g}%）。{basis.zh}",
        ground_en=f"{record.why_en} ({suspect.probability / 10:g} %). {basis.en}",
        chance=suspect.probability, doubtful=suspect.identity_doubtful, raised=raised, deadline=suspect.deadline,
        made_up=home.made_up,
    )  # fmt: skip
