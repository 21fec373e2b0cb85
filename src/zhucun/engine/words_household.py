"""The closed lists of households and their members, each value with its Chinese and English label.

One list of ours for each attribute; what other systems write is turned into it by `engine/households/crosswalks.py`.
The order of a list is kept for good, because columns of numbers stand for its members (`number_of`, `word_of`).
Labels are the national registry's own; references are in the crosswalk tables.
"""

from collections.abc import Iterable
from typing import TypeVar

from zhucun.engine.words import Sex, Word

W = TypeVar("W", bound=Word)


class Cause(Word):
    """Why a household is poor: thirteen causes and 'other' (national registry, AAC007)."""

    ILLNESS = "illness", "因病", "Illness"
    DISABILITY = "disability", "因残", "Disability"
    SCHOOLING = "schooling", "因学", "Cost of schooling"
    DISASTER = "disaster", "因灾", "Disaster"
    LAND = "land", "缺土地", "Lack of land"
    WATER = "water", "缺水", "Lack of water"
    SKILL = "skill", "缺技术", "Lack of skills"
    LABOUR = "labour", "缺劳力", "Lack of labour"
    FUNDS = "funds", "缺资金", "Lack of funds"
    TRANSPORT = "transport", "交通条件落后", "Poor transport"
    DRIVE = "drive", "自身发展动力不足", "Lack of own drive"
    MARRIAGE = "marriage", "因婚", "Cost of a marriage"
    BEREAVEMENT = "bereavement", "因丧", "Bereavement"
    OTHER = "other", "其他", "Other"


class Standard(Word):
    """By whose income line a household was identified (AAC005)."""

    NATIONAL = "national", "国家标准", "National line"
    PROVINCE = "province", "省定标准", "Province's line"
    PREFECTURE = "prefecture", "市定标准", "Prefecture's line"


class Attribute(Word):
    """What support a registered household stands under (AAC006); an ordinary one is not registered."""

    GENERAL = "general", "一般贫困户", "General poor household"
    DIBAO = "dibao", "低保贫困户", "Poor household on the minimum living allowance"
    SUPPORTED = "supported", "特困供养贫困户", "Poor household under extreme-poverty support"
    DIBAO_ONLY = "dibao_only", "低保户", "On the minimum living allowance, not registered as poor"
    WUBAO_ONLY = "wubao_only", "五保户", "Five-guarantees household, not registered as poor"
    ORDINARY = "ordinary", "一般农户", "Ordinary farming household"


class ExitStatus(Word):
    """Where a household stands between registration and lasting exit."""

    ORDINARY = "ordinary", "一般农户", "Ordinary household, not registered"
    POOR = "poor", "未脱贫", "Registered as poor"
    PLANNED = "planned", "预脱贫", "Planned to leave this year"
    LEFT = "left", "已脱贫", "Has left poverty"
    RETURNED = "returned", "返贫", "Has fallen back"
    NEW = "new", "新识别", "Newly registered"
    STRUCK = "struck", "清退", "Struck off: was never eligible"
    GONE = "gone", "自然减少", "Household no longer exists"


class Monitored(Word):
    """The three kinds of households watched against falling back since 2020."""

    UNSTABLE = "unstable", "脱贫不稳定户", "Has left poverty, unstable"
    EDGE = "edge", "边缘易致贫户", "On the edge of poverty"
    SUDDEN = "sudden", "突发严重困难户", "In sudden serious difficulty"


class Risk(Word):
    """Why a household may fall back (codes 01 to 99 of a monitoring system)."""

    ILLNESS = "illness", "因病", "Illness"
    FLOOD = "flood", "因洪涝灾害", "Flood"
    LANDSLIDE = "landslide", "因地质灾害", "Geological disaster"
    DROUGHT = "drought", "因旱灾", "Drought"
    PEST = "pest", "因生物灾害", "Pests and animal disease"
    WEATHER = "weather", "因气象灾害", "Severe weather"
    EARTHQUAKE = "earthquake", "因地震", "Earthquake"
    OTHER_DISASTER = "other_disaster", "因其他自然灾害", "Another natural disaster"
    DISABILITY = "disability", "因残", "Disability"
    LABOUR = "labour", "因缺劳动力", "Lack of labour"
    ACCIDENT = "accident", "因意外事故", "Accident"
    BUSINESS = "business", "因产业失败", "Business failure"
    WORK = "work", "因务工就业不稳", "Unstable work"
    SCHOOLING = "schooling", "因学", "Cost of schooling"
    OTHER = "other", "其他", "Other"


class Relation(Word):
    """A member's relation to the head of household (AAB006)."""

    HEAD = "head", "户主", "Head"
    SPOUSE = "spouse", "配偶", "Spouse"
    SON = "son", "之子", "Son"
    DAUGHTER = "daughter", "之女", "Daughter"
    SONS_WIFE = "sons_wife", "之儿媳", "Daughter-in-law"
    DAUGHTERS_HUSBAND = "daughters_husband", "之女婿", "Son-in-law"
    GRANDSON = "grandson", "之孙子", "Son's son"
    GRANDDAUGHTER = "granddaughter", "之孙女", "Son's daughter"
    DAUGHTERS_SON = "daughters_son", "之外孙子", "Daughter's son"
    DAUGHTERS_DAUGHTER = "daughters_daughter", "之外孙女", "Daughter's daughter"
    GREAT_GRANDSON = "great_grandson", "之曾孙子", "Great-grandson"
    GREAT_GRANDDAUGHTER = "great_granddaughter", "之曾孙女", "Great-granddaughter"
    FATHER = "father", "之父", "Father"
    MOTHER = "mother", "之母", "Mother"
    WIFES_FATHER = "wifes_father", "之岳父", "Wife's father"
    WIFES_MOTHER = "wifes_mother", "之岳母", "Wife's mother"
    HUSBANDS_FATHER = "husbands_father", "之公公", "Husband's father"
    HUSBANDS_MOTHER = "husbands_mother", "之婆婆", "Husband's mother"
    GRANDFATHER = "grandfather", "之祖父", "Grandfather"
    GRANDMOTHER = "grandmother", "之祖母", "Grandmother"
    ELDER_BROTHER = "elder_brother", "之兄", "Elder brother"
    YOUNGER_BROTHER = "younger_brother", "之弟", "Younger brother"
    ELDER_SISTER = "elder_sister", "之姐", "Elder sister"
    YOUNGER_SISTER = "younger_sister", "之妹", "Younger sister"
    BROTHERS_WIFE = "brothers_wife", "之兄弟媳妇", "Brother's wife"
    UNCLE = "uncle", "之叔伯", "Father's brother"
    NEPHEW = "nephew", "之侄儿", "Nephew"
    NIECE = "niece", "之侄女", "Niece"
    OTHER = "other", "其他", "Other"


RELATION_SEX: dict[Relation, Sex] = {
    **dict.fromkeys(
        (Relation.SON, Relation.DAUGHTERS_HUSBAND, Relation.GRANDSON, Relation.DAUGHTERS_SON, Relation.GREAT_GRANDSON,
         Relation.FATHER, Relation.WIFES_FATHER, Relation.HUSBANDS_FATHER, Relation.GRANDFATHER,
         Relation.ELDER_BROTHER, Relation.YOUNGER_BROTHER, Relation.UNCLE, Relation.NEPHEW),
        Sex.MALE,
    ),
    **dict.fromkeys(
        (Relation.DAUGHTER, Relation.SONS_WIFE, Relation.GRANDDAUGHTER, Relation.DAUGHTERS_DAUGHTER,
         Relation.GREAT_GRANDDAUGHTER, Relation.MOTHER, Relation.WIFES_MOTHER, Relation.HUSBANDS_MOTHER,
         Relation.GRANDMOTHER, Relation.ELDER_SISTER, Relation.YOUNGER_SISTER, Relation.BROTHERS_WIFE,
         Relation.NIECE),
        Sex.FEMALE,
    ),
}  # fmt: skip
"""The sex that a relation implies; head, spouse and other imply none."""


class HealthState(Word):
    """A member's health; several may hold at once except with 'healthy' (AAB017)."""

    HEALTHY = "healthy", "健康", "Healthy"
    CHRONIC = "chronic", "长期慢性病", "Long-term chronic illness"
    SERIOUS = "serious", "患有大病", "Serious illness"
    DISABLED = "disabled", "残疾", "Disabled"


class Disability(Word):
    """The kind on a disability card (its 19th digit)."""

    SIGHT = "sight", "视力残疾", "Sight"
    HEARING = "hearing", "听力残疾", "Hearing"
    SPEECH = "speech", "言语残疾", "Speech"
    PHYSICAL = "physical", "肢体残疾", "Physical"
    INTELLECTUAL = "intellectual", "智力残疾", "Intellectual"
    MENTAL = "mental", "精神残疾", "Mental"
    MULTIPLE = "multiple", "多重残疾", "Multiple"


class DisabilityGrade(Word):
    """The grade on a disability card (its 20th digit); one and two count as severe."""

    FIRST = "first", "一级", "Grade 1"
    SECOND = "second", "二级", "Grade 2"
    THIRD = "third", "三级", "Grade 3"
    FOURTH = "fourth", "四级", "Grade 4"


class Labour(Word):
    """A member's ability to work (AAB010)."""

    ORDINARY = "ordinary", "普通劳动力", "Able to work"
    SKILLED = "skilled", "技能劳动力", "Skilled worker"
    WEAK = "weak", "弱劳动力或半劳动力", "Weak or half labour"
    LOST = "lost", "丧失劳动力", "Has lost the ability to work"
    NONE = "none", "无劳动力", "No labour"


ABLE = (Labour.ORDINARY, Labour.SKILLED, Labour.WEAK)
"""Who counts as labour of a household."""


class Level(Word):
    """Highest schooling of a household member (AAB008)."""

    PRESCHOOL = "preschool", "学龄前儿童", "Below school age"
    ILLITERATE = "illiterate", "文盲或半文盲", "Illiterate or semi-literate"
    PRIMARY = "primary", "小学", "Primary school"
    JUNIOR = "junior", "初中", "Junior secondary"
    SENIOR = "senior", "高中", "Senior secondary"
    COLLEGE = "college", "大专", "Junior college"
    BACHELOR = "bachelor", "本科及以上", "Bachelor or above"


class School(Word):
    """Whether a member is at school, and in which stage (AAB009)."""

    NOT = "not", "非在校生", "Not at school"
    KINDERGARTEN = "kindergarten", "学前教育", "Kindergarten"
    PRIMARY = "primary", "小学", "Primary school"
    JUNIOR = "junior", "初中", "Junior secondary"
    SENIOR = "senior", "高中", "Senior secondary"
    VOCATIONAL = "vocational", "中职", "Secondary vocational school"
    VOCATIONAL_COLLEGE = "vocational_college", "高职高专", "Vocational or junior college"
    BACHELOR = "bachelor", "本科", "Bachelor studies"
    GRADUATE = "graduate", "硕士及以上", "Postgraduate studies"
    SPECIAL = "special", "特殊教育", "Special school"


class Dropout(Word):
    """Why a child of school age is not at school."""

    ILLNESS = "illness", "因病", "Illness"
    DISABILITY = "disability", "因残", "Disability"
    UNWILLING = "unwilling", "厌学", "Unwilling to learn"
    POVERTY = "poverty", "因贫", "Poverty"
    OTHER = "other", "其他", "Other"


class WorkPlace(Word):
    """Where a member works for wages (AAB011)."""

    NOT = "not", "未外出务工", "Does not work away"
    TOWN = "town", "乡（镇）内务工", "In the township"
    COUNTY = "county", "乡（镇）外县内务工", "In the county, outside the township"
    PROVINCE = "province", "县外省内务工", "In the province, outside the county"
    AWAY = "away", "省外务工", "Outside the province"


class MemberState(Word):
    """Whether a person counts as a member now."""

    PRESENT = "present", "正常", "Member"
    DEAD = "dead", "死亡", "Dead"
    MARRIED_OUT = "married_out", "婚出", "Left by marriage"
    MOVED_OUT = "moved_out", "迁出", "Moved away"
    MISSING = "missing", "失联", "Missing"
    IN_PRISON = "in_prison", "服刑", "In prison"
    SPLIT = "split", "分户", "Split off into another household"


HERE = ("", MemberState.PRESENT.value)
"""States of who counts as a member now: not the dead, those who moved away or are in prison; nothing said is one."""


class Fuel(Word):
    """What a household mainly cooks and heats with (AAC320)."""

    WOOD = "wood", "柴草", "Wood and straw"
    DUNG = "dung", "干畜粪", "Dried dung"
    COAL = "coal", "煤炭", "Coal"
    CLEAN = "clean", "清洁能源", "Clean energy"
    OTHER = "other", "其他", "Other"


class Road(Word):
    """The road to the house (AAC316)."""

    EARTH = "earth", "泥土路", "Earth"
    GRAVEL = "gravel", "砂石路", "Gravel"
    CONCRETE = "concrete", "水泥路", "Concrete"
    ASPHALT = "asphalt", "沥青路", "Asphalt"
    OTHER = "other", "其他", "Other"


class Water(Word):
    """Where the drinking water comes from."""

    TAP = "tap", "净化自来水", "Treated tap water"
    PROTECTED = "protected", "受保护的井水和泉水", "Protected well or spring"
    UNPROTECTED = "unprotected", "不受保护的井水和泉水", "Unprotected well or spring"
    SURFACE = "surface", "江河湖泊水", "River or lake"
    RAIN = "rain", "收集雨水", "Rain water"
    BARREL = "barrel", "桶装水", "Barrelled water"
    OTHER = "other", "其他", "Other"


class House(Word):
    """What the house is built of."""

    REINFORCED = "reinforced", "钢筋混凝土", "Reinforced concrete"
    BRICK_CONCRETE = "brick_concrete", "砖混材料", "Brick and concrete"
    BRICK_WOOD = "brick_wood", "砖瓦砖木", "Brick, tile and wood"
    CAVE = "cave", "砖石窑洞", "Brick or stone cave dwelling"
    ADOBE = "adobe", "竹草土坯", "Bamboo, straw, adobe or earth cave"
    OTHER = "other", "其他", "Other"


class HouseGrade(Word):
    """The grade of a dangerous-house survey; C and D are dangerous (AAC322)."""

    A = "a", "A级", "A: safe"
    B = "b", "B级", "B: largely safe"
    C = "c", "C级", "C: parts are dangerous"
    D = "d", "D级", "D: the whole is dangerous"


DANGEROUS = (HouseGrade.C, HouseGrade.D)


class Relocation(Word):
    """How a household was resettled."""

    GATHERED = "gathered", "集中安置", "Resettled together"
    SCATTERED = "scattered", "分散安置", "Resettled singly"
    WHOLE_VILLAGE = "whole_village", "行政村整体搬迁", "Whole village moved"
    WHOLE_HAMLET = "whole_hamlet", "自然村整体搬迁", "Whole hamlet moved"
    SINGLE = "single", "建档立卡贫困户个别搬迁", "Registered household moved singly"


class Politics(Word):
    """Political status of a member (AAK033)."""

    MEMBER = "member", "中共党员", "CPC member"
    PROBATIONARY = "probationary", "中共预备党员", "Probationary CPC member"
    LEAGUE = "league", "共青团员", "Youth League member"
    OTHER_PARTY = "other_party", "民主党派", "Member of another party"
    NO_PARTY = "no_party", "无党派人士", "Independent"
    MASSES = "masses", "群众", "No affiliation"


class Proof(Word):
    """What an income line rests on, the strongest first."""

    DEPARTMENT = "department", "部门发放记录", "Record of the paying department"
    BANK = "bank", "银行流水", "Bank statement"
    PAYSLIP = "payslip", "工资条或务工证明", "Wage slip or employer's certificate"
    CONTRACT = "contract", "合同或协议", "Contract"
    SALE = "sale", "销售票据", "Receipt of sale"
    COUNT = "count", "现场清点", "Counted on the spot"
    STATED = "stated", "农户自述", "Stated by the household"
    ESTIMATE = "estimate", "推算", "Estimated"


class Nation(Word):
    """The nationalities of China with the numbers of GB/T 3304 in their order; 57 and 58 as in the registry."""

    HAN = "han", "汉族", "Han"
    MONGOL = "mongol", "蒙古族", "Mongol"
    HUI = "hui", "回族", "Hui"
    ZANG = "zang", "藏族", "Tibetan"
    UYGUR = "uygur", "维吾尔族", "Uygur"
    MIAO = "miao", "苗族", "Miao"
    YI = "yi", "彝族", "Yi"
    ZHUANG = "zhuang", "壮族", "Zhuang"
    BUYEI = "buyei", "布依族", "Buyei"
    CHOSON = "choson", "朝鲜族", "Korean"
    MAN = "man", "满族", "Manchu"
    DONG = "dong", "侗族", "Dong"
    YAO = "yao", "瑶族", "Yao"
    BAI = "bai", "白族", "Bai"
    TUJIA = "tujia", "土家族", "Tujia"
    HANI = "hani", "哈尼族", "Hani"
    KAZAK = "kazak", "哈萨克族", "Kazak"
    DAI = "dai", "傣族", "Dai"
    LI = "li", "黎族", "Li"
    LISU = "lisu", "傈僳族", "Lisu"
    VA = "va", "佤族", "Va"
    SHE = "she", "畲族", "She"
    GAOSHAN = "gaoshan", "高山族", "Gaoshan"
    LAHU = "lahu", "拉祜族", "Lahu"
    SUI = "sui", "水族", "Sui"
    DONGXIANG = "dongxiang", "东乡族", "Dongxiang"
    NAXI = "naxi", "纳西族", "Naxi"
    JINGPO = "jingpo", "景颇族", "Jingpo"
    KIRGIZ = "kirgiz", "柯尔克孜族", "Kirgiz"
    TU = "tu", "土族", "Tu"
    DAUR = "daur", "达斡尔族", "Daur"
    MULAO = "mulao", "仫佬族", "Mulao"
    QIANG = "qiang", "羌族", "Qiang"
    BLANG = "blang", "布朗族", "Blang"
    SALAR = "salar", "撒拉族", "Salar"
    MAONAN = "maonan", "毛南族", "Maonan"
    GELAO = "gelao", "仡佬族", "Gelao"
    XIBE = "xibe", "锡伯族", "Xibe"
    ACHANG = "achang", "阿昌族", "Achang"
    PUMI = "pumi", "普米族", "Pumi"
    TAJIK = "tajik", "塔吉克族", "Tajik"
    NU = "nu", "怒族", "Nu"
    UZBEK = "uzbek", "乌孜别克族", "Uzbek"
    RUSSIAN = "russian", "俄罗斯族", "Russian"
    EWENKI = "ewenki", "鄂温克族", "Ewenki"
    DEANG = "deang", "德昂族", "Deang"
    BONAN = "bonan", "保安族", "Bonan"
    YUGUR = "yugur", "裕固族", "Yugur"
    GIN = "gin", "京族", "Gin"
    TATAR = "tatar", "塔塔尔族", "Tatar"
    DERUNG = "derung", "独龙族", "Derung"
    OROQEN = "oroqen", "鄂伦春族", "Oroqen"
    HEZHEN = "hezhen", "赫哲族", "Hezhen"
    MONBA = "monba", "门巴族", "Monba"
    LHOBA = "lhoba", "珞巴族", "Lhoba"
    JINO = "jino", "基诺族", "Jino"
    OTHER = "other", "其他", "Other, not identified"
    FOREIGN = "foreign", "外国血统中国籍人士", "Citizen of foreign descent"


def number_of(word: Word | None) -> int:
    """Return the number that stands for a word in a column: its place in its list from 1; 0 is 'nobody has said'."""
    return 0 if word is None else list(type(word)).index(word) + 1


def word_of(words: type[W], number: int) -> W | None:
    """Return the word that a number in a column stands for, or None for 0."""
    return None if not number else list(words)[number - 1]


def bits_of(words: Iterable[Word]) -> int:
    """Return several words of one list as one number with a bit for each; 0 is 'nobody has said'."""
    return sum(1 << (number_of(word) - 1) for word in set(words))


def words_of(words: type[W], bits: int) -> tuple[W, ...]:
    """Return the words whose bits are set, in the order of the list."""
    return tuple(word for place, word in enumerate(words) if bits >> place & 1)


class ChangeKind(Word):
    """What happened to a household."""

    LISTED = "listed", "初次登记", "First registered"
    BIRTH = "birth", "出生", "Birth"
    DEATH = "death", "死亡", "Death"
    MARRIED_IN = "married_in", "婚入", "Came in by marriage"
    MARRIED_OUT = "married_out", "婚出", "Left by marriage"
    MOVED_IN = "moved_in", "迁入", "Moved in"
    MOVED_OUT = "moved_out", "迁出", "Moved away"
    MISSING = "missing", "失联", "Missing"
    IN_PRISON = "in_prison", "服刑", "In prison"
    CAME_BACK = "came_back", "返回", "Came back"
    SPLIT = "split", "分户", "Split"
    MERGED = "merged", "并户", "Merged"
    NEW_HEAD = "new_head", "变更户主", "New head"
    ADOPTED = "adopted", "收养", "Adopted"
    JOINED = "joined", "其他增加", "Joined otherwise"
