"""Quality rules about the person rows: identity numbers, ages, health, labour, school, work, insurance."""

import numpy as np

from zhucun.engine.households.columns import Book, Column, Mask
from zhucun.engine.households.identity_columns import IdentityColumns
from zhucun.engine.households.quality.making import (
    ASK,
    CARD,
    CHECK,
    DOUBT,
    ERROR,
    FILL,
    VERIFY,
    M,
    blank,
    has_word,
    is_word,
    not_later,
    outside,
    repeated,
    rule,
)
from zhucun.engine.households.quality.rule import QualityRule
from zhucun.engine.texts import Text
from zhucun.engine.words import Sex
from zhucun.engine.words_household import (
    RELATION_SEX,
    HealthState,
    Labour,
    Level,
    MemberState,
    Politics,
    Relation,
    School,
    WorkPlace,
    number_of,
)

OWN = "本系统"
UNABLE = (Labour.NONE, Labour.LOST)
FULL_TIME = (School.PRIMARY, School.JUNIOR, School.SENIOR, School.VOCATIONAL)
ILL = (HealthState.CHRONIC, HealthState.SERIOUS, HealthState.DISABLED)
WANTED_SEX = np.zeros(len(Relation) + 1, dtype=np.uint8)
for _relation, _sex in RELATION_SEX.items():
    WANTED_SEX[number_of(_relation)] = number_of(_sex)
AGE_OF_SCHOOL = {
    School.KINDERGARTEN: (2, 8), School.PRIMARY: (5, 16), School.JUNIOR: (10, 20), School.SENIOR: (13, 23),
    School.VOCATIONAL: (13, 28), School.VOCATIONAL_COLLEGE: (15, 35), School.BACHELOR: (15, 35), School.GRADUATE: (19, 50),
}  # fmt: skip
LEAST_LEVEL = {
    School.JUNIOR: Level.PRIMARY, School.SENIOR: Level.JUNIOR, School.VOCATIONAL: Level.JUNIOR,
    School.VOCATIONAL_COLLEGE: Level.SENIOR, School.BACHELOR: Level.SENIOR, School.GRADUATE: Level.BACHELOR,
}  # fmt: skip
"""What somebody in a stage of school has finished."""


def present(book: Book) -> Mask:
    """Mark who is a member now; nothing said counts as a member."""
    return book.here


def numbers(book: Book) -> IdentityColumns:
    """Return the identity numbers as read."""
    return book.identities


def at_school(book: Book) -> Mask:
    """Mark who is at school."""
    found: Mask = (book.members["school"] > 0) & ~is_word(book.members["school"], School.NOT)
    return found


def healthy(book: Book) -> Mask:
    """Mark who is healthy and nothing else."""
    found: Mask = book.members["health"] == 1
    return found


def works_away(book: Book) -> Mask:
    """Mark who works for wages somewhere."""
    found: Mask = (book.members["work_place"] > 0) & ~is_word(book.members["work_place"], WorkPlace.NOT)
    return found


def unlike_school_age(book: Book) -> Mask:
    """Mark who is in a stage of school at an unusual age."""
    found = np.zeros(len(book.members), dtype=np.bool_)
    for stage, (least, most) in AGE_OF_SCHOOL.items():
        found |= is_word(book.members["school"], stage) & ((book.ages < least) | (book.ages > most))
    return found


def below_stage(book: Book) -> Mask:
    """Mark whose schooling is lower than the stage of school needs."""
    found = np.zeros(len(book.members), dtype=np.bool_)
    level = book.members["schooling"]
    for stage, least in LEAST_LEVEL.items():
        found |= is_word(book.members["school"], stage) & (level > 0) & (level < number_of(least))
    return found


def same_name_and_birth(book: Book) -> Mask:
    """Mark who shares name and day of birth with another member of the county."""
    given = book.members.said("name") & book.members.said("born")
    names = np.unique(book.members["name"], return_inverse=True)[1].astype(np.int64)
    days = np.nan_to_num(book.members["born"].astype("datetime64[D]").astype(np.int64), nan=0)
    return repeated(names * 10_000_000 + np.where(given, days, 0) + 100_000, given)


def letters_of(column: Column) -> Column:
    """Return the characters of a text column as code points, one row each."""
    found: Column = np.ascontiguousarray(column).view(np.uint32).reshape(len(column), -1)
    return found


def odd_name(book: Book) -> Mask:
    """Mark names with characters that no Chinese name has: digits, Latin letters, blanks, signs."""
    letters = letters_of(book.members["name"])
    fine = (letters == 0) | ((letters >= 0x3400) & (letters <= 0x9FFF)) | (letters >= 0x20000) | (letters == 0xB7)
    odd: Mask = ~fine.all(axis=1)
    return odd


EVERYBODY = Text("在册成员", "member")
BLANKS = (
    blank(M, "identity", present, EVERYBODY, "[D12] 无证件的由公安证明"),
    blank(M, "health", present, EVERYBODY, "[D9] 2_01_002"),
    blank(M, "serious_illness_insurance", present, EVERYBODY, "[D9] 2_01_006"),
    blank(M, "pension_insurance", lambda b: present(b) & (b.ages >= 16) & ~at_school(b), Text("16岁以上成员", "aged 16 or more"), "[D9] 2_01_007"),
    *(blank(M, key, present, EVERYBODY, OWN) for key in ("sex", "born", "nation", "schooling", "labour", "school")),
    blank(M, "work_place", lambda b: present(b) & is_word(b.members["labour"], Labour.ORDINARY, Labour.SKILLED), Text("劳动力", "able to work"), OWN),
    blank(M, "disability", lambda b: has_word(b.members["health"], HealthState.DISABLED), Text("残疾成员", "disabled"), OWN, weight=DOUBT),
    blank(M, "disability_grade", lambda b: has_word(b.members["health"], HealthState.DISABLED), Text("残疾成员", "disabled"), OWN, weight=DOUBT),
    blank(M, "illness", lambda b: has_word(b.members["health"], HealthState.SERIOUS), Text("患大病成员", "seriously ill"), OWN, weight=DOUBT),
)  # fmt: skip

IDENTITY = (
    rule("identity_wrong", M, ERROR, "证件号码不成立", "The identity number cannot be right", CARD, "name identity", "GB 11643",
         lambda b, lim: b.members.said("identity") & ~numbers(b).right),
    rule("identity_twice", M, ERROR, "同一证件号码登记了两次", "One identity number stands twice", CARD, "name identity household_code", OWN,
         lambda b, lim: twice_in_county(b)),
    rule("identity_made_up", M, DOUBT, "证件号码为演示数据（99开头）", "The identity number is a made-up one (it begins with 99)", CARD, "name identity", OWN,
         lambda b, lim: numbers(b).made_up & ~made_up_county(b)),
    rule("identity_other_sex", M, ERROR, "性别与证件号码不符", "Sex and identity number disagree", CARD, "sex identity", "GB 11643",
         lambda b, lim: numbers(b).right & (b.members["sex"] > 0) & (numbers(b).sex != b.members["sex"])),
    rule("identity_other_birth", M, ERROR, "出生日期与证件号码不符", "Day of birth and identity number disagree", CARD, "born identity", "GB 11643",
         lambda b, lim: numbers(b).right & b.members.said("born") & (numbers(b).born != b.members["born"])),
    rule("card_without_disability", M, DOUBT, "持残疾人证，健康状况未选残疾", "Has a disability card, yet is not called disabled", ASK, "identity health", "[D12]",
         lambda b, lim: (np.char.str_len(b.members["identity"]) == 20) & ~has_word(b.members["health"], HealthState.DISABLED)),
    rule("same_name_and_birth", M, DOUBT, "同名且同日出生，可能重复登记", "Same name and day of birth as another: perhaps registered twice", VERIFY,
         "name born household_code", OWN, lambda b, lim: same_name_and_birth(b)),
    rule("number_twice", M, ERROR, "人编号重复", "Two persons have one number", CHECK, "code", OWN,
         lambda b, lim: repeated(b.members["code"], b.members.said("code"))),
    rule("stray", M, ERROR, "户编号不在户名单中", "The household number is not in the list of households", CHECK, "household_code name", OWN,
         lambda b, lim: b.home < 0),
    rule("odd_name", M, DOUBT, "姓名含有数字、字母、空格或符号", "The name has digits, letters, blanks or signs", CARD, "name", OWN,
         lambda b, lim: odd_name(b)),
    rule("short_name", M, DOUBT, "姓名只有一个字", "The name has only one character", CARD, "name", OWN,
         lambda b, lim: np.char.str_len(b.members["name"]) == 1),
)  # fmt: skip


def twice_in_county(book: Book) -> Mask:
    """Mark members whose readable number stands at another member too."""
    read = numbers(book)
    return repeated(read.first_eighteen, read.readable & present(book))


def made_up_county(book: Book) -> Mask:
    """Tell for each member whether the whole county is made up, as a demonstration is."""
    read = numbers(book)
    share = read.made_up.sum() / max(1, read.readable.sum())
    return np.full(len(book.members), share > 0.5)


AGES = (
    not_later(M, "born", OWN),
    rule("too_old", M, DOUBT, "年龄过大", "Implausibly old", CARD, "born", OWN,
         lambda b, lim: present(b) & (b.ages > lim("household_limit.oldest")), "household_limit.oldest"),
    rule("young_head", M, DOUBT, "户主未满16周岁", "The head is under 16", VERIFY, "relation born", OWN,
         lambda b, lim: present(b) & is_word(b.members["relation"], Relation.HEAD) & (b.ages < 16)),
    rule("young_spouse", M, DOUBT, "配偶未到法定婚龄", "The spouse is under the legal age of marriage", CARD, "relation sex born", "法定婚龄",
         lambda b, lim: present(b) & is_word(b.members["relation"], Relation.SPOUSE, Relation.SONS_WIFE, Relation.DAUGHTERS_HUSBAND)
         & (b.ages < np.where(is_word(b.members["sex"], Sex.MALE), lim("household_limit.marriage_age_man"), lim("household_limit.marriage_age_woman"))),
         "household_limit.marriage_age_man household_limit.marriage_age_woman"),
    rule("relation_sex", M, ERROR, "性别与户主关系不符", "Sex and relation to the head disagree", CARD, "sex relation", "[D9] 2_01_004",
         lambda b, lim: (b.members["sex"] > 0) & (WANTED_SEX[b.members["relation"]] > 0) & (WANTED_SEX[b.members["relation"]] != b.members["sex"])),
    rule("young_member_of_the_party", M, ERROR, "未满18周岁的党员", "A Party member under 18", CARD, "politics born", "党章：年满十八岁",
         lambda b, lim: is_word(b.members["politics"], Politics.MEMBER, Politics.PROBATIONARY) & (b.ages < 18)),
    rule("old_league_member", M, DOUBT, "28周岁以上的共青团员", "A Youth League member over 28", CHECK, "politics born", "团章：年满二十八周岁离团",
         lambda b, lim: is_word(b.members["politics"], Politics.LEAGUE) & (b.ages > 28)),
    rule("soldier_age", M, DOUBT, "现役军人年龄不合常理", "A soldier of unusual age", CHECK, "soldier born", OWN,
         lambda b, lim: (b.members["soldier"] == 1) & ((b.ages < 17) | (b.ages > 60))),
)  # fmt: skip

HEALTH = (
    rule("healthy_and_ill", M, ERROR, "健康与疾病、残疾并选", "Both healthy and ill", ASK, "health", "[D16]",
         lambda b, lim: has_word(b.members["health"], HealthState.HEALTHY) & has_word(b.members["health"], *ILL)),
    rule("disability_without_health", M, ERROR, "填了残疾类别或等级，健康状况未选残疾", "Kind or grade of disability without being called disabled", ASK,
         "health disability disability_grade", OWN,
         lambda b, lim: (b.members.said("disability") | b.members.said("disability_grade")) & ~has_word(b.members["health"], HealthState.DISABLED)),
    rule("severe_yet_able", M, DOUBT, "重度残疾，却为普通或技能劳动力", "Severely disabled yet fully able to work", ASK, "disability_grade labour", OWN,
         lambda b, lim: (b.members["disability_grade"] > 0) & (b.members["disability_grade"] <= 2) & is_word(b.members["labour"], Labour.ORDINARY, Labour.SKILLED)),
    rule("soldier_disabled", M, DOUBT, "现役军人为残疾人", "A soldier who is disabled", ASK, "soldier health", OWN,
         lambda b, lim: (b.members["soldier"] == 1) & has_word(b.members["health"], HealthState.DISABLED)),
)  # fmt: skip

LABOUR = (
    rule("able_called_unable", M, ERROR, "16至60周岁、健康、不在校，却为无劳动力", "Of working age, healthy, not at school, yet called without labour", ASK,
         "born health school labour", "[D9] 2_01_010",
         lambda b, lim: present(b) & (b.ages >= lim("household_limit.working_age_least")) & (b.ages <= lim("household_limit.working_age_most"))
         & healthy(b) & ~at_school(b) & is_word(b.members["labour"], Labour.NONE),
         "household_limit.working_age_least household_limit.working_age_most"),
    rule("child_called_able", M, ERROR, "未满16周岁，劳动技能却不是无劳动力", "Under 16 yet not called without labour", ASK, "born labour", "[D9] 2_01_011",
         lambda b, lim: (b.ages < lim("household_limit.working_age_least")) & (b.members["labour"] > 0) & ~is_word(b.members["labour"], Labour.NONE),
         "household_limit.working_age_least"),
    rule("unable_works_away", M, ERROR, "外出务工，劳动技能却为无、丧失或弱劳动力", "Works away yet called without labour or weak", ASK,
         "work_place labour", "[D9] 2_01_015",
         lambda b, lim: works_away(b) & is_word(b.members["labour"], *UNABLE, Labour.WEAK)),
    rule("child_works", M, ERROR, "未满16周岁外出务工", "Under 16 and working for wages", VERIFY, "born work_place work_months", "禁止使用童工规定",
         lambda b, lim: (b.ages < 16) & (works_away(b) | (b.members["work_months"] > 0))),
    rule("old_works_away", M, DOUBT, "高龄外出务工", "Very old and working away", VERIFY, "born work_place", OWN,
         lambda b, lim: works_away(b) & (b.ages > lim("household_limit.old_worker")), "household_limit.old_worker"),
    outside(M, "work_months", OWN, most="household_limit.months", weight=ERROR),
    rule("works_without_months", M, ERROR, "外出务工，但没有务工时间", "Works away but no months are given", ASK, "work_place work_months", OWN,
         lambda b, lim: works_away(b) & ~(b.members["work_months"] > 0)),
    rule("months_without_place", M, ERROR, "有务工时间，但没有务工状况", "Months of work but no place", ASK, "work_place work_months", OWN,
         lambda b, lim: (b.members["work_months"] > 0) & ~works_away(b)),
    rule("works_and_home_above_a_year", M, ERROR, "务工与在家时间之和超过12个月", "Months at work and at home are above twelve", ASK,
         "work_months home_months", OWN, lambda b, lim: b.members["work_months"] + b.members["home_months"] > 12),
    rule("school_and_work", M, DOUBT, "中小学在校生全年务工", "At school yet works most of the year", ASK, "school work_months", OWN,
         lambda b, lim: is_word(b.members["school"], *FULL_TIME) & (b.members["work_months"] >= 6)),
    rule("public_job_unable", M, DOUBT, "公益岗位人员没有劳动能力", "Holds a public-welfare post yet cannot work", VERIFY, "public_job labour", OWN,
         lambda b, lim: (b.members["public_job"] == 1) & is_word(b.members["labour"], *UNABLE)),
)  # fmt: skip

SCHOOL = (
    rule("out_of_school", M, ERROR, "义务教育阶段（6至15周岁）不在校", "Of compulsory-school age (6 to 15) and not at school", VERIFY,
         "born school dropout health", "《义务教育法》第十一条",
         lambda b, lim: present(b) & (b.ages >= 7) & (b.ages <= 15) & is_word(b.members["school"], School.NOT) & ~b.members.said("dropout")),
    rule("dropout_at_school", M, ERROR, "在校生填了辍学原因", "At school yet a cause of dropping out is given", CHECK, "school dropout", "[D5]",
         lambda b, lim: at_school(b) & b.members.said("dropout")),
    rule("school_age", M, DOUBT, "在校阶段与年龄不符", "Stage of school and age disagree", CHECK, "born school", OWN,
         lambda b, lim: unlike_school_age(b)),
    rule("level_below_stage", M, ERROR, "文化程度低于在校阶段", "Schooling is below the stage of school", CHECK, "schooling school", OWN,
         lambda b, lim: below_stage(b)),
    rule("grown_below_school_age", M, ERROR, "7周岁以上填学龄前儿童", "Aged 7 or more yet called below school age", CHECK, "born schooling", OWN,
         lambda b, lim: (b.ages >= 8) & is_word(b.members["schooling"], Level.PRESCHOOL)),
    rule("child_too_learned", M, ERROR, "年龄与文化程度不符", "Too young for the schooling", CHECK, "born schooling", OWN,
         lambda b, lim: ((b.ages < 5) & (b.members["schooling"] > number_of(Level.ILLITERATE)))
         | ((b.ages < 11) & (b.members["schooling"] >= number_of(Level.JUNIOR)))
         | ((b.ages < 17) & (b.members["schooling"] >= number_of(Level.COLLEGE)))),
    rule("young_illiterate", M, DOUBT, "青年文盲（15至35周岁，健康）", "A young adult called illiterate", VERIFY, "born schooling health", OWN,
         lambda b, lim: (b.ages >= 15) & (b.ages <= 35) & healthy(b) & is_word(b.members["schooling"], Level.ILLITERATE)),
)  # fmt: skip

INSURANCE = (
    rule("no_medical_insurance", M, ERROR, "居民医保和职工医保均未参加或未填", "No medical insurance, neither residents' nor employees'", ASK,
         "medical_insurance employee_insurance soldier", "[D9] 2_01_008",
         lambda b, lim: present(b) & (b.members["medical_insurance"] != 1) & (b.members["employee_insurance"] != 1) & (b.members["soldier"] != 1)),
    rule("two_medical_insurances", M, DOUBT, "居民医保与职工医保重复参加", "Both residents' and employees' medical insurance", VERIFY,
         "medical_insurance employee_insurance", OWN,
         lambda b, lim: (b.members["medical_insurance"] == 1) & (b.members["employee_insurance"] == 1)),
    rule("child_in_pension", M, ERROR, "未满16周岁参加养老保险", "Under 16 yet in the pension insurance", CHECK, "born pension_insurance", "年满16周岁参保",
         lambda b, lim: (b.ages < 16) & (b.members["pension_insurance"] == 1)),
)  # fmt: skip

GONE = (
    rule("gone_yet_working", M, ERROR, "已不在册的成员仍有务工记录", "No member any more yet works", CHECK, "state work_place", "[D21]",
         lambda b, lim: ~present(b) & works_away(b) & is_word(b.members["state"], MemberState.DEAD)),
    rule("gone_yet_dibao", M, ERROR, "死亡、服刑成员仍享受低保", "Dead or in prison yet on the minimum living allowance", VERIFY, "state dibao", "[Q2]",
         lambda b, lim: is_word(b.members["state"], MemberState.DEAD, MemberState.IN_PRISON) & (b.members["dibao"] == 1)),
    rule("head_gone", M, ERROR, "户主已不在册，应变更户主", "The head is no member any more: name another", FILL, "state relation", OWN,
         lambda b, lim: ~present(b) & (b.home >= 0) & is_word(b.members["relation"], Relation.HEAD)
         & (b.of_home(b.count(present(b))) > 0) & (b.of_home(b.heads) < 0)),
    rule("payroll_in_poor_household", M, DOUBT, "参加职工医保的成员（可能有稳定工作）", "In employees' insurance: perhaps a steady job", VERIFY,
         "employee_insurance", "[Q1] 九红线",
         lambda b, lim: present(b) & (b.members["employee_insurance"] == 1)),
)  # fmt: skip

MEMBER_RULES: tuple[QualityRule, ...] = (
    *BLANKS, *IDENTITY, *AGES, *HEALTH, *LABOUR, *SCHOOL, *INSURANCE, *GONE,
)  # fmt: skip
