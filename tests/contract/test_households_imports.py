"""Person rosters through the import wizard: the national one of 32 columns and the one of 26, repeatable, sealed."""

import pytest

from tests.contract.households_rows import COUNTY, identity
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.engine.facts import Subject
from zhucun.intake import actions as intake
from zhucun.intake.models import ImportFault, ImportRow
from zhucun.registry.models import Household, Member

NATIONAL = (
    "序号,数据日期,县(市、区、旗),乡(镇),行政村,自然村,户编号,人编号,姓名,证件号码,人数,与户主关系,民族,文化程度,在校生状况,健康状况,"
    "劳动技能,务工时间（月）,是否参加大病保险,致贫原因1,危房户,是否解决安全饮用水,人均纯收入,户联系电话,人联系电话,首次识别时间,人员识别时间,"
    "户类型,易返贫致贫户(监测对象)类型,风险是否消除,风险识别时间,风险消除时间"
)
OLDER = (
    "县,乡,行政村,自然村,户编号,人编号,姓名,证件号码,人数,与户主关系,民族,文化程度,在校生状况,健康状况,劳动技能,务工状况,务工时间(月),"
    "参加大病医疗,脱贫属性,贫困户属性,主要致贫原因,危房户,饮水安全,饮水困难,人均纯收入,联系电话"
)
ONE, TWO, THREE = identity("19700501", 11), identity("19720301", 12), identity("20100101", 13)
HEAD = "汉族,初中,非在校生,健康,普通劳动力"
WIFE = "汉族,小学,非在校生,长期慢性病,丧失劳动力"
SON = "汉族,小学,初中,健康,无劳动力"


@pytest.fixture
def village(county):
    return make_villages(2)[0]


def national(village, *, cause="因病", third=THREE, boss="户主"):
    place = f"永寿县,{village.town},{village.name},第1小组,8801"
    end = f"是,{cause},否,是,8000,10012345678,,2014-04-01,2014-04-01,脱贫户,,,,"
    return "\n".join(
        [
            NATIONAL,
            f"1,2026-03-01,{place},880101,赵一山,{ONE},3,{boss},{HEAD},6,{end}",
            f"2,2026-03-01,{place},880102,钱二花,{TWO},3,配偶,{WIFE},,{end}",
            f"3,2026-03-01,{place},880103,赵小山,{third},3,之子,{SON},,{end}",
        ]
    ).encode()


def older(village):
    place = f"永寿县,{village.town},{village.name},第1小组,8801"
    end = "是,未脱贫,一般贫困户,因病,否,是,否,8000,10012345678"
    return "\n".join([OLDER, f"{place},880101,赵一山,{ONE},1,户主,{HEAD},省外务工,6,{end}"]).encode()


def take(content, by, at, name="名册.csv"):
    row = intake.begin(content=content, filename=name, subject=Subject.ROSTER, county=COUNTY, by=by, at=at)
    row = intake.check(key=row.pk, by=by, at=at)
    intake.confirm(key=row.pk, mode="good", version=row.version, by=by, at=at)
    return intake.apply(key=row.pk, at=at)


def test_the_national_roster_makes_households_of_its_rows(village, person, noon):
    row = take(national(village), person("office"), noon)
    assert (row.rows_new, row.rows_faulty) == (3, 0)
    home = Household.objects.get()
    assert (home.code, home.village_id, home.head_name, home.persons) == ("8801", village.code, "赵一山", 3)
    assert (home.status, home.main_cause, home.phone.open()) == ("left", "illness", "10012345678")
    assert Member.objects.get(code="880102").health == ("chronic",)
    assert Member.objects.get(code="880101").identity.open() == ONE


def test_the_older_roster_of_26_columns_is_understood(village, person, noon):
    take(older(village), person("office"), noon)
    home, member = Household.objects.get(), Member.objects.get()
    assert (home.status, home.attribute, home.safe_water, home.water_difficult) == ("poor", "general", True, False)
    assert (member.work_place, member.work_months, member.serious_illness_insurance) == ("away", 6, True)


def test_the_same_roster_again_changes_nothing_and_a_new_one_what_differs(village, person, noon):
    user = person("office")
    take(national(village), user, noon)
    same = take(national(village) + b"\n", user, noon)
    assert (same.rows_new, same.rows_changed, same.rows_same) == (0, 0, 3)
    take(national(village, cause="因残"), user, noon)
    event = Event.objects.get(name="household.changed")
    assert event.changes == {"main_cause": ["illness", "disability"]}
    assert event.reason == "名册.csv"


def test_what_would_change_is_shown_before_anything_is_written(village, person, noon):
    user = person("office")
    take(national(village), user, noon)
    row = intake.begin(
        content=national(village, cause="因残"),
        filename="四月.csv",
        subject=Subject.ROSTER,
        county=COUNTY,
        by=user,
        at=noon,
    )
    row = intake.check(key=row.pk, by=user, at=noon)
    assert (row.rows_changed, row.rows_same) == (1, 2)
    assert ImportRow.objects.get(source=row, outcome="changed").differences == {"main_cause": ["illness", "disability"]}
    assert Household.objects.get().main_cause == "illness"


def test_staged_rows_keep_identity_numbers_sealed_and_nothing_is_kept_afterwards(village, person, noon):
    user = person("office")
    row = intake.begin(
        content=national(village), filename="名册.csv", subject=Subject.ROSTER, county=COUNTY, by=user, at=noon
    )
    intake.check(key=row.pk, by=user, at=noon)
    staged = str(list(ImportRow.objects.values_list("facts", flat=True)))
    assert "赵一山" in staged
    assert ONE[:14] not in staged
    row.refresh_from_db()
    intake.confirm(key=row.pk, mode="good", version=row.version, by=user, at=noon)
    intake.apply(key=row.pk, at=noon)
    assert not any(ImportRow.objects.values_list("facts", flat=True))


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("roster.wrong_identity", {"third": THREE[:17] + "XY0"[THREE[17] in "XY"]}),
        ("roster.same_identity", {"third": ONE}),
        ("roster.one_head", {"boss": "之兄"}),
    ],
)
def test_faults_of_a_roster_name_row_and_remedy(village, person, noon, rule, changed):
    user = person("office")
    row = intake.begin(
        content=national(village, **changed),
        filename="名册.csv",
        subject=Subject.ROSTER,
        county=COUNTY,
        by=user,
        at=noon,
    )
    intake.check(key=row.pk, by=user, at=noon)
    fault = ImportFault.objects.filter(rule=rule).first()
    assert fault is not None
    assert fault.row > 1
    assert fault.remedy_zh


@pytest.mark.parametrize("step", ["columns", "problems", "changes", "result"])
def test_every_step_of_the_wizard_shows_a_roster(village, person, client_for, noon, step):
    user = person("office")
    row = intake.begin(
        content=national(village, third=ONE),
        filename="名册.csv",
        subject=Subject.ROSTER,
        county=COUNTY,
        by=user,
        at=noon,
    )
    intake.check(key=row.pk, by=user, at=noon)
    response = client_for(user).get(f"/imports/{row.pk}/{step}/", follow=True)
    assert response.status_code == 200
    assert ONE not in response.content.decode()
