"""Quality rules that need a household and its members together, and rules about a village form and its households."""

import numpy as np

from zhucun.engine.households.columns import Book, Column, Mask
from zhucun.engine.households.quality.households import (
    MONITORING_SINCE,
    left,
    monitored,
    registered,
    still_poor,
    watched,
)
from zhucun.engine.households.quality.making import (
    ASK,
    CARD,
    CHECK,
    DOUBT,
    ERROR,
    FILL,
    VERIFY,
    H,
    M,
    V,
    blank,
    has_word,
    is_word,
    rule,
)
from zhucun.engine.households.quality.members import at_school, present, works_away
from zhucun.engine.households.quality.rule import QualityRule
from zhucun.engine.texts import Text
from zhucun.engine.words import VillageKind
from zhucun.engine.words_household import (
    ABLE,
    Attribute,
    Cause,
    ExitStatus,
    HealthState,
    MemberState,
    Relation,
    Risk,
    School,
    WorkPlace,
)

OWN = "本系统"
CHILDREN = (Relation.SON, Relation.DAUGHTER)
PARENTS = (Relation.FATHER, Relation.MOTHER, Relation.WIFES_FATHER, Relation.WIFES_MOTHER,
           Relation.HUSBANDS_FATHER, Relation.HUSBANDS_MOTHER)  # fmt: skip
GRANDCHILDREN = (Relation.GRANDSON, Relation.GRANDDAUGHTER, Relation.DAUGHTERS_SON, Relation.DAUGHTERS_DAUGHTER)


def has_members(book: Book) -> Mask:
    """Mark households with at least one member row."""
    return book.some(np.ones(len(book.members), dtype=np.bool_))


def heads(book: Book) -> Column:
    """Return how many heads each household has among its members of now."""
    return book.count(is_word(book.members["relation"], Relation.HEAD) & present(book))


def names_of_heads(book: Book) -> Column:
    """Return the name of each household's head among its members, the stated one where there is none."""
    stated = book.households["head_name"]
    if not len(book.members):
        return stated
    return np.where(book.heads >= 0, book.members["name"][np.maximum(book.heads, 0)], stated)


def able(book: Book) -> Column:
    """Return how many members of each household can work."""
    return book.count(is_word(book.members["labour"], *ABLE) & present(book))


def age_of_head(book: Book) -> Column:
    """Return for each member the age of the head of the household, NaN where there is none."""
    ages = np.where(book.heads >= 0, book.ages[np.maximum(book.heads, 0)], np.nan)
    return np.where(book.home >= 0, book.of_home(ages), np.nan)


def sex_of_head(book: Book) -> Column:
    """Return for each member the sex of the head as a number, 0 where nobody says."""
    sexes = np.where(book.heads >= 0, book.members["sex"][np.maximum(book.heads, 0)], 0)
    return np.where(book.home >= 0, book.of_home(sexes), 0)


FAMILY = (
    rule("without_members", H, ERROR, "户下没有成员", "The household has no members", FILL, "code head_name", OWN, lambda b, lim: ~has_members(b)),
    rule("no_head", H, ERROR, "没有户主", "The household has no head", FILL, "code head_name", "[D9] 3_02_012",
         lambda b, lim: (b.count(present(b)) > 0) & (heads(b) == 0)),
    rule("several_heads", H, ERROR, "户主多于一人", "The household has more than one head", CHECK, "code head_name", "[D9] 3_02_011",
         lambda b, lim: heads(b) > 1),
    rule("several_spouses", H, ERROR, "配偶多于一人", "The head has more than one spouse", CHECK, "code head_name", OWN,
         lambda b, lim: b.count(is_word(b.members["relation"], Relation.SPOUSE) & present(b)) > 1),
    rule("other_head_name", H, ERROR, "户主姓名与成员中的户主不符", "The head's name is not that of the head among the members", CHECK, "head_name", OWN,
         lambda b, lim: (b.heads >= 0) & (names_of_heads(b) != b.households["head_name"])),
    rule("persons_differ", H, ERROR, "家庭人口数与成员数不符", "The stated number of members is not that of the rows", CHECK, "persons", OWN,
         lambda b, lim: has_members(b) & b.households.said("persons") & (b.households["persons"] != b.count(present(b)))),
    rule("labour_differs", H, ERROR, "劳动力人数与成员不符", "The stated number able to work is not that of the rows", CHECK, "labour_persons", OWN,
         lambda b, lim: has_members(b) & b.households.said("labour_persons") & (b.households["labour_persons"] != able(b))),
    rule("very_large", H, DOUBT, "家庭人口过多，可能未分户", "Very many members: perhaps two households", VERIFY, "persons", OWN,
         lambda b, lim: b.count(present(b)) > lim("household_limit.persons"), "household_limit.persons"),
    rule("children_alone", H, DOUBT, "全户均未满16周岁", "All members are under 16", VERIFY, "code head_name", OWN,
         lambda b, lim: (b.count(present(b)) > 0) & (b.count(present(b) & ~(b.ages < 16)) == 0)),
    rule("all_gone", H, DOUBT, "成员均已不在册，应办理自然减少", "No member is left: close the household", VERIFY, "status", "[D21]",
         lambda b, lim: has_members(b) & (b.count(present(b)) == 0) & ~is_word(b.households["status"], ExitStatus.GONE)),
    rule("child_too_old", M, ERROR, "子女与户主年龄差过小", "A child is too close in age to the head", CARD, "relation born household_code", OWN,
         lambda b, lim: present(b) & is_word(b.members["relation"], *CHILDREN) & (age_of_head(b) - b.ages < lim("household_limit.parent_gap_years")),
         "household_limit.parent_gap_years"),
    rule("parent_too_young", M, ERROR, "父母与户主年龄差过小", "A parent is too close in age to the head", CARD, "relation born household_code", OWN,
         lambda b, lim: present(b) & is_word(b.members["relation"], *PARENTS) & (b.ages - age_of_head(b) < (lim("household_limit.parent_gap_years") - 3)),
         "household_limit.parent_gap_years"),
    rule("grandchild_too_old", M, ERROR, "孙辈与户主年龄差过小", "A grandchild is too close in age to the head", CARD, "relation born household_code", OWN,
         lambda b, lim: present(b) & is_word(b.members["relation"], *GRANDCHILDREN) & (age_of_head(b) - b.ages < 2 * lim("household_limit.parent_gap_years")),
         "household_limit.parent_gap_years"),
    rule("spouse_of_same_sex", M, ERROR, "配偶与户主性别相同", "Head and spouse have one sex", CARD, "relation sex household_code", "[D9] 2_01_004",
         lambda b, lim: present(b) & is_word(b.members["relation"], Relation.SPOUSE) & (b.members["sex"] > 0) & (b.members["sex"] == sex_of_head(b))),
    rule("spouse_far_in_age", M, DOUBT, "配偶与户主年龄相差30岁以上", "Head and spouse are thirty years apart", CARD, "relation born household_code", OWN,
         lambda b, lim: present(b) & is_word(b.members["relation"], Relation.SPOUSE) & (np.abs(age_of_head(b) - b.ages) > 30)),
)  # fmt: skip


def some_ill(book: Book) -> Mask:
    """Mark households in which somebody is ill or was, gone members included."""
    return book.some(has_word(book.members["health"], HealthState.CHRONIC, HealthState.SERIOUS))


def some_disabled(book: Book) -> Mask:
    """Mark households in which somebody is disabled or was."""
    return book.some(has_word(book.members["health"], HealthState.DISABLED))


def some_at_school(book: Book) -> Mask:
    """Mark households in which somebody learns beyond kindergarten."""
    return book.some(at_school(book) & ~is_word(book.members["school"], School.KINDERGARTEN))


def some_work(book: Book) -> Mask:
    """Mark households in which somebody works for wages or holds a public post."""
    return book.some(works_away(book) | (book.members["work_months"] > 0) | (book.members["public_job"] == 1))


def cause(book: Book, *words: Cause) -> Mask:
    """Mark households that are poor now with one of these main causes."""
    return still_poor(book) & is_word(book.households["main_cause"], *words)


def risk(book: Book, *words: Risk) -> Mask:
    """Mark watched households with one of these risks."""
    return monitored(book) & has_word(book.households["risks"], *words)


CAUSES = (
    rule("illness_without_ill", H, DOUBT, "致贫原因为因病，但没有成员患病", "The cause is illness, yet nobody is ill", ASK, "main_cause", OWN,
         lambda b, lim: has_members(b) & cause(b, Cause.ILLNESS) & ~some_ill(b)),
    rule("disability_without_disabled", H, DOUBT, "致贫原因为因残，但没有残疾成员", "The cause is disability, yet nobody is disabled", ASK, "main_cause", OWN,
         lambda b, lim: has_members(b) & cause(b, Cause.DISABILITY) & ~some_disabled(b)),
    rule("schooling_without_pupil", H, DOUBT, "致贫原因为因学，但没有在校生", "The cause is schooling, yet nobody is at school", ASK, "main_cause", OWN,
         lambda b, lim: has_members(b) & cause(b, Cause.SCHOOLING) & ~some_at_school(b)),
    rule("labour_with_labour", H, DOUBT, "致贫原因为缺劳力，但有两名以上劳动力", "The cause is lack of labour, yet two or more can work", ASK, "main_cause labour_persons", OWN,
         lambda b, lim: cause(b, Cause.LABOUR) & (able(b) >= 2)),
    rule("skill_without_labour", H, DOUBT, "致贫原因为缺技术或缺资金，但没有劳动力", "The cause is lack of skills or funds, yet nobody can work", ASK,
         "main_cause labour_persons", OWN,
         lambda b, lim: has_members(b) & cause(b, Cause.SKILL, Cause.FUNDS, Cause.DRIVE) & (able(b) == 0)),
    rule("supported_with_labour", H, DOUBT, "特困供养户有劳动力", "Under extreme-poverty support, yet somebody can work", VERIFY, "attribute labour_persons", "特困人员认定：无劳动能力",
         lambda b, lim: is_word(b.households["attribute"], Attribute.SUPPORTED) & (able(b) > 0)),
    rule("dibao_without_person", H, DOUBT, "低保户没有享受低保的成员", "On the minimum living allowance, yet no member is", ASK, "attribute", OWN,
         lambda b, lim: (b.count(present(b)) > 0) & is_word(b.households["attribute"], Attribute.DIBAO, Attribute.DIBAO_ONLY) & ~b.some((b.members["dibao"] == 1) & present(b))),
    rule("person_without_dibao", H, DOUBT, "有成员享受低保，但不是低保户", "A member is on the minimum living allowance, the household is not", ASK, "attribute", OWN,
         lambda b, lim: is_word(b.households["attribute"], Attribute.GENERAL, Attribute.ORDINARY) & b.some((b.members["dibao"] == 1) & present(b))),
    watched(
        rule("work_risk_without_labour", H, ERROR, "风险为务工就业不稳，但没有劳动力", "The risk is unstable work, yet nobody can work", ASK, "risks", "[D9] 2_11_006",
             lambda b, lim: risk(b, Risk.WORK) & (able(b) == 0))
    ),
    watched(
        rule("work_risk_without_work", H, ERROR, "风险为务工就业不稳，但没有务工记录", "The risk is unstable work, yet nobody has worked", ASK, "risks", "[D9] 5_15_013、5_15_014",
             lambda b, lim: risk(b, Risk.WORK) & ~some_work(b))
    ),
    watched(
        rule("illness_risk_without_ill", H, DOUBT, "风险为因病，但没有成员患病", "The risk is illness, yet nobody is ill", ASK, "risks", OWN,
             lambda b, lim: risk(b, Risk.ILLNESS) & ~some_ill(b))
    ),
    watched(
        rule("schooling_risk_without_pupil", H, DOUBT, "风险为因学，但没有在校生", "The risk is schooling, yet nobody is at school", ASK, "risks", OWN,
             lambda b, lim: risk(b, Risk.SCHOOLING) & ~some_at_school(b))
    ),
)  # fmt: skip

MONEY = (
    rule("wage_without_work", H, DOUBT, "有工资性收入，但没有人务工", "There are wages, yet nobody works for them", ASK, "wage_yuan", OWN,
         lambda b, lim: has_members(b) & (b.households["wage_yuan"] > 0) & ~some_work(b)),
    rule("work_without_wage", H, DOUBT, "有人务工6个月以上，但没有工资性收入", "Somebody works half the year, yet there are no wages", ASK, "wage_yuan", "收入核算",
         lambda b, lim: b.households.said("wage_yuan") & (b.households["wage_yuan"] == 0)
         & b.some(works_away(b) & (b.members["work_months"] >= 6) & ~is_word(b.members["work_place"], WorkPlace.NOT))),
    rule("pension_without_old", H, DOUBT, "有养老金，但没有60周岁以上成员", "There is a pension, yet nobody is 60", ASK, "pension_yuan", OWN,
         lambda b, lim: has_members(b) & (b.households["pension_yuan"] > 0) & ~b.some((b.ages >= lim("household_limit.pension_age")) & (b.ages < 200)),
         "household_limit.pension_age"),
    rule("old_without_pension", H, DOUBT, "有参保的60周岁以上成员，但没有养老金", "An insured member is 60 or more, yet there is no pension", ASK, "pension_yuan", OWN,
         lambda b, lim: b.households.said("pension_yuan") & (b.households["pension_yuan"] == 0)
         & b.some(present(b) & (b.ages >= lim("household_limit.pension_age") + 1) & (b.members["pension_insurance"] == 1)),
         "household_limit.pension_age"),
    rule("payment_to_the_dead", H, ERROR, "全部低保成员已死亡，仍有低保金", "All on the allowance are dead, yet it is paid", VERIFY, "dibao_yuan", "[Q2]",
         lambda b, lim: (b.households["dibao_yuan"] > 0) & b.some((b.members["dibao"] == 1) & is_word(b.members["state"], MemberState.DEAD))
         & ~b.some((b.members["dibao"] == 1) & present(b))),
    rule("left_with_pupil_out_of_school", H, ERROR, "已脱贫户有义务教育阶段辍学", "A household that has left poverty has a child out of school", ASK, "status", "[P2] 义务教育有保障",
         lambda b, lim: left(b) & b.some(present(b) & (b.ages >= 7) & (b.ages <= 15) & is_word(b.members["school"], School.NOT) & (b.members["dropout"] != 1) & (b.members["dropout"] != 2))),
    rule("left_with_uninsured", H, ERROR, "已脱贫户有成员未参加医保", "A household that has left poverty has a member without medical insurance", ASK, "status", "[P2] 基本医疗有保障",
         lambda b, lim: left(b) & b.some(present(b) & (b.members["medical_insurance"] == 0) & (b.members["employee_insurance"] != 1))),
)  # fmt: skip


def tally(book: Book, households: Column) -> Column:
    """Return the sum of a household column for each village form."""
    known = book.place >= 0
    return np.bincount(
        book.place[known], weights=np.nan_to_num(households[known].astype(np.float64)), minlength=len(book.villages)
    )


OF_POOR_VILLAGES = Text("贫困村", "poor village")


def poor_village(book: Book) -> Mask:
    """Mark villages registered as poor."""
    return has_word(book.villages["kinds"], VillageKind.POOR)


VILLAGES = (
    *(blank(V, key, poor_village, OF_POOR_VILLAGES, "[D9] 1_03_00x") for key in ("doctors", "dibao_persons", "wubao_persons", "disabled_persons", "clinic")),
    rule("unsafe_above_households", V, ERROR, "饮水不安全户与危房户之和大于总户数", "Households with unsafe water or houses are above all households", CHECK,
         "unsafe_water_households unsafe_houses households", "[D9] 3_03_001",
         lambda b, lim: b.villages["unsafe_water_households"] + b.villages["unsafe_houses"] > b.villages["households"]),
    rule("land_below_households", V, ERROR, "村耕地面积小于各户之和", "The village's arable land is below that of its households", CHECK, "arable_mu", "[D9] 村地小于户地之和",
         lambda b, lim: b.villages["arable_mu"] < tally(b, b.households["arable_mu"]) - 0.5),
    rule("poor_households_differ", V, DOUBT, "村表贫困户数与建档立卡户数不符", "The form's poor households are not those registered", CHECK, "poor_households", OWN,
         lambda b, lim: b.villages.said("poor_households") & (b.villages["poor_households"] != tally(b, registered(b)))),
    rule("poor_persons_differ", V, DOUBT, "村表贫困人口与建档立卡人口不符", "The form's poor persons are not those registered", CHECK, "poor_persons", OWN,
         lambda b, lim: b.villages.said("poor_persons") & (b.villages["poor_persons"] != tally(b, np.where(registered(b), b.count(present(b)), 0)))),
    rule("registered_above_all", V, ERROR, "建档立卡户多于全村总户数", "More registered households than households", CHECK, "households", OWN,
         lambda b, lim: b.villages["households"] < tally(b, registered(b))),
    rule("dibao_below_members", V, DOUBT, "村表低保人口少于名册中的低保成员", "Fewer on the minimum living allowance in the form than among the members", CHECK, "dibao_persons", OWN,
         lambda b, lim: b.villages["dibao_persons"] < tally(b, b.count((b.members["dibao"] == 1) & present(b)))),
    rule("without_households", V, DOUBT, "村里没有登记任何户", "No household is registered in the village", VERIFY, "name", OWN,
         lambda b, lim: (tally(b, np.ones(len(b.households))) == 0) & (len(b.households) > 0)),
)  # fmt: skip

HOUSEHOLD_AND_MEMBER_RULES: tuple[QualityRule, ...] = (*FAMILY, *CAUSES, *MONEY)
VILLAGE_RULES: tuple[QualityRule, ...] = VILLAGES
__all__ = ["HOUSEHOLD_AND_MEMBER_RULES", "MONITORING_SINCE", "VILLAGE_RULES"]
