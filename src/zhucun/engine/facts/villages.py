"""What is known of a village: the village form of the national registry (AD) and what posting needs besides.

Keys in brackets in `headings` are the national system's own field codes (domain facts, section 3.6).
"""

from zhucun.engine.facts.fact import Fact
from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.texts import Text as T
from zhucun.engine.words import Dialect, Need, VillageKind

HOUSEHOLDS, PERSONS, YUAN, MU, KM, METRES = (
    T("户", "households"), T("人", "persons"), T("元", "yuan"), T("亩", "mu"), T("公里", "km"), T("米", "m"),
)  # fmt: skip
PLACES, CASES = T("个", "places"), T("件", "cases")

VILLAGE: tuple[Fact, ...] = (
    Fact("code", T("行政区划代码", "Division code"), K.CODE, ("村代码", "村编码", "行政村代码", "区划代码", "AAR008", "village_code", "统计用区划代码", "行政村编码", "村级代码", "村委会代码", "12位代码")),
    Fact("name", T("村名", "Village"), K.TEXT, ("村", "行政村", "行政村名称", "村名称", "贫困村", "村庄名称", "建制村", "村（社区）", "村（居）", "村（居）名称", "行政村名", "建制村名称", "所在村", "村社区"), required=True),
    Fact("town", T("乡镇", "Township"), K.TEXT, ("镇", "乡（镇）", "乡(镇)", "镇街", "镇（街）", "镇名", "乡镇名称", "街道", "township", "镇名称", "乡镇名", "所属乡镇", "所在乡镇", "镇（乡）", "乡镇（街道）", "乡（镇、街道）", "镇（街道）", "乡镇街道")),
    Fact("county", T("县（市、区）", "County"), K.TEXT, ("县", "县区", "县(市、区、旗)", "区县", "县名", "区（县）", "县（区）", "县（市、区）名称", "县市区", "区、县", "县名称", "所属县")),
    Fact("kinds", T("村类型", "Kind of village"), K.WORDS, ("村属性", "村类别", "贫困村属性", "aad004", "kind"), words=VillageKind),
    Fact("households", T("总户数", "Households"), K.COUNT, ("户数", "全村户数", "农户数", "总农户数", "aad005", "家庭户数", "户籍户数", "总户"), unit=HOUSEHOLDS),
    Fact("persons", T("总人口", "Persons"), K.COUNT, ("人口", "总人口数", "人口数", "户籍人口", "全村人口", "总人数", "aad010", "户籍人口数", "在册人口"), unit=PERSONS),
    Fact("poor_households", T("贫困户数", "Poor households"), K.COUNT, ("贫困户", "建档立卡户数", "建档立卡贫困户数", "脱贫户数", "贫困户户数", "建档立卡户", "建档立卡贫困户", "脱贫户"), unit=HOUSEHOLDS),
    Fact("poor_persons", T("贫困人口", "Poor persons"), K.COUNT, ("贫困人口数", "贫困人数", "建档立卡人数", "建档立卡贫困人口", "脱贫人口", "贫困户人数", "贫困户人口", "贫困户人口数", "建档立卡人口", "建档立卡贫困人口数", "脱贫人口数"), unit=PERSONS),
    Fact("dibao_persons", T("低保人口", "Persons on the minimum living allowance"), K.COUNT, ("低保人数", "aad012", "低保对象", "低保", "享受低保人数", "农村低保人数", "低保户人数"), unit=PERSONS),
    Fact("wubao_persons", T("特困供养人口", "Persons under extreme-poverty support"), K.COUNT, ("五保人口", "五保人数", "特困人口", "aad013", "五保", "五保供养人数", "特困供养人数", "特困供养"), unit=PERSONS),
    Fact("disabled_persons", T("残疾人口", "Disabled persons"), K.COUNT, ("残疾人数", "残疾人", "aad016", "残疾人人数", "残疾人口数"), unit=PERSONS),
    Fact("old_persons", T("60岁以上人口", "Persons aged 60 or more"), K.COUNT, ("老年人口", "60岁及以上人口", "老年人数"), unit=PERSONS),
    Fact("left_behind_children", T("留守儿童", "Left-behind children"), K.COUNT, ("留守儿童数", "留守儿童人数"), unit=PERSONS),
    Fact("minority_persons", T("少数民族人口", "Minority persons"), K.COUNT, ("少数民族人数", "aad014"), unit=PERSONS),
    Fact("labour_persons", T("劳动力", "Persons able to work"), K.COUNT, ("劳动力人数", "劳动力人口", "aad017", "劳动力数", "劳动力总数", "劳力", "有劳动能力人数"), unit=PERSONS),
    Fact("away_persons", T("外出务工人数", "Persons working away"), K.COUNT, ("外出务工", "外出务工人口", "aad018", "外出务工人员", "外出务工劳动力", "务工人数"), unit=PERSONS),
    Fact("party_members", T("党员人数", "Party members"), K.COUNT, ("党员", "党员数", "aad037", "党员总数", "中共党员数"), unit=PERSONS),
    Fact("groups", T("村民小组数", "Villager groups"), K.COUNT, ("自然村数", "自然村", "村民小组", "小组数", "aad006", "村民小组个数", "组数"), unit=PLACES),
    Fact("income_per_head_yuan", T("农民人均纯收入", "Net income per head"), K.MONEY, ("人均纯收入", "农民人均纯收入（元）", "人均收入", "人均可支配收入", "aad301", "农民人均可支配收入", "人均年收入", "年人均收入", "年人均纯收入"), unit=YUAN),
    Fact("collective_income_yuan", T("村集体经济收入", "Collective income"), K.MONEY, ("村集体收入", "集体经济收入", "村集体经济年收入", "aad302", "村级集体经济收入", "上年村级集体经济收入", "当年村集体经济年收入", "集体收入"), unit=YUAN, factors=(("万元", 10_000), ("aad302", 10_000))),
    Fact("debt_yuan", T("村级债务", "Village debt"), K.MONEY, ("村级负债", "负债"), unit=YUAN, factors=(("万元", 10_000),)),
    Fact("planned_funds_yuan", T("计划投入资金", "Planned funds"), K.MONEY, ("计划资金", "计划投入", "规划资金", "计划扶贫资金", "规划投入资金", "计划总投资", "规划投资", "计划投资"), unit=YUAN, factors=(("万元", 10_000),)),
    Fact("arable_mu", T("耕地面积", "Arable land"), K.NUMBER, ("耕地", "耕地（亩）", "aad019"), unit=MU),
    Fact("cooperatives", T("合作社个数", "Cooperatives"), K.COUNT, ("农民专业合作社", "合作社", "合作社数", "aad371"), unit=PLACES),
    Fact("ecommerce_points", T("电商服务点", "E-commerce points"), K.COUNT, ("电商网点", "电商服务站"), unit=PLACES),
    Fact("unsafe_houses", T("危房户数", "Households in unsafe houses"), K.COUNT, ("危房户", "危房", "危房数", "aad361", "危房农户数", "住危房户数"), unit=HOUSEHOLDS),
    Fact("unsafe_water_households", T("饮水不安全户数", "Households without safe water"), K.COUNT, ("未实现饮水安全户数", "饮水困难户数", "aad331", "aad332"), unit=HOUSEHOLDS),
    Fact("unpaved_groups", T("未通硬化路小组数", "Groups without a paved road"), K.COUNT, ("未通沥青路村数", "未通硬化路自然村", "未通水泥路自然村数"), unit=PLACES),
    Fact("broadband_households", T("通宽带户数", "Households with broadband"), K.COUNT, ("宽带户", "aad411"), unit=HOUSEHOLDS),
    Fact("insured_persons", T("参加医保人数", "Persons with medical insurance"), K.COUNT, ("新农合人数", "参加新农合人数", "参合人数", "参保人数", "城乡居民医保人数", "aad311", "参加农村合作医疗", "参加新型农村合作医疗", "参加新型农村合作医疗人数", "参加农村合作医疗人数", "参加合作医疗人数", "参加医疗保险人数", "城乡居民医保参保人数"), unit=PERSONS),
    Fact("doctors", T("执业（助理）医师", "Licensed doctors"), K.COUNT, ("村医", "医生数", "执业医师", "aad393"), unit=PERSONS),
    Fact("clinic", T("有卫生室", "Has a clinic"), K.YES_NO, ("卫生室", "村卫生室", "aad391")),
    Fact("ill_poor_households", T("因病致贫户", "Households poor through illness"), K.COUNT, ("因病致贫户数",), unit=HOUSEHOLDS),
    Fact("school", T("有小学或教学点", "Has a primary school"), K.YES_NO, ("村小学", "小学", "教学点")),
    Fact("dropouts", T("义务教育辍学人数", "Compulsory-school drop-outs"), K.COUNT, ("辍学人数", "辍学"), unit=PERSONS),
    Fact("school_poor_households", T("因学致贫户", "Households poor through schooling"), K.COUNT, ("因学致贫户数",), unit=HOUSEHOLDS),
    Fact("skill_poor_households", T("缺技术致贫户", "Households poor for lack of skills"), K.COUNT, ("缺技术户数", "缺技术户"), unit=HOUSEHOLDS),
    Fact("petitions", T("年信访件数", "Petitions a year"), K.COUNT, ("信访", "信访件", "上访件数"), unit=CASES),
    Fact("disputes", T("年矛盾纠纷件数", "Disputes a year"), K.COUNT, ("矛盾纠纷", "纠纷件数", "矛盾纠纷数"), unit=CASES),
    Fact("security_cases", T("年治安案件数", "Public-order cases a year"), K.COUNT, ("治安案件", "治安案件数"), unit=CASES),
    Fact("vacant_posts", T("两委空缺职数", "Vacant posts in the two committees"), K.COUNT, ("两委缺员", "班子缺员", "缺职数"), unit=PLACES),
    Fact("secretary_vacant_months", T("支书空缺月数", "Months without a Party secretary"), K.COUNT, ("书记空缺月数", "支书缺职月数"), unit=T("月", "months")),
    Fact("accounts_published", T("村务财务公开", "Accounts published"), K.YES_NO, ("财务公开", "村务公开")),
    Fact("town_km", T("到乡镇距离", "Distance to the township"), K.NUMBER, ("距乡镇公里", "距乡镇距离", "到乡镇公里数"), unit=KM),
    Fact("county_km", T("到县城距离", "Distance to the county seat"), K.NUMBER, ("距县城公里", "距县城距离", "到县城公里数"), unit=KM),
    Fact("hospital_km", T("到医院距离", "Distance to a hospital"), K.NUMBER, ("距医院公里", "距最近医院距离"), unit=KM),
    Fact("elevation_m", T("海拔", "Elevation"), K.NUMBER, ("海拔高度", "海拔（米）"), unit=METRES),
    Fact("area_km2", T("面积", "Area"), K.NUMBER, ("村域面积", "辖区面积"), unit=T("平方公里", "km²")),
    Fact("safe_lodging", T("有安全住宿", "Safe lodging for a woman"), K.YES_NO, ("安全住宿", "有无安全住处", "可安排住宿")),
    Fact("dialect", T("方言", "Dialect"), K.WORD, ("主要方言", "语言"), words=Dialect),
    Fact("wanted", T("订单需求", "Wanted specialities"), K.WORDS, ("村需求", "需求", "希望选派", "用人订单"), words=Need, note=T("村里点名需要的专长", "What the village itself asks for")),
    Fact("helper_unit", T("帮扶单位", "Helping unit"), K.TEXT, ("挂钩单位", "挂扶单位", "包村单位", "帮扶单位名称", "定点帮扶单位", "对口帮扶单位", "帮扶责任单位", "结对帮扶单位", "unit")),
)  # fmt: skip
