"""The income account by hand: lines, cost, evidence; the figure per head follows, and everything can be told later."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.contract.households_rows import COUNTY, make_household
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.registry import actions, queries
from zhucun.registry.actions import Given
from zhucun.registry.models import Evidence, Household, IncomeLine

PNG = b"\x89PNG\r\n\x1a\n" + b"a picture of a paper with a name on it" * 9
WAGES = f"{COUNTY}-8801-a"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    where = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": where}


@pytest.fixture
def home(county):
    return make_household("8801", make_villages(2)[0])


@pytest.fixture
def office(person, client_for):
    return client_for(person("office"))


def address(home, name="income", *more):
    return reverse(f"registry:{name}", args=[home.key, *more])


def line_address(name="income_line", key=WAGES):
    return reverse(f"registry:{name}", args=[key])


def entered(**more):
    known = {"item": "务工", "person": "880101", "month": "2025-03", "months": "1", "amount_yuan": "3000"}
    return {**known, "proof": "bank", "evidence": "银行流水", **more}


def per_head():
    return Household.objects.get(code="8801").net_per_head_yuan


def test_a_line_is_added_and_the_figure_per_head_follows_at_once(home, office):
    assert per_head() == 4200
    assert office.post(address(home, "income_add"), entered()).status_code == 302
    made = IncomeLine.objects.get(item="a1", months=1)
    assert (made.code, made.person.code, made.month, per_head()) == (
        "8801-a1-202503-1",
        "880101",
        date(2025, 3, 1),
        5200,
    )
    assert Event.objects.latest("id").changes["amount_yuan"] == [None, "3000"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"item": "收入"}, "item"),
        ({"month": "三月"}, "month"),
        ({"months": "13"}, "months"),
        ({"amount_yuan": "0"}, "amount_yuan"),
        ({"amount_yuan": "-5"}, "amount_yuan"),
        ({"person": "999999"}, "person"),
        ({"item": "b11", "cost": "actual"}, "cost_yuan"),
    ],
)
def test_a_line_that_cannot_be_is_named_at_its_field(home, office, given, field):
    response = office.post(address(home, "income_add"), entered(**given))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert IncomeLine.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [({"month": "2030-01"}, "day.not_yet"), ({"item": "b11", "cost": "standard"}, "income.no_ratio")],
)
def test_what_the_rules_refuse_is_said_and_nothing_is_kept(home, office, given, code):
    response = office.post(address(home, "income_add"), entered(**given))
    assert (response.status_code, response.context["refused"].code) == (422, code)
    assert IncomeLine.objects.count() == 2


def test_the_actual_cost_of_a_business_income_is_a_line_of_its_own(home, office):
    office.post(address(home, "income_add"), entered(item="b11", cost="actual", cost_yuan="1200"))
    lines = dict(IncomeLine.objects.filter(months=1).values_list("item", "amount_yuan"))
    assert lines == {"b11": 3000, "e11": 1200}
    assert per_head() == 4800


def test_where_the_county_reckons_by_ratio_no_cost_line_is_made(county, home, person, noon):
    given = Given(item="b11", month=date(2025, 3, 1), months=1, amount_yuan=Decimal(1000))
    known = actions.income.income_rules(2025, area="532301")
    assert known.standard
    cost = actions.income._cost_line(Household(key="532301-1", code="1"), given, actions.Cost(standard=True))
    assert cost is None


def test_a_running_year_does_not_hide_the_last_whole_one(home, person, noon):
    given = Given(item="a1", month=date(2025, 12, 1), months=1, amount_yuan=Decimal(100))
    actions.add_line(household=home, given=given, by=person("office"), at=noon)
    home.refresh_from_db()
    assert (home.income_year, home.net_per_head_yuan) == (2025, 4200)
    assert queries.years_of(home) == [2026, 2025]


def test_a_correction_needs_a_reason_and_keeps_old_and_new(home, office):
    page = office.get(line_address())
    sent = {**page.context["form"].initial, "amount_yuan": "9000"}
    assert office.post(line_address(), sent).status_code == 422
    assert office.post(line_address(), {**sent, "reason": "核对流水", "document": "流水"}).status_code == 302
    event = Event.objects.get(name="income.changed")
    assert (event.changes, event.reason, per_head()) == ({"amount_yuan": ["12000", "9000"]}, "核对流水 [流水]", 3200)


def test_nobody_overwrites_a_line_that_somebody_corrected_meanwhile(home, office):
    sent = {**office.get(line_address()).context["form"].initial, "reason": "核对"}
    office.post(line_address(), {**sent, "amount_yuan": "9000"})
    second = office.post(line_address(), {**sent, "amount_yuan": "8000"})
    assert second.context["refused"].code == "version.stale"
    assert per_head() == 3200


def test_a_withdrawn_line_is_put_back_as_it_was(home, office):
    before = (
        IncomeLine.objects.filter(key=WAGES)
        .values("person_id", "item", "month", "months", "amount_yuan", "proof")
        .get()
    )
    assert office.post(line_address("income_withdraw"), {"reason": "重复登记"}).status_code == 302
    assert per_head() == 200
    withdrawn = office.get(address(home)).context["withdrawn"]
    assert [row["line"] for row in withdrawn] == ["8801-a"]
    office.post(address(home, "income_restore", withdrawn[0]["event"].pk))
    assert IncomeLine.objects.filter(key=WAGES).values(*before).get() == before
    assert per_head() == 4200
    assert office.get(address(home)).context["withdrawn"] == []


def test_the_figure_goes_with_the_last_line(home, person, noon):
    by = {"by": person("office"), "at": noon, "reason": "核实无收入", "version": None}
    keys = list(IncomeLine.objects.values_list("key", flat=True))
    assert [actions.withdraw_line(key=key, **by).name for key in keys] == ["income.withdrawn"] * 2
    home.refresh_from_db()
    assert (home.income_year, home.net_per_head_yuan, home.wage_yuan) == (None, None, None)


def test_last_years_lines_begin_the_next_as_estimates_and_only_once(home, office):
    sent = {"lines": list(IncomeLine.objects.values_list("key", flat=True))}
    copy = f"{address(home, 'income_copy')}?from=2025"
    assert office.post(copy, sent).status_code == 302
    office.post(copy, sent)
    made = IncomeLine.objects.filter(month=date(2025, 10, 1))
    assert sorted(made.values_list("item", "amount_yuan", "proof")) == [
        ("a1", 12000, "estimate"), ("d2", 600, "estimate"),
    ]  # fmt: skip


def attach(office, content=PNG, name="张三工资条.png"):
    file = SimpleUploadedFile(name, content)
    return office.post(line_address("income_evidence"), {"title": "工资条", "file": file})


def test_evidence_lies_sealed_and_its_name_says_nothing(home, office, tmp_path):
    attach(office)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert b"paper with a name" not in kept[0].read_bytes()
    assert "张三" not in str(kept[0])
    assert str(Evidence.objects.get().filename) != "张三工资条.png"


def test_a_file_is_opened_for_a_purpose_that_the_log_keeps(home, office):
    attach(office)
    row = Evidence.objects.get()
    assert office.post(address(home, "evidence", row.pk), {"purpose": ""}).status_code == 422
    response = office.post(address(home, "evidence", row.pk), {"purpose": "核对工资"})
    assert (response.content, response["Content-Type"], response["Cache-Control"]) == (PNG, "image/png", "no-store")
    event = Event.objects.get(name="evidence.seen")
    assert (event.reason, event.subject_id) == ("核对工资", home.key)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90 a program", "evidence.other_kind"),
        (b"", "evidence.other_kind"),
        (PNG + b"0" * 11_000_000, "evidence.too_large"),
    ],
)
def test_other_files_are_refused_whatever_their_name(home, person, noon, content, code):
    with pytest.raises(Refused) as refused:
        actions.attach_evidence(
            line=IncomeLine.objects.get(key=WAGES), content=content, filename="a.png", title="工资条",
            by=person("office"), at=noon,
        )  # fmt: skip
    assert (refused.value.code, Evidence.objects.count()) == (code, 0)


def test_a_file_altered_on_the_disk_is_not_given(home, office, person, noon, tmp_path):
    attach(office)
    path = next(path for path in Path(tmp_path).rglob("*.sealed"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(Refused) as refused:
        actions.open_evidence(evidence=Evidence.objects.get(), purpose="核对", by=person("office"), at=noon)
    assert refused.value.code == "sealed.other_key"


def test_the_auditor_and_the_neighbour_cannot_open_a_file(home, office, person, client_for):
    attach(office)
    where = address(home, "evidence", Evidence.objects.get().pk)
    auditor = client_for(person("auditor")).post(where, {"purpose": "看看"})
    neighbour = client_for(person("office", scope="610425")).post(where, {"purpose": "看看"})
    assert (auditor.status_code, neighbour.status_code) == (409, 404)
    assert not Event.objects.filter(name="evidence.seen").exists()


def test_a_removed_file_stays_in_the_history_only(home, office):
    attach(office)
    row = Evidence.objects.get()
    office.post(address(home, "evidence_remove", row.pk), {"remove-reason": "传错了"})
    assert queries.evidence_of(home) == {}
    assert (
        office.post(address(home, "evidence", row.pk), {"purpose": "核对"}).context["refused"].code
        == "evidence.removed"
    )


def test_a_file_comes_with_the_new_line(home, office):
    office.post(address(home, "income_add"), entered(file=SimpleUploadedFile("a.png", PNG)))
    assert Evidence.objects.get().line.code == "8801-a1-202503-1"


def test_a_refused_file_keeps_the_line_out_too(home, office):
    response = office.post(address(home, "income_add"), entered(file=SimpleUploadedFile("a.png", b"MZ")))
    assert response.context["refused"].code == "evidence.other_kind"
    assert IncomeLine.objects.count() == 2


@pytest.mark.parametrize("role", ["auditor", "office", "township"])
def test_the_account_opens_with_a_constant_number_of_queries(
    home, person, client_for, role, django_assert_max_num_queries
):
    scope = home.village_id[:9] if role == "township" else COUNTY
    client = client_for(person(role, scope=scope))
    with django_assert_max_num_queries(26):
        response = client.get(address(home))
    assert response.status_code == 200
    assert len(response.context["months"]["bars"]) == 12
