"""What is known of a household: the household sheet of the national registry (AC01) and what help needs besides.

Headings include the national field codes (AAC...) and the spellings of other systems. `computed` facts are worked
out from others and never typed; `canonical` keys are those by which forms ask.
"""

from zhucun.engine.facts.fact import Fact, Sight
from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.texts import Text as T
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    ExitStatus,
    Fuel,
    House,
    HouseGrade,
    Monitored,
    Relocation,
    Risk,
    Road,
    Standard,
    Water,
)  # fmt: skip

PUBLIC, VILLAGE, TOWNSHIP, PURPOSE = Sight.PUBLIC, Sight.VILLAGE, Sight.TOWNSHIP, Sight.PURPOSE
PERSONS, YUAN, MU, KM, M2, ROOMS = (
    T("人", "persons"),
    T("元", "yuan"),
    T("亩", "mu"),
    T("公里", "km"),
    T("平方米", "m²"),
    T("间", "rooms"),
)
FROM_MEMBERS = T("由家庭成员逐人计算", "Counted from the members")
FROM_ACCOUNT = T("由收入台账按周期汇总，不得手填", "Summed from the income account over its period, never typed")

HOUSEHOLD: tuple[Fact, ...] = (
    Fact("code", T("户编号", "Household number"), K.CODE, ("户编码", "家庭编号", "户号", "AAC001", "household_code"), required=True, canonical="h.code", sight=VILLAGE),
    Fact("village_code", T("行政区划代码", "Division code"), K.CODE, ("村代码", "村编码", "行政村代码", "AAR008"), canonical="h.village_code", sight=PUBLIC),
    Fact("county", T("县（市、区）", "County"), K.TEXT, ("县", "县(市、区、旗)", "县（市、区、旗）", "区县", "行政县", "县(区)", "AAR004"), canonical="h.county", sight=PUBLIC),
    Fact("town", T("乡镇", "Township"), K.TEXT, ("乡(镇)", "乡（镇）", "乡", "镇", "镇（乡、街道）", "AAR005"), canonical="h.town", sight=PUBLIC),
    Fact("village", T("行政村", "Village"), K.TEXT, ("村", "村名", "行政村名称"), required=True, canonical="h.village", sight=PUBLIC),
    Fact("group", T("村民小组", "Villager group"), K.TEXT, ("自然村", "自然村（屯）", "组", "小组"), canonical="h.group", sight=PUBLIC),
    Fact("head_name", T("户主姓名", "Head of household"), K.TEXT, ("户主", "户主名称", "AAC029"), required=True, personal=True, canonical="h.head_name", sight=PUBLIC),
    Fact("phone", T("户联系电话", "Phone"), K.CODE, ("联系电话", "联系方式", "电话", "AAR012"), personal=True, canonical="h.phone", sight=PURPOSE),
    Fact("bank", T("开户银行", "Bank"), K.TEXT, ("开户行", "AAQ002"), personal=True, canonical="h.bank", sight=PURPOSE),
    Fact("bank_account", T("银行卡号", "Bank account"), K.CODE, ("银行账号", "一卡通账号", "AAC004"), personal=True, canonical="h.bank_acct", sight=PURPOSE),
    # who they are in the programme
    Fact("standard", T("识别标准", "Line of identification"), K.WORD, ("AAC005",), words=Standard, canonical="h.standard", sight=VILLAGE),
    Fact("attribute", T("贫困户属性", "Household attribute"), K.WORD, ("户属性", "脱贫户属性", "AAC006"), words=Attribute, canonical="h.attribute", sight=PUBLIC),
    Fact("main_cause", T("主要致贫原因", "Main cause of poverty"), K.WORD, ("致贫原因", "致贫原因1", "AAC007"), words=Cause, canonical="h.cause_main", sight=VILLAGE),
    Fact("other_causes", T("其他致贫原因", "Other causes of poverty"), K.WORDS, ("致贫原因2", "次要致贫原因", "AAC008"), words=Cause, canonical="h.cause_other", sight=VILLAGE, note=T("最多两项，不重复主要致贫原因", "At most two, never the main cause again")),
    Fact("status", T("脱贫状态", "Exit status"), K.WORD, ("脱贫属性", "户类型", "脱贫情况", "AAR010"), words=ExitStatus, required=True, canonical="h.status", sight=PUBLIC),
    Fact("listed", T("首次识别时间", "First registered"), K.DAY, ("识别时间", "纳入时间"), canonical="h.listed", sight=VILLAGE),
    Fact("planned_exit_year", T("计划脱贫年度", "Planned year of exit"), K.COUNT, ("计划脱贫年份",), canonical="h.plan_exit_year", sight=VILLAGE),
    Fact("left", T("脱贫时间", "Left poverty"), K.DAY, ("脱贫日期", "脱贫年度", "退出时间", "AAC016"), canonical="h.exit_date", sight=PUBLIC),
    Fact("returned", T("返贫时间", "Fell back"), K.DAY, ("返贫年度", "返贫日期"), canonical="h.return_date", sight=VILLAGE),
    Fact("return_cause", T("返贫原因", "Cause of falling back"), K.WORD, (), words=Cause, canonical="h.return_cause", sight=VILLAGE),
    Fact("monitored", T("监测对象类型", "Kind of monitored household"), K.WORD, ("易返贫致贫户(监测对象)类型", "易返贫致贫户（监测对象）类型", "监测类别"), words=Monitored, canonical="h.monitored", sight=VILLAGE),
    Fact("risks", T("返贫致贫风险", "Risks of falling back"), K.WORDS, ("风险类型", "风险类别", "返贫风险"), words=Risk, canonical="h.risks", sight=VILLAGE, note=T("最多五项", "At most five")),
    Fact("risk_found", T("风险识别时间", "Risk identified"), K.DAY, ("监测对象识别时间",), canonical="h.risk_found", sight=VILLAGE),
    Fact("risk_removed", T("风险是否消除", "Risk removed"), K.YES_NO, ("风险消除",), canonical="h.risk_removed", sight=VILLAGE),
    Fact("risk_removed_on", T("风险消除时间", "Risk removed on"), K.DAY, (), canonical="h.risk_removed_on", sight=VILLAGE),
    Fact("military_family", T("是否军烈属", "Family of a soldier or martyr"), K.YES_NO, ("军烈属", "AAC012"), canonical="h.military_family", sight=VILLAGE),
    # the family
    Fact("persons", T("家庭人口数", "Members"), K.COUNT, ("人数", "家庭人口", "家庭成员人数", "年底家庭人口数", "家庭受益户人口"), unit=PERSONS, canonical="h.size", sight=PUBLIC, computed=FROM_MEMBERS),
    Fact("labour_persons", T("劳动力人数", "Members able to work"), K.COUNT, ("劳动力人口", "劳动力"), unit=PERSONS, canonical="h.labour_n", sight=VILLAGE, computed=FROM_MEMBERS),
    # land
    Fact("arable_mu", T("耕地面积", "Arable land"), K.NUMBER, ("耕地面积（亩）", "耕地", "AAC301"), unit=MU, canonical="l.arable", sight=VILLAGE),
    Fact("titled_arable_mu", T("确权耕地面积", "Titled arable land"), K.NUMBER, ("确权耕地",), unit=MU, canonical="l.arable_titled", sight=VILLAGE),
    Fact("irrigated_mu", T("有效灌溉面积", "Irrigated land"), K.NUMBER, ("有效灌溉面积（亩）", "水浇地", "AAC302"), unit=MU, canonical="l.irrigated", sight=VILLAGE),
    Fact("paddy_mu", T("水田面积", "Paddy"), K.NUMBER, ("水田",), unit=MU, canonical="l.paddy", sight=VILLAGE),
    Fact("dry_mu", T("旱地面积", "Dry land"), K.NUMBER, ("旱地",), unit=MU, canonical="l.dry", sight=VILLAGE),
    Fact("forest_mu", T("林地面积", "Forest land"), K.NUMBER, ("林地面积（亩）", "林地", "AAC303"), unit=MU, canonical="l.forest", sight=VILLAGE),
    Fact("titled_forest_mu", T("确权林地面积", "Titled forest land"), K.NUMBER, ("确权林地",), unit=MU, canonical="l.forest_titled", sight=VILLAGE),
    Fact("return_forest_mu", T("退耕还林面积", "Cropland returned to forest"), K.NUMBER, ("退耕还林面积（亩）", "退耕还林", "AAC304"), unit=MU, canonical="l.return_forest", sight=VILLAGE),
    Fact("fruit_mu", T("林果面积", "Orchards"), K.NUMBER, ("林果面积（亩）", "林果", "AAC305"), unit=MU, canonical="l.fruit", sight=VILLAGE),
    Fact("grass_mu", T("牧草地面积", "Grassland"), K.NUMBER, ("牧草地面积（亩）", "牧草地", "AAC306"), unit=MU, canonical="l.grass", sight=VILLAGE),
    Fact("water_mu", T("水面面积", "Water surface"), K.NUMBER, ("水面面积（亩）", "水面", "AAC307"), unit=MU, canonical="l.water_area", sight=VILLAGE),
    # how they live
    Fact("production_power", T("是否通生产用电", "Power for production"), K.YES_NO, ("通生产用电", "生产用电", "AAC308"), canonical="v.prod_power", sight=VILLAGE),
    Fact("living_power", T("是否通生活用电", "Power at home"), K.YES_NO, ("通生活用电", "生活用电", "AAC313"), canonical="v.life_power", sight=VILLAGE),
    Fact("broadcast", T("是否通广播电视", "Radio and television"), K.YES_NO, ("通广播电视", "广播电视", "AAC314"), canonical="v.broadcast", sight=VILLAGE),
    Fact("road_km", T("与村主干路距离", "Distance to the main village road"), K.NUMBER, ("与村主干路距离（公里）", "AAC315"), unit=KM, canonical="v.road_km", sight=VILLAGE),
    Fact("road", T("入户路类型", "Road to the house"), K.WORD, ("入户路", "AAC316"), words=Road, canonical="v.road_type", sight=VILLAGE),
    Fact("house_m2", T("住房面积", "Floor area"), K.NUMBER, ("住房面积（平方米）", "房屋面积", "AAC317"), unit=M2, canonical="v.house_area", sight=VILLAGE),
    Fact("house_rooms", T("住房间数", "Rooms"), K.COUNT, ("房屋间数",), unit=ROOMS, canonical="v.house_rooms", sight=VILLAGE),
    Fact("house", T("住房结构", "Structure of the house"), K.WORD, ("房屋结构", "住房结构类型"), words=House, canonical="v.house_struct", sight=VILLAGE),
    Fact("unsafe_house", T("是否危房户", "Lives in a dangerous house"), K.YES_NO, ("危房户", "AAC318"), canonical="v.dilapidated", sight=VILLAGE),
    Fact("house_grade", T("危房等级", "Grade of the dangerous house"), K.WORD, ("危房级别", "AAC322"), words=HouseGrade, canonical="v.dilap_grade", sight=VILLAGE),
    Fact("rebuilt_year", T("危改年度", "Year the house was rebuilt"), K.COUNT, ("危房改造年度",), canonical="v.rebuilt_year", sight=VILLAGE),
    Fact("safe_water", T("饮水是否安全", "Safe drinking water"), K.YES_NO, ("饮水安全", "是否解决安全饮用水", "解决安全饮用水", "AAC312", "AAC091"), canonical="v.safe_water", sight=VILLAGE),
    Fact("water_difficult", T("饮水是否困难", "Difficulty in getting water"), K.YES_NO, ("饮水困难", "AAC311"), canonical="v.water_difficult", sight=VILLAGE),
    Fact("water", T("饮水来源", "Source of drinking water"), K.WORD, ("饮用水来源", "水源"), words=Water, canonical="v.water_source", sight=VILLAGE),
    Fact("sanitary_toilet", T("有无卫生厕所", "Sanitary toilet"), K.YES_NO, ("卫生厕所", "AAC319"), canonical="v.toilet", sight=VILLAGE),
    Fact("fuel", T("主要燃料类型", "Main fuel"), K.WORD, ("主要燃料", "燃料类型", "AAC320"), words=Fuel, canonical="v.fuel", sight=VILLAGE),
    Fact("cooperative", T("是否加入农民专业合作社", "Member of a cooperative"), K.YES_NO, ("加入农民专业合作社", "合作社", "AAC084"), canonical="v.coop", sight=VILLAGE),
    Fact("leading_firm", T("是否有龙头企业带动", "Drawn along by a leading firm"), K.YES_NO, ("龙头企业带动", "AAC088"), canonical="v.leading_firm", sight=VILLAGE),
    Fact("leader", T("是否有创业致富带头人带动", "Drawn along by a local entrepreneur"), K.YES_NO, ("创业致富带头人带动", "AAC089"), canonical="v.leader_person", sight=VILLAGE),
    # what a home survey asks
    Fact("surveyed_on", T("入户调查日期", "Surveyed at home on"), K.DAY, ("调查日期", "入户日期"), canonical="s.on", sight=VILLAGE),
    Fact("surveyor", T("调查人", "Surveyor"), K.TEXT, ("入户调查人", "调查员"), personal=True, canonical="s.by", sight=VILLAGE),
    Fact("food_enough", T("是否不愁吃", "Enough to eat"), K.YES_NO, ("不愁吃",), canonical="s.food", sight=VILLAGE, note=T("四季有主食，能经常吃到肉蛋奶或豆制品", "Staples all year; meat, eggs, milk or beans often")),
    Fact("clothing_enough", T("是否不愁穿", "Enough to wear"), K.YES_NO, ("不愁穿",), canonical="s.clothing", sight=VILLAGE, note=T("四季有换洗衣服和被褥", "Clothes to change and bedding in every season")),
    Fact("group_road", T("是否通村组路", "Road to the village group"), K.YES_NO, ("通村组路",), canonical="s.group_road", sight=VILLAGE),
    Fact("breeding", T("是否有养殖", "Breeds animals"), K.YES_NO, ("有养殖",), canonical="s.breeding", sight=VILLAGE),
    Fact("grain_kg", T("全年粮食", "Grain of the year"), K.NUMBER, ("全年粮食（公斤）", "粮食产量"), unit=T("公斤", "kg"), canonical="i.grain_kg", sight=VILLAGE, note=T("自产和买入的口粮合计", "Grown and bought for eating, together")),
    Fact("water_litres", T("人均每日用水量", "Water per person and day"), K.COUNT, (), unit=T("升", "litres"), canonical="s.water_litres", sight=VILLAGE),
    Fact("water_fetch_minutes", T("取水往返时间", "Time to fetch water and back"), K.COUNT, (), unit=T("分钟", "minutes"), canonical="s.water_minutes", sight=VILLAGE),
    Fact("water_fetch_km", T("取水水平距离", "Distance to water"), K.NUMBER, (), unit=KM, canonical="s.water_km", sight=VILLAGE),
    Fact("water_fetch_rise_m", T("取水垂直高差", "Rise to water"), K.COUNT, (), unit=T("米", "m"), canonical="s.water_rise", sight=VILLAGE),
    Fact("water_short_months", T("每年缺水月数", "Months without water"), K.NUMBER, (), unit=T("月", "months"), canonical="s.water_short", sight=VILLAGE),
    Fact("water_supply_percent", T("供水保证率", "Reliability of water"), K.COUNT, (), unit=T("%", "%"), canonical="s.water_supply", sight=VILLAGE),
    # resettlement
    Fact("relocated", T("是否易地搬迁户", "Resettled household"), K.YES_NO, ("是否异地扶贫搬迁户", "易地搬迁", "易地扶贫搬迁户"), canonical="v.relocation", sight=VILLAGE),
    Fact("relocation", T("搬迁方式", "How resettled"), K.WORD, ("安置方式",), words=Relocation, canonical="v.relocation_way", sight=VILLAGE),
    Fact("relocation_place", T("安置点名称", "Resettlement place"), K.TEXT, ("安置地", "搬迁地址", "迁入地"), canonical="v.relocation_place", sight=TOWNSHIP),
    Fact("relocated_on", T("搬迁入住时间", "Moved in"), K.DAY, ("搬迁时间", "实际入住时间"), canonical="v.relocation_date", sight=VILLAGE),
    # what a comparison with other registers or a visit found
    Fact("has_car", T("是否有车辆", "Owns a motor vehicle"), K.YES_NO, ("isCar", "家用汽车"), canonical="z.car", sight=TOWNSHIP),
    Fact("town_house", T("是否有商品房", "Owns a house in town"), K.YES_NO, ("isCommodityHouse", "城镇商品房"), canonical="z.town_house", sight=TOWNSHIP),
    Fact("registered_business", T("是否有工商注册", "Has a registered business"), K.YES_NO, ("isBusinessRegister", "工商登记"), canonical="z.business", sight=TOWNSHIP),
    Fact("public_payroll", T("是否有财政供养人员", "Has somebody on the public payroll"), K.YES_NO, ("isCivilServant", "财政供养"), canonical="z.payroll", sight=TOWNSHIP),
    # what they live on: the last whole period
    Fact("wage_yuan", T("工资性收入", "Wages"), K.MONEY, ("工资收入", "AAC073"), unit=YUAN, canonical="i.wage", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("business_yuan", T("生产经营性收入", "Business income"), K.MONEY, ("经营收入", "家庭经营性收入", "AAC071"), unit=YUAN, canonical="i.business", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("property_yuan", T("财产性收入", "Property income"), K.MONEY, ("财产收入", "AAC072"), unit=YUAN, canonical="i.property", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("transfer_yuan", T("转移性收入", "Transfers"), K.MONEY, ("转移性收入合计",), unit=YUAN, canonical="i.transfer", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("cost_yuan", T("生产经营性支出", "Business cost"), K.MONEY, ("经营支出", "AAC074"), unit=YUAN, canonical="i.business_cost", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("dividend_yuan", T("资产收益扶贫分红收入", "Dividends of poverty assets"), K.MONEY, ("资产收益扶贫分红", "AAC092"), unit=YUAN, canonical="i.asset_dividend", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("other_property_yuan", T("其他财产性收入", "Other property income"), K.MONEY, ("AAC093",), unit=YUAN, canonical="i.other_property", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("family_planning_yuan", T("计划生育金", "Family-planning money"), K.MONEY, ("计生收入", "奖扶金", "AAC076"), unit=YUAN, canonical="i.family_planning", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("dibao_yuan", T("低保金", "Minimum living allowance"), K.MONEY, ("低保收入", "AAC077"), unit=YUAN, canonical="i.dibao", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("supported_yuan", T("特困供养金", "Extreme-poverty support"), K.MONEY, ("五保金", "AAC086"), unit=YUAN, canonical="i.tekun", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("pension_yuan", T("养老保险金", "Pensions"), K.MONEY, ("养老收入", "养老保险年收入", "AAC087"), unit=YUAN, canonical="i.pension", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("ecology_yuan", T("生态补偿金", "Ecological compensation"), K.MONEY, ("补偿收入", "AAC078"), unit=YUAN, canonical="i.eco", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("other_transfer_yuan", T("其他转移性收入", "Other transfers"), K.MONEY, ("其他转移性收入合计", "AAC083"), unit=YUAN, canonical="i.other_transfer", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("total_yuan", T("家庭总收入", "Total income"), K.MONEY, ("家庭年总收入",), unit=YUAN, canonical="i.total", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("net_yuan", T("家庭纯收入", "Net income"), K.MONEY, ("年纯收入",), unit=YUAN, canonical="i.net", sight=TOWNSHIP, computed=FROM_ACCOUNT),
    Fact("net_per_head_yuan", T("人均纯收入", "Net income per head"), K.MONEY, ("人均收入", "年人均纯收入", "当年家庭人均年收入"), unit=YUAN, canonical="i.net_per_capita", sight=VILLAGE, computed=T("（工资性＋生产经营性＋财产性＋转移性－生产经营性支出）÷家庭人口数，上年10月1日至本年9月30日", "(Wages + business + property + transfers - business cost) / members, 1 October to 30 September")),
    Fact("claims_yuan", T("家庭理赔收入", "Insurance claims received"), K.MONEY, ("理赔收入",), unit=YUAN, canonical="i.claims", sight=TOWNSHIP),
    Fact("self_paid_yuan", T("合规自付支出", "Compliant costs paid by the household"), K.MONEY, ("合规自付",), unit=YUAN, canonical="i.compliant_expense", sight=TOWNSHIP),
    # who helps
    Fact("helper_name", T("帮扶责任人", "Responsible helper"), K.TEXT, ("帮扶人", "帮扶责任人姓名"), personal=True, canonical="x.helper_name", sight=PUBLIC),
    Fact("helper_unit", T("帮扶单位", "Helping unit"), K.TEXT, ("帮扶人单位", "帮扶责任人单位"), canonical="x.helper_unit", sight=PUBLIC),
    Fact("helper_post", T("帮扶人职务", "Helper's post"), K.TEXT, ("帮扶责任人职务",), canonical="x.helper_post", sight=VILLAGE),
    Fact("helper_phone", T("帮扶人电话", "Helper's phone"), K.CODE, ("帮扶责任人电话",), personal=True, canonical="x.helper_phone", sight=VILLAGE),
    Fact("helped_since", T("帮扶开始时间", "Helped since"), K.DAY, ("结对开始时间",), canonical="x.helper_start", sight=VILLAGE),
    Fact("helped_until", T("帮扶结束时间", "Helped until"), K.DAY, ("结对结束时间",), canonical="x.helper_end", sight=VILLAGE),
    Fact("wants", T("帮扶需求", "What the household asks for"), K.TEXT, ("需求",), canonical="h.need", sight=VILLAGE),
    Fact("remark", T("备注", "Remark"), K.TEXT, ("变更情况说明",), sight=VILLAGE),
)  # fmt: skip
"""Every attribute of a household, in the order of the household sheet."""
