"""Quality rules about the household sheet: what exited households must show, housing, land, income, dates, helpers."""

from dataclasses import replace
from datetime import date

import numpy as np

from zhucun.engine.households.columns import Book, Column, Mask
from zhucun.engine.households.quality.making import (
    ASK,
    CHECK,
    DOUBT,
    ERROR,
    FILL,
    VERIFY,
    H,
    above,
    blank,
    digits,
    in_order,
    is_word,
    matches,
    not_later,
    outside,
    repeated,
    rule,
    small_payment,
)
from zhucun.engine.households.quality.rule import QualityRule
from zhucun.engine.texts import Text
from zhucun.engine.words_household import (
    DANGEROUS,
    Attribute,
    Cause,
    ExitStatus,
    HouseGrade,
    Monitored,
    Road,
    Water,
)

MONITORING_SINCE = date(2020, 3, 1)
REGISTERED = (ExitStatus.POOR, ExitStatus.PLANNED, ExitStatus.LEFT, ExitStatus.RETURNED, ExitStatus.NEW)
STILL_POOR = (ExitStatus.POOR, ExitStatus.PLANNED, ExitStatus.RETURNED, ExitStatus.NEW)


def left(book: Book) -> Mask:
    """Tell which households have left poverty."""
    return is_word(book.households["status"], ExitStatus.LEFT)


def registered(book: Book) -> Mask:
    """Tell which households are registered as poor or were."""
    return is_word(book.households["status"], *REGISTERED)


def still_poor(book: Book) -> Mask:
    """Tell which households are poor now."""
    return is_word(book.households["status"], *STILL_POOR)


def monitored(book: Book) -> Mask:
    """Tell which households are watched."""
    return book.households["monitored"] > 0


def watched(made: QualityRule) -> QualityRule:
    """Return a rule that is asked only since households are watched against falling back."""
    return replace(made, since=MONITORING_SINCE)


OF_LEFT = Text("已脱贫户", "household has left poverty")
OF_REGISTERED = Text("建档立卡户", "registered household")
OF_POOR = Text("未脱贫户", "poor household")
OF_MONITORED = Text("监测对象", "monitored household")
COMPLETE = "[D10]；[D9] 3_02_001至3_02_010"
OWN = "本系统"

BLANKS = (
    *(
        blank(H, key, left, OF_LEFT, COMPLETE)
        for key in (
            "cooperative", "production_power", "living_power", "broadcast", "sanitary_toilet", "leading_firm", "leader",
            "arable_mu", "forest_mu", "return_forest_mu", "fruit_mu", "grass_mu", "water_mu", "fuel", "safe_water",
            "house_m2", "unsafe_house", "road_km", "left",
        )
    ),
    *(blank(H, key, registered, OF_REGISTERED, OWN) for key in ("attribute", "main_cause", "standard", "listed", "village_code", "road", "house")),
    blank(H, "phone", registered, OF_REGISTERED, OWN, weight=DOUBT),
    blank(H, "helper_name", still_poor, OF_POOR, "[D11] 帮扶责任人"),
    blank(H, "helped_since", lambda b: still_poor(b) & b.households.said("helper_name"), Text("已有帮扶人的户", "there is a helper"), "[D16]"),
    blank(H, "returned", lambda b: is_word(b.households["status"], ExitStatus.RETURNED), Text("返贫户", "has fallen back"), "[D6]"),
    blank(H, "return_cause", lambda b: is_word(b.households["status"], ExitStatus.RETURNED), Text("返贫户", "has fallen back"), "[D6]"),
    watched(blank(H, "risks", monitored, OF_MONITORED, "[D7][D9]")),
    watched(blank(H, "risk_found", monitored, OF_MONITORED, "[D7][D9]")),
    watched(blank(H, "risk_removed", monitored, OF_MONITORED, "[D7][D9]")),
    blank(H, "house_grade", lambda b: b.households["unsafe_house"] == 1, Text("危房户", "lives in a dangerous house"), "[D11]"),
    blank(H, "relocation", lambda b: b.households["relocated"] == 1, Text("易地搬迁户", "resettled household"), "[D6]"),
    blank(H, "relocation_place", lambda b: b.households["relocated"] == 1, Text("易地搬迁户", "resettled household"), "[D6]"),
)  # fmt: skip

HOUSING = (
    rule("left_unsafe_house", H, ERROR, "已脱贫户住在危房", "A household that has left poverty lives in a dangerous house", ASK,
         "status unsafe_house house_grade", "[D10] 第5条",
         lambda b, lim: left(b) & ((b.households["unsafe_house"] == 1) | is_word(b.households["house_grade"], *DANGEROUS))),
    rule("left_unsafe_water", H, ERROR, "已脱贫户饮水安全未填“是”", "A household that has left poverty has no safe water", ASK,
         "status safe_water", "[D10] 第7条", lambda b, lim: left(b) & (b.households["safe_water"] != 1)),
    rule("left_far_from_road", H, DOUBT, "已脱贫户与村主干路距离过远", "A household that has left poverty lives far from the road", VERIFY,
         "status road_km", "[D10] 第17条", lambda b, lim: left(b) & (b.households["road_km"] > lim("household_limit.road_km")),
         "household_limit.road_km"),
    rule("left_without_power", H, ERROR, "已脱贫户未通生活用电", "A household that has left poverty has no power", ASK,
         "status living_power", "[P2b] 八有一超", lambda b, lim: left(b) & (b.households["living_power"] == 0)),
    rule("grade_without_danger", H, ERROR, "危房等级为C或D，但不是危房户", "The house is graded C or D yet is no dangerous house", CHECK,
         "unsafe_house house_grade", OWN,
         lambda b, lim: (b.households["unsafe_house"] == 0) & is_word(b.households["house_grade"], *DANGEROUS)),
    rule("danger_without_grade", H, ERROR, "是危房户，但危房等级为A或B", "The house is dangerous yet graded A or B", CHECK,
         "unsafe_house house_grade", OWN,
         lambda b, lim: (b.households["unsafe_house"] == 1) & is_word(b.households["house_grade"], HouseGrade.A, HouseGrade.B)),
    outside(H, "house_m2", OWN, least=5, most="household_limit.house_m2", zero=False),
    rule("crowded", H, DOUBT, "人均住房面积过小", "Very little floor area per head", VERIFY, "house_m2 persons", OWN,
         lambda b, lim: b.households["house_m2"] < lim("household_limit.house_m2_per_head") * np.maximum(members(b), 1),
         "household_limit.house_m2_per_head"),
    rule("rebuilt_yet_unsafe", H, DOUBT, "已改造危房，但仍为危房户", "The house was rebuilt yet is dangerous", VERIFY,
         "rebuilt_year unsafe_house", OWN, lambda b, lim: b.households.said("rebuilt_year") & (b.households["unsafe_house"] == 1)),
    rule("safe_yet_difficult_water", H, DOUBT, "饮水安全又饮水困难", "Water is both safe and difficult", ASK, "safe_water water_difficult", "[D28]",
         lambda b, lim: (b.households["safe_water"] == 1) & (b.households["water_difficult"] == 1)),
    rule("safe_water_from_open_source", H, DOUBT, "饮水安全，但水源未受保护", "Water is safe yet from an open source", VERIFY,
         "safe_water water", OWN,
         lambda b, lim: (b.households["safe_water"] == 1) & is_word(b.households["water"], Water.UNPROTECTED, Water.SURFACE)),
    rule("earth_road_on_the_main_road", H, DOUBT, "与主干路距离为0，入户路却是泥土路", "No distance to the main road, yet an earth road", VERIFY,
         "road_km road", OWN, lambda b, lim: (b.households["road_km"] == 0) & is_word(b.households["road"], Road.EARTH)),
    rule("relocated_yet_unsafe", H, ERROR, "易地搬迁户住在危房", "A resettled household lives in a dangerous house", ASK,
         "relocated unsafe_house", OWN, lambda b, lim: (b.households["relocated"] == 1) & (b.households["unsafe_house"] == 1)),
    rule("relocated_too_large", H, DOUBT, "易地搬迁户人均住房面积超标", "A resettled household has more floor area than allowed", VERIFY,
         "relocated house_m2 persons", "易地扶贫搬迁住房面积标准",
         lambda b, lim: (b.households["relocated"] == 1) & (b.households["house_m2"] > lim("household_limit.relocated_m2_per_head") * np.maximum(members(b), 1)),
         "household_limit.relocated_m2_per_head"),
    rule("place_without_relocation", H, ERROR, "填了安置点，但不是易地搬迁户", "There is a resettlement place but no resettlement", CHECK,
         "relocated relocation_place", OWN, lambda b, lim: (b.households["relocated"] == 0) & b.households.said("relocation_place")),
)  # fmt: skip

LAND = (
    outside(H, "arable_mu", "[D10] 停用条目", most="household_limit.arable_mu"),
    outside(H, "forest_mu", "[D10] 停用条目", most="household_limit.forest_mu"),
    outside(H, "return_forest_mu", "[D10] 停用条目", most="household_limit.forest_mu"),
    outside(H, "fruit_mu", "[D10] 停用条目", most="household_limit.forest_mu"),
    outside(H, "grass_mu", "[D10] 停用条目", most="household_limit.grass_mu"),
    outside(H, "water_mu", "[D10] 停用条目", most="household_limit.grass_mu"),
    rule("returned_forest_above_forest_and_grass", H, ERROR, "退耕还林面积大于林地与牧草地之和", "Returned cropland is above forest and grassland together", CHECK,
         "return_forest_mu forest_mu grass_mu", "[D10] 第20条",
         lambda b, lim: b.households["return_forest_mu"] > b.households["forest_mu"] + np.nan_to_num(b.households["grass_mu"]) + 1e-9),
    above(H, "irrigated_mu", "arable_mu", OWN),
    rule("paddy_and_dry_above_arable", H, ERROR, "水田与旱地之和大于耕地", "Paddy and dry land together are above arable land", CHECK,
         "paddy_mu dry_mu arable_mu", OWN,
         lambda b, lim: b.households["paddy_mu"] + b.households["dry_mu"] > b.households["arable_mu"] + 1e-9),
)  # fmt: skip


def members(book: Book) -> Column:
    """Return how many members each household has now: counted where members are given, else as stated."""
    counted = book.count(book.here)
    return np.where(counted > 0, counted, np.nan_to_num(book.households["persons"]))


def rests(book: Book, *keys: str) -> Column:
    """Return the sum of figures, blank ones as nought."""
    found: Column = np.sum([np.nan_to_num(book.households[key]) for key in keys], axis=0)
    return found


TRANSFERS = (
    "family_planning_yuan",
    "dibao_yuan",
    "supported_yuan",
    "pension_yuan",
    "ecology_yuan",
    "other_transfer_yuan",
)

INCOME = (
    rule("left_below_line", H, ERROR, "已脱贫户人均纯收入低于当年脱贫标准", "A household that has left poverty earns less than the line", ASK,
         "status net_per_head_yuan", "[D10] 第18条", lambda b, lim: left(b) & (b.households["net_per_head_yuan"] < lim("income_line.exit")),
         "income_line.exit"),
    rule("poor_far_above_line", H, DOUBT, "未脱贫户人均纯收入远高于标准", "A poor household earns many times the line", VERIFY,
         "status net_per_head_yuan", OWN,
         lambda b, lim: still_poor(b) & (b.households["net_per_head_yuan"] > lim("household_limit.well_off_times") * lim("income_line.exit")),
         "household_limit.well_off_times income_line.exit"),
    rule("wage_out_of_range", H, DOUBT, "工资性收入过低或过高", "Wages are implausibly small or large", CHECK, "wage_yuan", "[D10] 第19条",
         lambda b, lim: ((b.households["wage_yuan"] > 0) & (b.households["wage_yuan"] < lim("household_limit.wage_least_yuan")))
         | (b.households["wage_yuan"] > lim("household_limit.wage_most_yuan")),
         "household_limit.wage_least_yuan household_limit.wage_most_yuan"),
    rule("business_without_cost", H, ERROR, "有生产经营性收入，但没有支出", "There is business income but no cost", ASK, "business_yuan cost_yuan",
         "[D10] 第22条", lambda b, lim: (b.households["business_yuan"] > 0) & ~(b.households["cost_yuan"] > 0)),
    rule("cost_without_business", H, DOUBT, "有生产经营性支出，但没有收入", "There is business cost but no income", ASK, "business_yuan cost_yuan",
         OWN, lambda b, lim: (b.households["cost_yuan"] > 0) & ~(b.households["business_yuan"] > 0)),
    rule("ecology_without_returned_forest", H, ERROR, "有生态补偿金，但没有退耕还林面积", "There is ecological compensation but no returned cropland", ASK,
         "ecology_yuan return_forest_mu", "[D10] 第23条", lambda b, lim: (b.households["ecology_yuan"] > 0) & ~(b.households["return_forest_mu"] > 0)),
    small_payment("dibao_yuan", "household_limit.dibao_yuan", "[D10] 第24条"),
    small_payment("family_planning_yuan", "household_limit.family_planning_yuan", "[D10] 第25条"),
    small_payment("pension_yuan", "household_limit.pension_yuan", "[D10] 第26条"),
    small_payment("supported_yuan", "household_limit.supported_yuan", "[D10] 第27条"),
    rule("transfers_do_not_add_up", H, ERROR, "转移性收入分项之和与合计不符", "The transfers do not add up", CHECK,
         "transfer_yuan " + " ".join(TRANSFERS), OWN,
         lambda b, lim: b.households.said("transfer_yuan") & (np.abs(rests(b, *TRANSFERS) - b.households["transfer_yuan"]) > 1)),
    above(H, "dividend_yuan", "property_yuan", OWN),
    rule("total_does_not_add_up", H, ERROR, "家庭总收入与四项收入之和不符", "Total income is not the sum of its four parts", CHECK,
         "total_yuan wage_yuan business_yuan property_yuan transfer_yuan", OWN,
         lambda b, lim: b.households.said("total_yuan")
         & (np.abs(rests(b, "wage_yuan", "business_yuan", "property_yuan", "transfer_yuan") - b.households["total_yuan"]) > 1)),
    rule("per_head_is_not_net_by_members", H, ERROR, "人均纯收入与纯收入除以人口不符", "Net income per head is not net income divided by members", CHECK,
         "net_per_head_yuan net_yuan persons", "[C7]",
         lambda b, lim: (np.abs(b.households["net_per_head_yuan"] * members(b) - b.households["net_yuan"]) > np.maximum(members(b), 1))),
    rule("dibao_household_without_allowance", H, DOUBT, "低保户没有低保金收入", "On the minimum living allowance but receives none", VERIFY,
         "attribute dibao_yuan", OWN,
         lambda b, lim: is_word(b.households["attribute"], Attribute.DIBAO, Attribute.DIBAO_ONLY) & b.households.said("transfer_yuan") & ~(b.households["dibao_yuan"] > 0)),
    rule("allowance_without_dibao", H, DOUBT, "有低保金收入，但不是低保户", "Receives the minimum living allowance but is not on it", VERIFY,
         "attribute dibao_yuan", OWN,
         lambda b, lim: is_word(b.households["attribute"], Attribute.GENERAL, Attribute.ORDINARY) & (b.households["dibao_yuan"] > 0)),
    rule("supported_without_support", H, DOUBT, "特困供养户没有特困供养金", "Under extreme-poverty support but receives none", VERIFY,
         "attribute supported_yuan", OWN,
         lambda b, lim: is_word(b.households["attribute"], Attribute.SUPPORTED, Attribute.WUBAO_ONLY) & b.households.said("transfer_yuan") & ~(b.households["supported_yuan"] > 0)),
    rule("support_without_being_supported", H, DOUBT, "有特困供养金，但不是特困供养户", "Receives extreme-poverty support but is not under it", VERIFY,
         "attribute supported_yuan", OWN,
         lambda b, lim: is_word(b.households["attribute"], Attribute.GENERAL, Attribute.DIBAO, Attribute.ORDINARY) & (b.households["supported_yuan"] > 0)),
    rule("no_income_at_all", H, DOUBT, "全年没有任何收入", "No income at all in the year", ASK, "total_yuan", OWN,
         lambda b, lim: b.households["total_yuan"] == 0),
    watched(
        rule("monitored_wage_small", H, DOUBT, "监测对象工资性收入大于0但过低", "A monitored household's wages are implausibly small", CHECK,
             "monitored wage_yuan", "[D9] 5_15_023",
             lambda b, lim: monitored(b) & (b.households["wage_yuan"] > 0) & (b.households["wage_yuan"] < lim("household_limit.monitored_wage_yuan")),
             "household_limit.monitored_wage_yuan")
    ),
)  # fmt: skip

WHEN = (
    in_order(H, "listed", "left", OWN),
    in_order(H, "left", "returned", OWN),
    in_order(H, "risk_found", "risk_removed_on", OWN),
    in_order(H, "helped_since", "helped_until", OWN),
    not_later(H, "listed", OWN),
    not_later(H, "left", OWN),
    not_later(H, "returned", OWN),
    not_later(H, "risk_found", OWN),
    rule("listed_before_the_registry", H, ERROR, "识别时间早于建档立卡", "Registered before there was a registry", CHECK, "listed", OWN,
         lambda b, lim: b.households["listed"] < np.datetime64(f"{int(lim('household_limit.listing_since_year'))}-01-01"),
         "household_limit.listing_since_year"),
    rule("poor_with_day_of_exit", H, ERROR, "未脱贫户填了脱贫时间", "A poor household has a day of exit", CHECK, "status left returned", OWN,
         lambda b, lim: is_word(b.households["status"], ExitStatus.POOR, ExitStatus.NEW) & b.households.said("left") & ~b.households.said("returned")),
    rule("planned_before_listed", H, ERROR, "计划脱贫年度早于识别年度", "The planned year of exit comes before registration", CHECK,
         "planned_exit_year listed", OWN,
         lambda b, lim: b.households.said("listed")
         & (b.households["planned_exit_year"] < b.households["listed"].astype("datetime64[Y]").astype(np.int64) + 1970)),
    rule("plan_missed", H, DOUBT, "计划脱贫年度已过仍未脱贫", "The planned year of exit has passed", VERIFY, "status planned_exit_year", OWN,
         lambda b, lim: still_poor(b) & (b.households["planned_exit_year"] < b.on.year)),
)  # fmt: skip

PROGRAMME = (
    rule("cause_twice", H, ERROR, "其他致贫原因重复主要致贫原因", "Another cause repeats the main cause", CHECK, "main_cause other_causes",
         "[D5] 已选项应置灰",
         lambda b, lim: (b.households["main_cause"] > 0)
         & ((b.households["other_causes"] >> np.maximum(b.households["main_cause"].astype(np.uint32), 1) - 1 & 1) == 1)),
    rule("too_many_causes", H, ERROR, "其他致贫原因超过两项", "More than two other causes", CHECK, "other_causes", "[D12] 0至2项",
         lambda b, lim: popcount(b.households["other_causes"]) > 2),
    watched(
        rule("too_many_risks", H, ERROR, "返贫致贫风险超过五项", "More than five risks", CHECK, "risks", "[D7][D9] 至多5项",
             lambda b, lim: popcount(b.households["risks"]) > 5)
    ),
    watched(
        rule("edge_yet_registered", H, ERROR, "边缘易致贫户不应是建档立卡户", "A household on the edge cannot be a registered one", CHECK,
             "monitored status", "[C4]", lambda b, lim: is_word(b.households["monitored"], Monitored.EDGE) & registered(b))
    ),
    watched(
        rule("unstable_yet_not_left", H, ERROR, "脱贫不稳定户应是已脱贫户", "An unstable household must have left poverty", CHECK,
             "monitored status", "[C4]", lambda b, lim: is_word(b.households["monitored"], Monitored.UNSTABLE) & ~is_word(b.households["status"], ExitStatus.LEFT, ExitStatus.GONE))
    ),
    watched(
        rule("removed_without_day", H, ERROR, "风险已消除，但没有消除时间", "The risk is removed but there is no day", FILL,
             "risk_removed risk_removed_on", "[C6]", lambda b, lim: (b.households["risk_removed"] == 1) & ~b.households.said("risk_removed_on"))
    ),
    watched(
        rule("day_without_removal", H, ERROR, "有风险消除时间，但风险未消除", "There is a day of removal but the risk stays", CHECK,
             "risk_removed risk_removed_on", "[C6]", lambda b, lim: (b.households["risk_removed"] == 0) & b.households.said("risk_removed_on"))
    ),
    rule("poor_yet_ordinary", H, ERROR, "建档立卡户属性为一般农户", "A registered household is called an ordinary one", CHECK, "status attribute", "[D12]",
         lambda b, lim: registered(b) & is_word(b.households["attribute"], Attribute.ORDINARY, Attribute.DIBAO_ONLY, Attribute.WUBAO_ONLY)),
    rule("land_cause_with_land", H, DOUBT, "致贫原因为缺土地，但耕地不少", "The cause is lack of land, yet there is land", VERIFY,
         "main_cause arable_mu", OWN, lambda b, lim: is_word(b.households["main_cause"], Cause.LAND) & (b.households["arable_mu"] > 10)),
    rule("water_cause_with_water", H, DOUBT, "致贫原因为缺水，但饮水安全且不困难", "The cause is lack of water, yet water is safe and near", VERIFY,
         "main_cause safe_water water_difficult", OWN,
         lambda b, lim: still_poor(b) & is_word(b.households["main_cause"], Cause.WATER) & (b.households["safe_water"] == 1) & (b.households["water_difficult"] == 0)),
    rule("transport_cause_with_road", H, DOUBT, "致贫原因为交通落后，但已通硬化路", "The cause is poor transport, yet the road is paved", VERIFY,
         "main_cause road road_km", OWN,
         lambda b, lim: still_poor(b) & is_word(b.households["main_cause"], Cause.TRANSPORT) & is_word(b.households["road"], Road.CONCRETE, Road.ASPHALT) & (b.households["road_km"] < 1)),
)  # fmt: skip


def popcount(bits: Column) -> Column:
    """Return how many words a column of several words holds in each row."""
    found = np.zeros(len(bits), dtype=np.int64)
    for place in range(32):
        found += (bits >> np.uint32(place)) & 1
    return found


NUMBERS = (
    rule("number_twice", H, ERROR, "户编号重复", "Two households have one number", CHECK, "code", OWN,
         lambda b, lim: repeated(b.households["code"], b.households.said("code"))),
    rule("number_malformed", H, ERROR, "户编号应为10位数字", "A household number has 10 digits", CHECK, "code", "[D2]",
         lambda b, lim: ~matches(b.households["code"], digits, (10, 10))),
    rule("village_code_malformed", H, ERROR, "行政区划代码应为12位数字", "A village code has 12 digits", CHECK, "village_code", "[D2] 村级12位",
         lambda b, lim: b.households.said("village_code") & ~matches(b.households["village_code"], digits, (12, 12))),
    rule("village_of_another_county", H, ERROR, "行政区划代码不属于本县", "The village code is of another county", CHECK, "village_code village", OWN,
         lambda b, lim: b.households.said("village_code") & ~np.char.startswith(b.households["village_code"], b.area.encode())),
    rule("phone_malformed", H, DOUBT, "联系电话格式不对", "The phone number is malformed", ASK, "phone", OWN,
         lambda b, lim: b.households.said("phone") & ~matches(b.households["phone"], lambda x: digits(x) | (x == ord("-")), (7, 13))),
    rule("phone_of_many", H, DOUBT, "多户登记同一联系电话", "Many households have one phone", VERIFY, "phone", OWN,
         lambda b, lim: repeated(b.households["phone"], b.households.said("phone"), int(lim("household_limit.same_phone"))),
         "household_limit.same_phone"),
    rule("phone_is_the_helpers", H, DOUBT, "户联系电话与帮扶人电话相同", "The household's phone is the helper's", ASK, "phone helper_phone", OWN,
         lambda b, lim: b.households.said("phone") & (b.households["phone"] == b.households["helper_phone"])),
    rule("account_twice", H, ERROR, "两户登记同一银行卡号", "Two households have one bank account", ASK, "bank_account", "到户资金一卡通",
         lambda b, lim: repeated(b.households["bank_account"], b.households.said("bank_account"))),
    rule("account_malformed", H, ERROR, "银行卡号应为12至21位数字", "A bank account has 12 to 21 digits", ASK, "bank_account", OWN,
         lambda b, lim: b.households.said("bank_account") & ~matches(b.households["bank_account"], digits, (12, 21))),
    rule("car_and_poor", H, DOUBT, "未脱贫户有车辆", "A poor household owns a vehicle", VERIFY, "status has_car", "[Q1][Q2][D22]",
         lambda b, lim: still_poor(b) & (b.households["has_car"] == 1)),
    rule("town_house_and_poor", H, DOUBT, "未脱贫户有商品房（易地搬迁户除外）", "A poor household owns a house in town (resettled ones excepted)", VERIFY,
         "status town_house relocated", "[Q1][Q2][Q3][D22]",
         lambda b, lim: still_poor(b) & (b.households["town_house"] == 1) & (b.households["relocated"] != 1)),
    rule("business_and_poor", H, DOUBT, "未脱贫户有工商注册", "A poor household has a registered business", VERIFY, "status registered_business", "[Q2][D22]",
         lambda b, lim: still_poor(b) & (b.households["registered_business"] == 1)),
    rule("payroll_and_poor", H, DOUBT, "未脱贫户有财政供养人员", "A poor household has somebody on the public payroll", VERIFY, "status public_payroll", "[Q1][Q2][D22]",
         lambda b, lim: still_poor(b) & (b.households["public_payroll"] == 1)),
)  # fmt: skip

HOUSEHOLD_RULES: tuple[QualityRule, ...] = (*BLANKS, *HOUSING, *LAND, *INCOME, *WHEN, *PROGRAMME, *NUMBERS)
