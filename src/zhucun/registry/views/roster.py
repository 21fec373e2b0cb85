"""The national person roster of 32 columns, written row by row for the households that the list shows."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from zhucun.core.actions import note_export
from zhucun.core.listing import Listing
from zhucun.core.models import User
from zhucun.core.queries import place_name
from zhucun.engine.words_household import (
    Cause,
    ExitStatus,
    HealthState,
    Labour,
    Level,
    Monitored,
    Nation,
    Relation,
    School,
)
from zhucun.registry import queries
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, MEMBER_FACT
from zhucun.registry.models import Household, Member
from zhucun.registry.views import words

CHUNK = 500
Cell = Callable[[Household, Member, User], Any]


def yes_no(value: bool | None) -> str:
    """Return yes or no as the roster writes them, whatever the reader's language: the roster is a Chinese form."""
    return "" if value is None else "是" if value else "否"


def zh(kind: Any, value: Any) -> str:
    """Return the Chinese label of a stored word or of several."""
    values = (value,) if isinstance(value, str) else value
    return "、".join(kind(v).text.zh for v in values if v)


def personal(key: str, facts: dict[str, Any]) -> Cell:
    """Return a personal cell: masked, because a file leaves the system's care."""

    def cell(home: Household, member: Member, user: User) -> Any:
        row = member if facts is MEMBER_FACT else home
        return words.shown(facts[key], getattr(row, key), user=user) or ""

    return cell


COLUMNS: tuple[tuple[str, Cell], ...] = (
    ("序号", lambda h, m, u: ""),
    ("数据日期", lambda h, m, u: ""),
    ("县(市、区、旗)", lambda h, m, u: place_name(h.county)),
    ("乡(镇)", lambda h, m, u: h.village.town),
    ("行政村", lambda h, m, u: h.village.name),
    ("自然村", lambda h, m, u: h.group),
    ("户编号", lambda h, m, u: h.code),
    ("人编号", lambda h, m, u: m.code),
    ("姓名", lambda h, m, u: words.shown_name(m.name, u)),
    ("证件号码", personal("identity", MEMBER_FACT)),
    ("人数", lambda h, m, u: h.persons),
    ("与户主关系", lambda h, m, u: zh(Relation, m.relation)),
    ("民族", lambda h, m, u: zh(Nation, m.nation)),
    ("文化程度", lambda h, m, u: zh(Level, m.schooling)),
    ("在校生状况", lambda h, m, u: zh(School, m.school)),
    ("健康状况", lambda h, m, u: zh(HealthState, m.health) if queries.may_see_names(u) else ""),
    ("劳动技能", lambda h, m, u: zh(Labour, m.labour)),
    ("务工时间（月）", lambda h, m, u: m.work_months),
    ("是否参加大病保险", lambda h, m, u: yes_no(m.serious_illness_insurance)),
    ("致贫原因1", lambda h, m, u: zh(Cause, h.main_cause)),
    ("危房户", lambda h, m, u: yes_no(h.unsafe_house)),
    ("是否解决安全饮用水", lambda h, m, u: yes_no(h.safe_water)),
    ("人均纯收入", lambda h, m, u: h.net_per_head_yuan),
    ("户联系电话", personal("phone", HOUSEHOLD_FACT)),
    ("人联系电话", personal("phone", MEMBER_FACT)),
    ("首次识别时间", lambda h, m, u: h.listed),
    ("人员识别时间", lambda h, m, u: m.listed),
    ("户类型", lambda h, m, u: zh(ExitStatus, h.status)),
    ("易返贫致贫户(监测对象)类型", lambda h, m, u: zh(Monitored, h.monitored)),
    ("风险是否消除", lambda h, m, u: yes_no(h.risk_removed)),
    ("风险识别时间", lambda h, m, u: h.risk_found),
    ("风险消除时间", lambda h, m, u: h.risk_removed_on),
)


def answer(request: HttpRequest, listing: Listing, user: User) -> StreamingHttpResponse:
    """Return the roster of every household that the filters leave, streamed without a cut; the export is logged."""
    note_export(user=user, listing="roster", count=listing.page.paginator.count, at=timezone.now())
    day = timezone.localdate()

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield _line([heading for heading, _cell in COLUMNS])
        for number, (home, member) in enumerate(people(listing), start=1):
            cells = [cell(home, member, user) for _heading, cell in COLUMNS]
            yield _line([number, day.isoformat(), *cells[2:]])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename*=UTF-8''roster.csv"
    return response


def people(listing: Listing) -> Iterator[tuple[Household, Member]]:
    """Yield every member of now with the household, chunk by chunk."""
    chunk: list[Household] = []
    for home in listing.narrowed.iterator(chunk_size=CHUNK):
        chunk.append(home)
        if len(chunk) == CHUNK:
            yield from _members(chunk)
            chunk = []
    yield from _members(chunk)


def _members(homes: list[Household]) -> Iterator[tuple[Household, Member]]:
    found = queries.present_members([home.key for home in homes])
    for home in homes:
        for member in found.get(home.key, ()):
            yield home, member


def _line(values: list[Any]) -> str:
    line = io.StringIO()
    harmless = [f"'{v}" if isinstance(v, str) and v[:1] in ("=", "+", "-", "@", "\t") else v for v in values]
    csv.writer(line).writerow(["" if v is None else v for v in harmless])
    return line.getvalue()
