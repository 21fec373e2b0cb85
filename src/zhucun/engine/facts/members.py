"""What is known of a member of a household: the person rows of the national registry (AB01, AB02)."""

from zhucun.engine.facts.fact import Fact, Sight
from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.texts import Text as T
from zhucun.engine.words import Sex
from zhucun.engine.words_household import (
    Disability,
    DisabilityGrade,
    Dropout,
    HealthState,
    Labour,
    Level,
    MemberState,
    Nation,
    Politics,
    Relation,
    School,
    WorkPlace,
)  # fmt: skip

PUBLIC, VILLAGE, TOWNSHIP, PURPOSE = Sight.PUBLIC, Sight.VILLAGE, Sight.TOWNSHIP, Sight.PURPOSE
MONTHS, YEARS = T("月", "months"), T("岁", "years of age")
FROM_NUMBER = T("由证件号码推出，证件号码缺失时可填", "Read from the identity number; typed only where there is none")

MEMBER: tuple[Fact, ...] = (
    Fact("code", T("人编号", "Person number"), K.CODE, ("人员编号", "人编码", "AAB001"), required=True, canonical="p.code", sight=VILLAGE),
    Fact("household_code", T("户编号", "Household number"), K.CODE, ("家庭编号", "户号", "AAC001"), required=True, canonical="h.code", sight=VILLAGE),
    Fact("name", T("姓名", "Name"), K.TEXT, ("家庭成员姓名", "搬迁人员姓名", "AAB002"), required=True, personal=True, canonical="p.name", sight=PUBLIC),
    Fact("sex", T("性别", "Sex"), K.WORD, ("AAB003",), words=Sex, canonical="p.sex", sight=PUBLIC),
    Fact("identity", T("证件号码", "Identity number"), K.CODE, ("身份证号", "身份证号码", "身份证明号码", "公民身份号码", "搬迁人员身份证号", "残疾证号", "AAB004"), personal=True, canonical="p.id_no", sight=PURPOSE, note=T("18位身份证号、15位旧号或20位残疾人证号", "18-digit identity number, old 15-digit number, or 20-digit disability card")),
    Fact("born", T("出生日期", "Date of birth"), K.DAY, ("出生年月", "AAB005"), personal=True, canonical="p.birth", sight=VILLAGE),
    Fact("age", T("年龄", "Age"), K.COUNT, (), unit=YEARS, canonical="p.age", sight=VILLAGE, computed=T("由出生日期和日期计算", "Worked out from the date of birth and the day")),
    Fact("relation", T("与户主关系", "Relation to the head"), K.WORD, ("家庭关系", "AAB006"), words=Relation, required=True, canonical="p.relation", sight=VILLAGE),
    Fact("nation", T("民族", "Nationality"), K.WORD, ("AAB007",), words=Nation, canonical="p.ethnic", sight=VILLAGE),
    Fact("politics", T("政治面貌", "Political status"), K.WORD, ("AAK033",), words=Politics, canonical="p.politics", sight=VILLAGE),
    Fact("schooling", T("文化程度", "Schooling"), K.WORD, ("学历", "AAB008"), words=Level, canonical="p.education", sight=VILLAGE),
    Fact("school", T("在校生状况", "At school"), K.WORD, ("在校生情况", "在校状况", "AAB009"), words=School, canonical="p.student_status", sight=VILLAGE),
    Fact("dropout", T("失学或辍学原因", "Why not at school"), K.WORD, ("辍学原因",), words=Dropout, canonical="p.dropout_reason", sight=VILLAGE),
    Fact("health", T("健康状况", "Health"), K.WORDS, ("健康情况", "身体状况", "AAB017"), words=HealthState, personal=True, canonical="p.health", sight=TOWNSHIP, note=T("可多选；健康不与其他并选", "Several may hold; 'healthy' stands alone")),
    Fact("illness", T("病种", "Illness"), K.TEXT, ("患病名称", "大病病种"), personal=True, canonical="p.illness", sight=PURPOSE),
    Fact("disability", T("残疾类别", "Kind of disability"), K.WORD, ("残疾类型",), words=Disability, personal=True, canonical="p.disability", sight=TOWNSHIP),
    Fact("disability_grade", T("残疾等级", "Grade of disability"), K.WORD, ("残疾级别",), words=DisabilityGrade, personal=True, canonical="p.disability_grade", sight=TOWNSHIP),
    Fact("labour", T("劳动技能", "Ability to work"), K.WORD, ("劳动能力", "劳动技能情况", "劳动力类型", "AAB010"), words=Labour, canonical="p.labour", sight=VILLAGE),
    Fact("work_place", T("务工状况", "Where working for wages"), K.WORD, ("务工区域", "务工地点", "AAB011"), words=WorkPlace, canonical="p.work_area", sight=VILLAGE),
    Fact("work_months", T("务工时间", "Months worked for wages"), K.NUMBER, ("务工时间（月）", "务工时间(月)", "务工累计时间（月）", "AAB012"), unit=MONTHS, canonical="p.work_months", sight=VILLAGE),
    Fact("employer", T("务工企业名称", "Employer"), K.TEXT, ("务工单位",), canonical="p.employer", sight=TOWNSHIP),
    Fact("trade", T("务工工种", "Trade"), K.TEXT, ("工种", "职业"), canonical="p.occupation", sight=VILLAGE),
    Fact("public_job", T("公益岗位", "Public-welfare post"), K.YES_NO, ("是否公益岗位",), canonical="p.public_job", sight=PUBLIC),
    Fact("home_months", T("在家时间", "Months at home"), K.NUMBER, ("在家时间（月）",), unit=MONTHS, canonical="p.months_home", sight=VILLAGE),
    Fact("medical_insurance", T("是否参加城乡居民基本医疗保险", "Residents' medical insurance"), K.YES_NO, ("参加城乡居民基本医疗保险", "新农合", "AAB013"), canonical="p.medical_ins", sight=VILLAGE),
    Fact("employee_insurance", T("是否参加职工基本医疗保险", "Employees' medical insurance"), K.YES_NO, ("职工医保",), canonical="p.employee_ins", sight=VILLAGE),
    Fact("serious_illness_insurance", T("是否参加大病保险", "Serious-illness insurance"), K.YES_NO, ("参加大病医疗", "参加大病保险", "AAB022"), canonical="p.serious_illness_ins", sight=VILLAGE),
    Fact("pension_insurance", T("是否参加城乡居民基本养老保险", "Residents' pension insurance"), K.YES_NO, ("参加养老保险", "AAB014"), canonical="p.pension_ins", sight=VILLAGE),
    Fact("commercial_insurance", T("是否参加商业补充医疗保险", "Commercial medical insurance"), K.YES_NO, ("商业补充医疗", "AAB067"), canonical="p.commercial_ins", sight=VILLAGE),
    Fact("accident_insurance", T("是否享受人身意外保险补贴", "Accident insurance subsidised"), K.YES_NO, ("意外险补贴", "AAB066"), canonical="p.accident_ins", sight=VILLAGE),
    Fact("dibao", T("是否享受低保", "On the minimum living allowance"), K.YES_NO, ("享受低保", "AAB030"), canonical="p.dibao", sight=PUBLIC),
    Fact("mandarin", T("是否会讲普通话", "Speaks standard Chinese"), K.YES_NO, ("会讲普通话", "AAB065"), canonical="p.mandarin", sight=VILLAGE),
    Fact("soldier", T("是否现役军人", "On active military service"), K.YES_NO, ("现役军人", "AAB019"), canonical="p.soldier", sight=VILLAGE),
    Fact("state", T("成员状态", "State of membership"), K.WORD, ("人员状态", "AAB015"), words=MemberState, canonical="p.state", sight=VILLAGE),
    Fact("listed", T("人员识别时间", "Registered"), K.DAY, (), canonical="p.listed", sight=VILLAGE),
    Fact("phone", T("人联系电话", "Phone"), K.CODE, ("联系电话", "手机号码"), personal=True, canonical="p.phone", sight=PURPOSE),
)  # fmt: skip
"""Every attribute of a member, in the order of the person rows."""

READ_FROM_NUMBER = ("sex", "born")
"""Facts that an identity number tells; where both are there they must agree."""
