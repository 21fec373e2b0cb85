"""Net income per head is the published formula, opens to its lines, loses no line, and is the same in columns."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.income import HOUSEHOLD_TOTALS, INCOME_ITEMS, ITEMS, IncomeLine
from zhucun.engine.households.income import net_income
from zhucun.engine.households.income_columns import ITEM_NUMBER, LineColumns, net_income_columns
from zhucun.engine.households.income_rules import capture_periods, exclusions, income_rules, rule_texts
from zhucun.engine.policy.figures import Figure
from zhucun.engine.words_household import Proof

YONGSHOU, CHUXIONG = "610426", "532301"
WHERE_MISSING = Figure(name="income.cost_method", value="standard_where_missing", since=date(2015, 1, 1), area="5323")
RULES = {
    "national": income_rules(2018, area=YONGSHOU),
    "chuxiong": income_rules(2018, area=CHUXIONG),
    "where_missing": income_rules(2018, area=CHUXIONG, local=[WHERE_MISSING]),
    "form_d15": income_rules(2018, area=YONGSHOU, local=exclusions("form_d15", area="610426", since=date(2016, 1, 1))),
}
MEMBERS = ("p1", "p2", "p3")
EARNING = [i.code for i in INCOME_ITEMS if i.root != "e"]


def line(number=1, item="a1", amount="1200", month=date(2018, 3, 1), months=1, person=None, proof=None):
    return IncomeLine(
        code=str(number), household="h1", person=person, item=item, month=month, months=months,
        amount_yuan=Decimal(amount), proof=proof,
    )  # fmt: skip


lines = st.lists(
    st.builds(
        line,
        st.integers(1, 99),
        st.sampled_from([i.code for i in INCOME_ITEMS]),
        st.integers(0, 5_000_000).map(lambda fen: Decimal(fen) / 100),
        st.builds(date, st.integers(2016, 2019), st.integers(1, 12), st.just(1)),
        st.integers(1, 12),
        st.sampled_from([None, "p1", "p2", "gone"]),
    ),
    max_size=12,
)


@given(lines, st.sampled_from(sorted(RULES)))
def test_every_yuan_is_either_counted_or_set_aside(drawn, name):
    result = net_income(drawn, MEMBERS, RULES[name])
    counted = sum((p.amount_yuan for r in "abcde" for p in result.roots[r].every_line()), Decimal(0))
    aside = sum((a.amount_yuan for a in result.aside), Decimal(0))
    assert counted + aside == sum((one.amount_yuan for one in drawn), Decimal(0))
    assert {v[0] for v in result.versions} == {one.code for one in drawn}


@given(lines, st.integers(1, 12), st.sampled_from(sorted(RULES)))
def test_the_figure_is_the_formula_over_the_roots(drawn, heads, name):
    members = tuple(f"p{i}" for i in range(1, heads + 1))
    result = net_income(drawn, members, RULES[name])
    a, b, c, d, e = (result.roots[r].amount_yuan for r in "abcde")
    assert abs(result.per_head_yuan * heads - (a + b + c + d - e)) <= Decimal("0.005") * heads
    assert result.facts()["total_yuan"] == a + b + c + d


@given(lines, st.sampled_from(sorted(RULES)))
def test_every_sum_is_the_sum_of_what_it_opens_to(drawn, name):
    def adds_up(tree):
        own = [p.amount_yuan for p in tree.lines] + [w.amount_yuan for w in tree.worked]
        return tree.amount_yuan == sum(own + [p.amount_yuan for p in tree.parts], Decimal(0)) and all(
            adds_up(part) for part in tree.parts
        )

    result = net_income(drawn, MEMBERS, RULES[name])
    assert all(adds_up(result.roots[r]) for r in "abcde")


@given(st.permutations(range(6)), st.sampled_from(sorted(RULES)))
def test_the_order_of_lines_changes_nothing(order, name):
    drawn = [line(i, code, "333.33", months=3) for i, code in enumerate(["a1", "b11", "e11", "d4", "b2", "e2"])]
    one, other = net_income(drawn, MEMBERS, RULES[name]), net_income([drawn[i] for i in order], MEMBERS, RULES[name])
    assert one.facts() == other.facts()


@given(st.lists(lines, min_size=1, max_size=5), st.sampled_from(sorted(RULES)))
@settings(max_examples=150)
def test_a_county_in_columns_has_the_figures_of_its_accounts(households, name):
    rules = RULES[name]
    flat = [(row, one) for row, drawn in enumerate(households) for one in drawn]
    columns = LineColumns(
        np.array([row for row, _ in flat], dtype=np.int64),
        np.array([ITEM_NUMBER[one.item] for _, one in flat], dtype=np.int64),
        np.array([(one.month.year - 1970) * 12 + one.month.month - 1 for _, one in flat], dtype=np.int64),
        np.array([one.months for _, one in flat], dtype=np.int64),
        np.array([int(one.amount_yuan * 100) for _, one in flat], dtype=np.int64),
        np.array([one.person in (None, *MEMBERS) for _, one in flat], dtype=np.bool_),
    )
    found = net_income_columns(columns, np.full(len(households), 3, dtype=np.int64), rules)
    alone = [net_income(drawn, MEMBERS, rules) for drawn in households]
    assert list(found.net) == [int(one.net_yuan * 100) for one in alone]
    assert list(found.per_head) == [int(one.per_head_yuan * 100) for one in alone]
    assert list(found.sum_of("d2")) == [int(one.amount("d2") * 100) for one in alone]


@given(st.integers(0, 10**9), st.integers(1, 12), st.integers(0, 30))
def test_a_line_across_the_edge_is_split_to_the_fen_without_loss(fen, months, start):
    month = date(2016 + (9 + start) // 12, (9 + start) % 12 + 1, 1)
    amount = Decimal(fen) / 100
    one = line(amount=amount, month=month, months=months)
    years = [net_income([one], MEMBERS, year=y, area=YONGSHOU).amount("a") for y in (2016, 2017, 2018, 2019, 2020)]
    assert sum(years) == amount


def test_the_same_money_counts_in_one_place_and_not_in_another():
    drawn = [line(1, "a1", "9000"), line(2, "d4", "1200"), line(3, "d618", "500")]
    here, there = net_income(drawn, MEMBERS, RULES["national"]), net_income(drawn, MEMBERS, RULES["form_d15"])
    assert (here.per_head_yuan, there.per_head_yuan) == (Decimal("3566.67"), Decimal("3000.00"))
    assert [(a.line.item, a.reason.zh) for a in there.aside] == [("d4", "本地口径不计入"), ("d618", "本地口径不计入")]
    assert "D15" in there.aside[0].rule.reference


def test_a_household_without_members_has_no_figure_per_head():
    assert net_income([line()], (), year=2018).per_head_yuan is None


def test_income_of_one_who_is_no_member_any_more_is_set_aside_by_name():
    (left,) = net_income([line(person="gone")], MEMBERS, year=2018).aside
    assert left.reason.zh == "周期末不是在册家庭成员"


def test_a_loss_stays_a_loss():
    assert net_income([line(item="e1", amount="300")], MEMBERS, year=2018).per_head_yuan == Decimal("-100.00")


def test_how_much_is_proved_is_told():
    drawn = [line(1, amount="300", proof=Proof.BANK), line(2, amount="100", proof=Proof.STATED)]
    assert net_income(drawn, MEMBERS, year=2018).proved == Decimal("0.75")
    assert net_income([], MEMBERS, year=2018).proved is None


def test_the_derivation_opens_to_lines_rules_and_references():
    drawn = [line(7, "b11", "10000", months=3), line(8, "e11", "100"), line(9, "a1", "1", month=date(2019, 1, 1))]
    steps = list(net_income(drawn, MEMBERS, RULES["chuxiong"]).derivation())
    said = [(s.depth, s.text.zh, s.amount_yuan) for s in steps]
    assert said[0] == (0, "（0+10000+0+0-4000.00）÷3=2000.00元/人", Decimal("2000.00"))
    assert (4, "粮食收入 2018-03起3个月 记录7", Decimal(10000)) in said
    assert (4, "粮食收入10000元 × 标准成本率40% = 4000.00元", Decimal("4000.00")) in said
    assert any("记录8（按标准成本率计算，不用实际记录）" in text for _, text, _ in said)
    assert any("记录9（不在核算周期内）" in text for _, text, _ in said)
    assert all(s.source.zh for s in steps)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (line(item="z9"), "没有收入项目"),
        (line(amount="-1"), "不小于0"),
        (line(amount="1.005"), "到分"),
        (line(month=date(2018, 3, 2)), "当月1日"),
        (line(months=13), "月数1至12"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_number(wrong, told):
    with pytest.raises(BadProblem) as refused:
        net_income([wrong], MEMBERS, year=2018)
    assert told in refused.value.say("zh")
    assert "收入记录1" in refused.value.say("zh")


def test_without_year_and_rules_nothing_is_computed():
    with pytest.raises(BadProblem) as refused:
        net_income([], MEMBERS)
    assert refused.value.code == "income.no_year"


@pytest.mark.parametrize("first_month", [1, 4, 7, 10])
def test_the_slots_of_capture_fill_the_period_without_gap_or_overlap(first_month):
    months = [
        (at.year * 12 + at.month - 1 + n)
        for at, span in capture_periods(2018, first_month=first_month)
        for n in range(span)
    ]
    assert months == list(range(months[0], months[0] + 12))


def test_single_months_stand_before_the_year_end_and_quarters_after():
    assert [(at.month, span) for at, span in capture_periods(2018)] == [
        (10, 1), (11, 1), (12, 1), (1, 3), (4, 3), (7, 3),
    ]  # fmt: skip


def test_every_item_has_its_parent_and_every_business_item_its_cost():
    assert [i.code for i in INCOME_ITEMS if i.parent and i.parent not in ITEMS] == []
    assert [i.code for i in INCOME_ITEMS if i.mirror and i.mirror not in ITEMS] == []
    assert [i.code for i in INCOME_ITEMS if i.root == "b" and i.code != "b" and not i.mirror] == []


def test_no_ledger_heading_leads_to_two_items():
    written = [h for i in INCOME_ITEMS for h in {*i.headings, i.text.zh}]
    assert sorted({h for h in written if written.count(h) > 1}) == []


def test_the_income_facts_of_a_household_are_those_that_the_account_fills():
    computed = {f.key for f in HOUSEHOLD if f.computed and f.key.endswith("_yuan")}
    assert computed == set(net_income([], MEMBERS, year=2018).facts())
    assert set(HOUSEHOLD_TOTALS) < computed


def test_the_other_systems_ledger_is_understood_to_its_last_heading(shared):
    import openpyxl

    sheet = openpyxl.load_workbook(shared / "data/templates/household_income_ledger.xlsx").active
    written = [str(c).strip() for c in next(sheet.iter_rows(min_row=2, values_only=True)) if c]
    known = {h for i in INCOME_ITEMS for h in (*i.headings, i.text.zh)}
    left = [h for h in written[9:] if h not in known]
    assert left == ["其他", "家庭总收入", "人均纯收入"]


def test_the_foot_of_an_income_card_says_period_method_and_what_is_left_out():
    said = [t.zh for t, _ in rule_texts(RULES["form_d15"])]
    assert said == [
        "核算周期：2017-10-01至2018-09-30", "支出按实际记录", "不计入：养老保险金、义务兵优待金、帮扶慰问金、抚恤金",
    ]  # fmt: skip
