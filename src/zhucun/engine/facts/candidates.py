"""What is known of a person who may be posted; headings as in the national system's resident-team row (3.7)."""

from zhucun.engine.facts.fact import Fact
from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.texts import Text as T
from zhucun.engine.words import Dialect, Health, Need, PartyStatus, Schooling, Sex

CANDIDATE: tuple[Fact, ...] = (
    Fact("code", T("人员编号", "Staff number"), K.CODE, ("编号", "工号", "干部编号", "职工编号", "staff_code", "candidate_code"), required=True),
    Fact("name", T("姓名", "Name"), K.TEXT, ("队员姓名", "干部姓名", "人选姓名", "AAB002"), required=True, personal=True),
    Fact("sex", T("性别", "Sex"), K.WORD, ("AAB003",), words=Sex, required=True),
    Fact("born", T("出生日期", "Date of birth"), K.DAY, ("出生年月", "生日", "出生年月日", "AAB005", "birth date"), required=True, personal=True),
    Fact("unit", T("派出单位", "Sending unit"), K.TEXT, ("单位", "工作单位", "单位名称", "所在单位", "选派单位", "AAP001"), required=True),
    Fact("title", T("单位职务", "Post in the unit"), K.TEXT, ("职务", "派出单位职务", "现任职务", "AAK888")),
    Fact("party", T("政治面貌", "Political status"), K.WORD, ("AAK033",), words=PartyStatus, required=True),
    Fact("party_joined", T("入党日期", "Joined the Party"), K.DAY, ("入党时间", "入党年月"), note=T("转正日期不填，填入党日期", "The day of joining, not of becoming a full member")),
    Fact("work_started", T("参加工作日期", "Started work"), K.DAY, ("参加工作时间", "参加工作年月", "工作时间"), required=True),
    Fact("schooling", T("学历", "Schooling"), K.WORD, ("文化程度", "AAK036"), words=Schooling),
    Fact("stepped_back", T("退居二线", "Stepped back from a leading post"), K.YES_NO, ("是否退居二线", "退出领导岗位")),
    Fact("health", T("健康状况", "Health"), K.WORD, ("身体状况",), words=Health, personal=True),
    Fact("specialities", T("专业特长", "Specialities"), K.WORDS, ("技术特长", "专长", "特长", "AAK037"), words=Need, note=T("第一项为主要特长", "The first is the main one")),
    Fact("rural_years", T("农村基层工作年限", "Years of rural work"), K.NUMBER, ("基层工作年限", "农村工作年限", "基层年限"), unit=T("年", "years")),
    Fact("party_work_years", T("党务工作年限", "Years of Party work"), K.NUMBER, ("党务年限",), unit=T("年", "years")),
    Fact("mass_work", T("群众工作评分", "Mass-work rating"), K.SCORE, ("群众工作能力", "群众工作"), unit=T("分", "of 100")),
    Fact("communication", T("沟通协调评分", "Communication rating"), K.SCORE, ("沟通能力", "组织协调能力", "沟通协调"), unit=T("分", "of 100")),
    Fact("dialects", T("会说方言", "Dialects spoken"), K.WORDS, ("方言", "语言", "掌握方言"), words=Dialect),
    Fact("home", T("籍贯地", "Home place"), K.TEXT, ("籍贯", "家庭所在地", "出生地", "家乡"), personal=True, note=T("写到乡镇或村，或填区划代码", "Down to township or village, or a division code")),
    Fact("wishes", T("志愿", "Wishes"), K.NAMES, ("志愿村", "意向", "意向乡镇", "志愿乡镇"), note=T("村名、乡镇名或代码，最多五个，先写最想去的", "Villages or townships, most wanted first, at most five")),
    Fact("avoid", T("回避地", "Must not serve in"), K.NAMES, ("回避", "回避村", "回避乡镇"), note=T("有近亲属或利益关系的村、乡镇", "Villages or townships with close kin or an interest")),
    Fact("under_discipline", T("受处分影响期内", "Under discipline"), K.YES_NO, ("处分", "是否受处分"), personal=True),
    Fact("phone", T("联系电话", "Phone"), K.CODE, ("电话", "手机", "手机号", "手机号码", "AAR012"), personal=True),
)  # fmt: skip
