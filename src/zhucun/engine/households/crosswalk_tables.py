"""The crosswalk tables: the code lists that other systems use for what we keep in one list each.

Code lists are facts seen in public code and printed forms; `source` says where. Labels drifted between the versions
of the national system: compare with the county's own export before use.
"""

from zhucun.engine.households.code_lists import Code, Crosswalk
from zhucun.engine.texts import Text
from zhucun.engine.words import Sex, Word
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    ExitStatus,
    Fuel,
    HealthState,
    HouseGrade,
    Labour,
    Level,
    MemberState,
    Nation,
    Politics,
    Relation,
    Risk,
    Road,
    School,
    Standard,
    WorkPlace,
)  # fmt: skip

Rows = tuple[tuple[str, Word], ...]


def ordered(words: type[Word], *, width: int = 1, first: int = 1) -> tuple[Code, ...]:
    """Return a list whose codes count our words in their order."""
    return tuple(Code(str(n).zfill(width), w.text.zh, (w,)) for n, w in enumerate(words, first))


def codes(*rows: tuple[str, str, Word]) -> tuple[Code, ...]:
    """Return rows that mean exactly one word of ours."""
    return tuple(Code(code, label, (word,)) for code, label, word in rows)


H, L, C = HealthState, Labour, Cause

HEALTH = (
    Crosswalk(
        "health", "national", Text("全国系统健康状况", "Health in the national system"),
        "全国扶贫开发信息系统AAB017，扶贫手册选项[D16][D2]", H,
        codes(("01", "健康", H.HEALTHY), ("02", "长期慢性病", H.CHRONIC), ("03", "患有大病", H.SERIOUS), ("04", "残疾", H.DISABLED)),
        (("大病", "03"), ("慢性病", "02"), ("长期慢病", "02"), ("患大病", "03"), ("残疾人", "04")),
    ),
    Crosswalk(
        "health", "county_d5", Text("某县系统健康状况（残疾为2）", "Health in a county system (2 is disabled)"),
        "县级扶贫系统代码表[D5]", H,
        codes(("1", "健康", H.HEALTHY), ("2", "残疾", H.DISABLED), ("3", "大病", H.SERIOUS), ("4", "长期慢性病", H.CHRONIC)),
    ),
    Crosswalk(
        "health", "county_d8", Text("某监测系统健康状况（一般为2）", "Health in a monitoring system (2 is fair)"),
        "防返贫监测系统代码表[D8]：残疾分一般和重度，不分大病", H,
        (
            Code("1", "健康", (H.HEALTHY,)), Code("2", "一般（长病）", (H.CHRONIC,), exact=False),
            Code("3", "一般残疾", (H.DISABLED,), exact=False), Code("4", "重度残疾", (H.DISABLED,), exact=False),
            Code("9", "其他", (H.CHRONIC, H.SERIOUS), exact=False),
        ),
        (("一般", "2"),),
    ),
)  # fmt: skip

CAUSES = (
    Crosswalk(
        "main_cause", "national", Text("全国系统致贫原因（13项）", "Causes in the national system (13)"),
        "全国系统AAC007[D1]；早期表另有“其它”[D12]", C,
        codes(
            ("1", "因病", C.ILLNESS), ("2", "因残", C.DISABILITY), ("3", "因学", C.SCHOOLING), ("4", "因灾", C.DISASTER),
            ("5", "缺土地", C.LAND), ("6", "缺水", C.WATER), ("7", "缺技术", C.SKILL), ("8", "缺劳力", C.LABOUR),
            ("9", "缺资金", C.FUNDS), ("10", "交通条件落后", C.TRANSPORT), ("11", "自身发展动力不足", C.DRIVE),
            ("12", "因婚", C.MARRIAGE), ("13", "因丧", C.BEREAVEMENT), ("99", "其他", C.OTHER),
        ),
        (("缺劳动力", "8"), ("自身发展力不足", "11"), ("自身动力不足", "11"), ("其它", "99"), ("因病致贫", "1"), ("因残致贫", "2"),
         ("因学致贫", "3"), ("因灾致贫", "4"), ("交通落后", "10")),
    ),
    Crosswalk(
        "main_cause", "jiangsu", Text("江苏样本户致贫原因（8项）", "Causes of the Jiangsu sample (8)"),
        "江苏样本户表[D24]", C,
        (
            *codes(("1", "因灾", C.DISASTER), ("2", "因病", C.ILLNESS), ("3", "因残", C.DISABILITY), ("4", "因学", C.SCHOOLING),
                   ("5", "缺技术", C.SKILL), ("6", "缺劳动力", C.LABOUR), ("7", "缺资金", C.FUNDS)),
            Code("8", "其它", (C.OTHER, C.LAND, C.WATER, C.TRANSPORT, C.DRIVE, C.MARRIAGE, C.BEREAVEMENT)),
        ),
        (("其他", "8"), ("缺劳力", "6")),
    ),
    Crosswalk(
        "main_cause", "fourteen", Text("14项致贫原因（含因婚因丧和其他）", "Fourteen causes"),
        "县级系统[D1]及全国系统导出表：12项、因婚、因丧、其他", C,
        codes(
            ("01", "因病", C.ILLNESS), ("02", "因残", C.DISABILITY), ("03", "因学", C.SCHOOLING), ("04", "因灾", C.DISASTER),
            ("05", "因婚", C.MARRIAGE), ("06", "因丧", C.BEREAVEMENT), ("07", "缺土地", C.LAND), ("08", "缺水", C.WATER),
            ("09", "缺技术", C.SKILL), ("10", "缺资金", C.FUNDS), ("11", "缺劳力", C.LABOUR),
            ("12", "交通条件落后", C.TRANSPORT), ("13", "自身发展动力不足", C.DRIVE), ("14", "其他", C.OTHER),
        ),
        (("缺劳动力", "11"), ("其它", "14")),
    ),
)  # fmt: skip

LABOURS = (
    Crosswalk(
        "labour", "national", Text("全国系统劳动技能（5项）", "Ability to work in the national system (5)"),
        "全国系统AAB010[D5][D9]；弱劳动力或半劳动力为后增", L, ordered(L, width=2),
        (("普通劳力", "01"), ("技能劳力", "02"), ("弱劳动力", "03"), ("半劳动力", "03"), ("弱/半劳动力", "03"),
         ("半劳动力/弱劳动力", "03"), ("弱劳力或半劳力", "03"), ("丧失劳力", "04"), ("无劳力", "05")),
    ),
    Crosswalk(
        "labour", "handbook", Text("扶贫手册劳动能力（4项）", "Ability to work in the handbook (4)"),
        "扶贫手册选项[D16]：无弱劳动力或半劳动力", L,
        (Code("1", "普通劳动力", (L.ORDINARY, L.WEAK)), Code("2", "技能劳动力", (L.SKILLED,)),
         Code("3", "丧失劳动力", (L.LOST,)), Code("4", "无劳动力", (L.NONE,))),
    ),
    Crosswalk(
        "labour", "county_d8", Text("某监测系统劳动能力（有、部分、完全丧失、无）", "Ability to work in a monitoring system"),
        "防返贫监测系统代码表[D8]", L,
        (Code("01", "有", (L.ORDINARY, L.SKILLED)), Code("02", "部分丧失", (L.WEAK,)),
         Code("03", "完全丧失", (L.LOST,)), Code("04", "无", (L.NONE,))),
        (("有劳动能力", "01"), ("部分丧失劳动能力", "02"), ("完全丧失劳动能力", "03"), ("无劳动能力", "04")),
    ),
    Crosswalk(
        "labour", "six", Text("含“其他”的劳动技能（6项）", "Ability to work with 'other' (6)"),
        "咸阳市汇总表2014年口径", L,
        (*ordered(L), Code("6", "其他", (L.ORDINARY, L.NONE), exact=False)),
    ),
)  # fmt: skip

RELATIONS = (
    Crosswalk(
        "relation", "national", Text("与户主关系", "Relation to the head"),
        "全国系统AAB006（01为户主）；其余代码按[D9]次序，导入前请与本县导出表核对", Relation, ordered(Relation, width=2),
        (
            ("本人或户主", "01"), ("本人", "01"), ("妻", "02"), ("夫", "02"), ("妻子", "02"), ("丈夫", "02"), ("子", "03"),
            ("儿子", "03"), ("长子", "03"), ("次子", "03"), ("三子", "03"), ("女", "04"), ("女儿", "04"), ("长女", "04"),
            ("次女", "04"), ("儿媳", "05"), ("女婿", "06"), ("孙子", "07"), ("孙女", "08"), ("外孙子", "09"), ("外孙", "09"),
            ("外孙女", "10"), ("父亲", "13"), ("父", "13"), ("母亲", "14"), ("母", "14"), ("岳父", "15"), ("岳母", "16"),
            ("公公", "17"), ("婆婆", "18"), ("祖父", "19"), ("祖母", "20"), ("爷爷", "19"), ("奶奶", "20"), ("兄", "21"),
            ("哥哥", "21"), ("弟", "22"), ("弟弟", "22"), ("姐", "23"), ("姐姐", "23"), ("妹", "24"), ("妹妹", "24"),
            ("之兄弟媳妇", "25"), ("侄子", "27"), ("侄儿", "27"), ("侄女", "28"), ("其它", "29"),
        ),
    ),
)  # fmt: skip

PEOPLE = (
    Crosswalk("sex", "national", Text("性别", "Sex"), "全国系统AAB003", Sex,
              codes(("1", "男", Sex.MALE), ("2", "女", Sex.FEMALE)), (("男性", "1"), ("女性", "2"))),
    Crosswalk("nation", "national", Text("民族（GB/T 3304）", "Nationality (GB/T 3304)"), "GB/T 3304；57、58见[D5]", Nation,
              ordered(Nation, width=2), tuple((n.text.zh.removesuffix("族"), str(i).zfill(2)) for i, n in enumerate(Nation, 1)
                                              if n.text.zh.endswith("族"))),
    Crosswalk("politics", "national", Text("政治面貌", "Political status"), "GB/T 4762；全国系统AAK033[D5][D8]", Politics,
              (*codes(("01", "中共党员", Politics.MEMBER), ("02", "中共预备党员", Politics.PROBATIONARY), ("03", "共青团员", Politics.LEAGUE)),
               Code("04", "民主党派", (Politics.OTHER_PARTY,), exact=False),
               *codes(("12", "无党派人士", Politics.NO_PARTY), ("13", "群众", Politics.MASSES))),
              (("党员", "01"), ("预备党员", "02"), ("团员", "03"))),
    Crosswalk("schooling", "national", Text("文化程度", "Schooling"), "全国系统AAB008[D5]，后期分大专和本科", Level,
              ordered(Level, width=2),
              (("文盲", "02"), ("文盲或半文盲（含学龄前）", "02"), ("学龄前", "01"), ("本科", "07"), ("中专", "05"), ("高中/中专", "05"))),
    Crosswalk("schooling", "early", Text("文化程度（2014年版）", "Schooling (version of 2014)"), "全国系统2014年版[D5][D16]", Level,
              (Code("1", "文盲或半文盲", (Level.ILLITERATE, Level.PRESCHOOL)), Code("2", "小学", (Level.PRIMARY,)),
               Code("3", "初中", (Level.JUNIOR,)), Code("4", "高中", (Level.SENIOR,)),
               Code("5", "大专及以上", (Level.COLLEGE, Level.BACHELOR)))),
    Crosswalk("school", "national", Text("在校生状况", "At school"), "全国系统AAB009[D5]，按年级细分", School,
              ordered(School, width=2),
              (
                  *((f"小学{n}年级", "03") for n in "一二三四五六"), *((f"{n}年级", "04") for n in "七八九"),
                  *((f"高{n}", "05") for n in "一二三"), *((f"普通高中{n}年级", "05") for n in "一二三"),
                  *((f"中职{n}年级", "06") for n in "一二三"), *((f"中职{n}", "06") for n in "一二三"),
                  *((f"高职高专{n}年级", "07") for n in "一二三"), *((f"本科{n}年级", "08") for n in "一二三四五"),
                  ("大专", "07"), ("高职", "07"), ("技师学院", "06"), ("非在校", "01"), ("否", "01"), ("硕士研究生及以上", "09"),
              )),
    Crosswalk("work_place", "national", Text("务工区域", "Where working"), "全国系统AAB011；咸阳市汇总表2018年选项", WorkPlace,
              ordered(WorkPlace, width=2, first=0),
              (("乡镇内务工", "01"), ("乡内", "01"), ("乡镇内", "01"), ("乡外县内", "02"), ("县内", "02"), ("县外省内", "03"), ("省外", "04"),
               ("未务工", "00"))),
    Crosswalk("state", "national", Text("成员状态", "State of membership"),
              "县级系统自然变更（失联、死亡、婚迁）[D21]；全国系统AAB015只见1、4计为在册[D2]", MemberState,
              codes(("1", "正常", MemberState.PRESENT), ("2", "死亡", MemberState.DEAD), ("3", "婚出", MemberState.MARRIED_OUT),
                    ("5", "迁出", MemberState.MOVED_OUT), ("6", "失联", MemberState.MISSING), ("7", "服刑", MemberState.IN_PRISON),
                    ("8", "分户", MemberState.SPLIT)),
              (("婚迁", "3"), ("4", "1"), ("去世", "2"), ("失踪", "6"))),
)  # fmt: skip

HOMES = (
    Crosswalk("standard", "national", Text("识别标准", "Line of identification"), "全国系统AAC005[D12]", Standard, ordered(Standard)),
    Crosswalk("attribute", "national", Text("贫困户属性", "Household attribute"), "全国系统AAC006[D12]；2017年前另有五保贫困户", Attribute,
              ordered(Attribute, width=2),
              (("低保贫困", "02"), ("五保贫困户", "03"), ("特困供养", "03"), ("特困", "03"), ("一般贫困", "01"), ("一般脱贫户", "01"),
               ("低保脱贫户", "02"), ("特困供养脱贫户", "03"), ("低保户（非贫困户）", "04"))),
    Crosswalk("attribute", "guizhou", Text("贵州登记表户属性", "Household attribute, Guizhou form"), "贵州2013年登记表[D13]，可多选", Attribute,
              (Code("1", "扶贫户", (Attribute.GENERAL,)), Code("2", "扶贫低保户", (Attribute.DIBAO,)),
               Code("3", "低保户", (Attribute.DIBAO_ONLY,)), Code("4", "五保户", (Attribute.WUBAO_ONLY, Attribute.SUPPORTED)),
               Code("5", "一般农户", (Attribute.ORDINARY,)))),
    Crosswalk("status", "national", Text("脱贫属性", "Exit status"),
              "全国系统AAR010：0为未脱贫；其余值为推断，导入前须核对[D3]", ExitStatus,
              (Code("0", "未脱贫", (ExitStatus.POOR,)), Code("1", "已脱贫", (ExitStatus.LEFT,), exact=False),
               Code("2", "返贫", (ExitStatus.RETURNED,), exact=False), Code("3", "预脱贫", (ExitStatus.PLANNED,), exact=False),
               Code("4", "新识别", (ExitStatus.NEW,), exact=False)),
              (("脱贫", "1"), ("已脱贫（享受政策）", "1"), ("已脱贫（不享受政策）", "1"), ("脱贫户", "1"), ("贫困户", "0"))),
    Crosswalk("status", "guangxi", Text("广西系统颜色", "Colours of the Guangxi system"), "广西贫困户退出办法：红未脱贫、绿已脱贫、黄返贫[P2]", ExitStatus,
              (Code("red", "红", (ExitStatus.POOR, ExitStatus.NEW, ExitStatus.PLANNED)), Code("green", "绿", (ExitStatus.LEFT,)),
               Code("yellow", "黄", (ExitStatus.RETURNED,))),
              (("红色", "red"), ("绿色", "green"), ("黄色", "yellow"))),
    Crosswalk("risks", "monitoring", Text("返贫致贫风险", "Risks of falling back"), "防返贫监测系统代码表[D8]", Risk,
              codes(("01", "因病", Risk.ILLNESS), ("0201", "因洪涝灾害", Risk.FLOOD), ("0202", "因地质灾害", Risk.LANDSLIDE),
                    ("0203", "因旱灾", Risk.DROUGHT), ("0204", "因生物灾害", Risk.PEST), ("0205", "因气象灾害", Risk.WEATHER),
                    ("0206", "因地震", Risk.EARTHQUAKE), ("0299", "因其他自然灾害", Risk.OTHER_DISASTER), ("03", "因残", Risk.DISABILITY),
                    ("04", "因缺劳动力", Risk.LABOUR), ("05", "因意外事故", Risk.ACCIDENT), ("06", "因产业失败", Risk.BUSINESS),
                    ("07", "因务工就业不稳", Risk.WORK), ("09", "因学", Risk.SCHOOLING), ("99", "其他", Risk.OTHER)),
              (("因自然灾害", "0299"), ("缺劳动力", "04"), ("务工就业不稳", "07"))),
    Crosswalk("fuel", "national", Text("主要燃料", "Main fuel"), "全国系统AAC320[D1]", Fuel, ordered(Fuel), (("其它", "5"), ("干畜类", "2"))),
    Crosswalk("road", "national", Text("入户路类型", "Road to the house"), "全国系统AAC316[D1]", Road, ordered(Road), (("土路", "1"), ("其它", "5"))),
    Crosswalk("road", "early", Text("入户路类型（硬化路）", "Road to the house (paved in one)"), "县级系统选项[D16]：不分水泥和沥青", Road,
              (Code("1", "泥土路", (Road.EARTH,)), Code("2", "砂石路", (Road.GRAVEL,)), Code("3", "硬化路", (Road.CONCRETE, Road.ASPHALT)),
               Code("4", "其他", (Road.OTHER,)))),
    Crosswalk("house_grade", "national", Text("危房等级", "Grade of a dangerous house"), "全国系统AAC322[D1]", HouseGrade,
              codes(("A", "A级", HouseGrade.A), ("B", "B级", HouseGrade.B), ("C", "C级", HouseGrade.C), ("D", "D级", HouseGrade.D))),
    Crosswalk("house_grade", "handbook", Text("扶贫手册危房（否、C级、D级）", "Dangerous house in the handbook"), "扶贫手册模板[D11]", HouseGrade,
              (Code("0", "否", (HouseGrade.A, HouseGrade.B)), Code("1", "C级", (HouseGrade.C,)), Code("2", "D级", (HouseGrade.D,)))),
)  # fmt: skip

CROSSWALKS: tuple[Crosswalk, ...] = (*HEALTH, *CAUSES, *LABOURS, *RELATIONS, *PEOPLE, *HOMES)
"""Every crosswalk of households and members."""
