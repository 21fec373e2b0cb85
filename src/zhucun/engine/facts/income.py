"""The items of the income account as the national list of 2023 orders them, and the facts of one line of it.

Letters are the five roots: a wages, b business, c property, d transfers, e business cost. An item's parent is its
code without the last part: d601 belongs to d6, b11 to b1. Headings are those of other systems' ledgers; a dated
policy figure `income.counted.<code>` says where an item counts and where it does not.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from zhucun.engine.facts.fact import Fact, Sight
from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.texts import Text as T
from zhucun.engine.words_household import Proof


@dataclass(frozen=True, slots=True)
class IncomeItem:
    """One source of income or cost; `mirror` is the cost item that belongs to a business item."""

    code: str
    text: T
    headings: tuple[str, ...] = ()
    mirror: str | None = None

    @property
    def root(self) -> str:
        """Return the letter of the group: a, b, c, d or e."""
        return self.code[0]

    @property
    def parent(self) -> str | None:
        """Return the code of the item this one belongs to, None for a root."""
        if len(self.code) == 1:
            return None
        return self.code[:1] if len(self.code) == 2 else self.code[:2]


I = IncomeItem  # noqa: E741 (one item a line reads as the table it is)

INCOME_ITEMS: tuple[IncomeItem, ...] = (
    I("a", T("工资性收入", "Wages"), ("工资收入", "AAC073")),
    I("a1", T("务工收入", "Work for wages"), ("务工",)),
    I("a2", T("行业公益岗收入", "Public-welfare post of a department"), ("生态护林员", "行业公益岗")),
    I("a3", T("乡镇公益岗收入", "Public-welfare post of the township"), ("乡镇公益岗",)),
    I("a4", T("村级公益岗收入", "Public-welfare post of the village"), ("村级公益岗",)),
    I("a5", T("自主采摘收入", "Own gathering"), ("采摘",)),
    I("a6", T("村干部报酬", "Pay of village officials"), ("乡村干部退休金",)),
    I("b", T("生产经营性收入", "Business income"), ("经营收入", "家庭经营性收入", "AAC071")),
    I("b1", T("种植业收入", "Crops"), ("种植",), "e1"),
    I("b11", T("粮食收入", "Grain"), ("粮食",), "e11"),
    I("b12", T("烤烟收入", "Tobacco"), ("烤烟",), "e12"),
    I("b13", T("其他经济作物收入", "Other cash crops"), ("经济作物", "其他经济作物"), "e13"),
    I("b2", T("养殖业收入", "Animals"), ("养殖", "畜牧业"), "e2"),
    I("b21", T("牲畜收入", "Livestock"), ("牲畜",), "e21"),
    I("b22", T("家禽收入", "Poultry"), ("家禽",), "e22"),
    I("b3", T("林果业收入", "Forest and fruit"), ("林果", "水果"), "e3"),
    I("b4", T("其他经营收入", "Other business"), ("其他经营",), "e4"),
    I("c", T("财产性收入", "Property income"), ("财产收入", "AAC072")),
    I("c1", T("资产收益扶贫分红", "Dividends of poverty assets"), ("资产收益扶贫分红收入", "产业扶贫项目受益", "村集体入股分红", "AAC092")),
    I("c2", T("土地流转收入", "Land let to others"), ("土地流转", "占地补偿")),
    I("c3", T("金融贷款项目收入", "Yield of a loan project"), ("生产贷",)),
    I("c4", T("代种代养收入", "Farmed or reared by others"), ("代种代养",)),
    I("c5", T("其他财产性收入", "Other property income"), ("AAC093",)),
    I("d", T("转移性收入", "Transfers"), ("转移性收入合计",)),
    I("d1", T("计划生育金", "Family-planning money"), ("奖扶金", "特扶金", "计生收入", "AAC076")),
    I("d2", T("低保金", "Minimum living allowance"), ("低保收入", "AAC077")),
    I("d21", T("低保金A类", "Minimum living allowance, class A"), ("低保金A",)),
    I("d22", T("低保金B类", "Minimum living allowance, class B"), ("低保金B",)),
    I("d23", T("低保金C类", "Minimum living allowance, class C"), ("低保金C",)),
    I("d3", T("特困供养金", "Extreme-poverty support"), ("五保金", "城镇三无人员生活费", "AAC086")),
    I("d4", T("养老保险金", "Pensions"), ("养老收入", "养老保险年收入", "AAC087")),
    I("d41", T("城乡居民养老保险金", "Residents' pension"), ("城乡居民养老金",)),
    I("d42", T("职工养老保险金", "Employees' pension"), ("职工养老金",)),
    I("d5", T("生态补偿金", "Ecological compensation"), ("补偿收入", "AAC078")),
    I("d51", T("退耕还林补助", "Return of cropland to forest"), ("退耕还林",)),
    I("d52", T("公益林补偿", "Public-welfare forest"), ("公益林", "公益林补偿收入")),
    I("d53", T("草原奖补", "Grassland subsidy"), ("草原生态补助",)),
    I("d54", T("移民补助", "Resettlement subsidy"), ("水库移民补贴", "库区移民")),
    I("d55", T("其他生态补偿", "Other ecological compensation"), ()),
    I("d6", T("其他转移性收入", "Other transfers"), ("其他转移性收入合计", "AAC083")),
    I("d601", T("玉米大豆补贴", "Maize and soy subsidy"), ()),
    I("d602", T("地力补贴", "Soil subsidy"), ("耕地地力保护补贴", "农业补贴")),
    I("d603", T("大田保险", "Crop insurance"), ()),
    I("d604", T("高龄补贴", "Old-age subsidy"), ("低保高龄补贴", "90岁以上老年人救助金", "高龄补贴年收入")),
    I("d605", T("优抚金", "Veterans' support"), ("优抚", "伤残军人", "在乡复员军人", "带病回乡退伍军人", "参加核试验", "参战", "60岁以上农村籍退役士兵", "部分烈士子女")),
    I("d606", T("残疾人补贴", "Disability subsidies"), ("困难残疾人生活补贴", "重度残疾人护理补贴", "残疾补助年收入", "残疾学生", "残疾子女")),
    I("d607", T("教育扶持", "Education support"), ("教育资助金", "雨露计划", "朝阳助学", "助学收入")),
    I("d608", T("救灾款", "Disaster relief"), ()),
    I("d609", T("失能老人补贴", "Subsidy for the frail old"), ("不能自理老人护理补贴", "居家托养")),
    I("d610", T("赡养费", "Support by children"), ("赡养",)),
    I("d611", T("取暖补贴", "Heating subsidy"), ()),
    I("d612", T("物价补贴", "Price subsidy"), ("低保电量补贴",)),
    I("d613", T("社会救济", "Social relief"), ("特困基金项目",)),
    I("d614", T("防贫保险金", "Anti-poverty insurance"), ("防返贫保险",)),
    I("d615", T("经常性捐赠和赔偿", "Regular gifts and compensation"), ("慈善", "慈善收入", "慈善帮扶项目")),
    I("d616", T("其他转移收入", "Other transfers not named"), ("村集体发放款", "棉花补贴", "农支地保", "老民师待遇金", "原民办代课教师教龄补助", "老年乡村医生生活补贴", "老放影员生活补助", "企业遗属补助")),
    I("d617", T("义务兵优待金", "Pay of a conscript"), ("义务兵工资",)),
    I("d618", T("帮扶慰问金", "Visiting gifts"), ("春节慰问金", "慰问金")),
    I("d619", T("抚恤金", "Bereavement pension"), ("病故军人的家属",)),
    I("d620", T("孤儿和困境儿童生活费", "Support of orphans and children in need"), ("孤儿生活费", "困境儿童生活费")),
    I("e", T("生产经营性支出", "Business cost"), ("经营支出", "AAC074")),
    I("e1", T("种植业支出", "Cost of crops"), ()),
    I("e11", T("粮食支出", "Cost of grain"), ()),
    I("e12", T("烤烟支出", "Cost of tobacco"), ()),
    I("e13", T("其他经济作物支出", "Cost of other cash crops"), ()),
    I("e2", T("养殖业支出", "Cost of animals"), ()),
    I("e21", T("牲畜支出", "Cost of livestock"), ()),
    I("e22", T("家禽支出", "Cost of poultry"), ()),
    I("e3", T("林果业支出", "Cost of forest and fruit"), ()),
    I("e4", T("其他经营支出", "Cost of other business"), ()),
)  # fmt: skip
"""Every item, parents before their parts."""

ITEMS = MappingProxyType({item.code: item for item in INCOME_ITEMS})
PARTS = MappingProxyType({code: tuple(item for item in INCOME_ITEMS if item.parent == code) for code in ITEMS})
"""The items that belong to each item."""
ROOTS = ("a", "b", "c", "d", "e")
COST = "e"

HOUSEHOLD_TOTALS: dict[str, tuple[str, ...]] = {
    "wage_yuan": ("a",), "business_yuan": ("b",), "property_yuan": ("c",), "transfer_yuan": ("d",), "cost_yuan": ("e",),
    "dividend_yuan": ("c1",), "other_property_yuan": ("c2", "c3", "c4", "c5"), "family_planning_yuan": ("d1",),
    "dibao_yuan": ("d2",), "supported_yuan": ("d3",), "pension_yuan": ("d4",), "ecology_yuan": ("d5",),
    "other_transfer_yuan": ("d6",),
}  # fmt: skip
"""Which items make up each computed income fact of a household."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeLine:
    """One line of the account: who received or paid how much of which item, over which months, and the proof.

    `person` is None where the whole household earned it. `month` is the first day of the first month; a line over a
    quarter has `months=3`. `version` is the line's own, so that a figure can name what it was computed from.
    """

    code: str
    household: str
    person: str | None = None
    item: str
    month: date
    months: int = 1
    amount_yuan: Decimal
    proof: Proof | None = None
    evidence: str | None = None
    note: str | None = None
    version: int = 1


YUAN = T("元", "yuan")

INCOME: tuple[Fact, ...] = (
    Fact("code", T("收入记录编号", "Line number"), K.CODE, (), required=True, canonical="i.line", sight=Sight.VILLAGE),
    Fact("household", T("户编号", "Household number"), K.CODE, ("AAC001",), required=True, canonical="h.code", sight=Sight.VILLAGE),
    Fact("person", T("人编号", "Person number"), K.CODE, ("AAB001",), canonical="p.code", sight=Sight.VILLAGE, note=T("全家共同收入可不填", "Empty for income of the whole household")),
    Fact("item", T("收入项目", "Item"), K.CODE, ("收入类别", "项目"), required=True, canonical="i.item", sight=Sight.TOWNSHIP, note=T("全国收入项目代码a1至e4", "Code of the national list, a1 to e4")),
    Fact("month", T("月份", "Month"), K.DAY, ("起始月份",), required=True, canonical="i.month", sight=Sight.TOWNSHIP),
    Fact("months", T("月数", "Months"), K.COUNT, (), unit=T("月", "months"), canonical="i.months", sight=Sight.TOWNSHIP, note=T("按季填报为3", "3 for a quarter")),
    Fact("amount_yuan", T("金额", "Amount"), K.MONEY, ("收入金额", "支出金额"), unit=YUAN, required=True, canonical="i.amount", sight=Sight.TOWNSHIP),
    Fact("proof", T("依据", "What it rests on"), K.WORD, (), words=Proof, canonical="i.proof", sight=Sight.TOWNSHIP),
    Fact("evidence", T("证明材料", "Evidence"), K.TEXT, ("附件",), canonical="i.evidence", sight=Sight.TOWNSHIP),
    Fact("note", T("说明", "Note"), K.TEXT, (), canonical="i.note", sight=Sight.TOWNSHIP),
    Fact("version", T("版本", "Version"), K.COUNT, (), canonical="i.version", sight=Sight.TOWNSHIP),
)  # fmt: skip
"""The facts of one line of the income account, in the order of `IncomeLine`."""
