"""Other ways in which people write the members of the closed lists."""

import unicodedata
from functools import cache

from zhucun.engine.households.crosswalks import all_crosswalks
from zhucun.engine.words import (
    Dialect,
    Health,
    Need,
    PartyStatus,
    Schooling,
    Sex,
    UnitKind,
    UnitLevel,
    VillageKind,
    Word,
)
from zhucun.engine.words_household import ExitStatus, Relation

SPELLINGS: dict[type[Word], dict[Word, tuple[str, ...]]] = {
    Sex: {Sex.MALE: ("男性", "1", "m"), Sex.FEMALE: ("女性", "2", "f")},
    PartyStatus: {
        PartyStatus.FULL: ("党员", "中国共产党党员", "正式党员", "中共正式党员", "共产党员", "01", "1"),
        PartyStatus.PROBATIONARY: ("预备党员", "中国共产党预备党员", "02", "2"),
        PartyStatus.LEAGUE: ("团员", "共青团员", "中国共产主义青年团团员", "03", "3"),
        PartyStatus.OTHER_PARTY: ("民盟", "民革", "民建", "民进", "农工党", "致公党", "九三学社", "台盟", "民主党派成员"),
        PartyStatus.NONE: ("无党派", "无党派人士", "无", "群众（无党派）", "13"),
    },
    Schooling: {
        Schooling.SECONDARY: ("高中", "中专", "初中", "小学", "中技", "职高", "技校", "高中或中专", "中专中技", "文盲或半文盲"),
        Schooling.COLLEGE: ("专科", "大学专科", "大专学历", "高职"),
        Schooling.BACHELOR: ("大学本科", "大学", "本科学历", "学士", "大本", "本科及以上"),
        Schooling.MASTER: ("硕士", "研究生", "硕士研究生", "博士", "博士研究生", "研究生及以上", "在职研究生", "党校研究生"),
    },
    Health: {
        Health.GOOD: ("健康", "好", "正常", "较好", "1"),
        Health.LIMITED: ("一般", "慢性病", "有慢性病", "较弱", "患病"),
        Health.UNFIT: ("差", "大病", "重病", "不适宜", "不能胜任工作"),
    },
    Need: {
        Need.ORGANISATION: ("党建", "党务", "组织", "基层组织建设", "党组织建设", "党务工作"),
        Need.INDUSTRY: ("产业", "产业扶贫", "经济", "项目", "工业", "经济管理", "产业规划"),
        Need.FARMING: ("农业", "农技", "种植", "养殖", "种养", "种植技术", "养殖技术", "畜牧", "林业", "农林", "农学", "涉农"),
        Need.MARKETING: ("营销", "电商", "销售", "电子商务", "市场", "旅游", "品牌"),
        Need.HEALTH: ("医疗", "卫生", "医学", "健康", "医药", "护理"),
        Need.EDUCATION: ("教学", "师范", "文教", "培训", "文化教育"),
        Need.WORKS: ("基建", "工程", "水利", "交通", "建筑", "规划", "土木", "道路", "住建", "饮水"),
        Need.ORDER: ("调解", "治安", "综治", "政法", "信访", "矛盾化解", "公安", "矛盾调解", "平安建设", "矛盾纠纷化解"),
        Need.CARE: ("民政", "关爱", "社会工作", "妇女儿童", "社工", "养老", "救助", "关爱留守"),
        Need.FINANCE_LAW: ("财务", "法律", "财会", "会计", "金融", "审计", "财政", "税务", "法学"),
    },
    VillageKind: {
        VillageKind.POOR: ("贫困", "建档立卡贫困村", "重点贫困村", "深度贫困村"),
        VillageKind.LIFTED: ("已脱贫村", "出列村", "已出列贫困村", "脱贫出列村"),
        VillageKind.WEAK: ("软弱涣散村", "软弱涣散", "党组织软弱涣散", "后进村", "弱村", "软弱涣散党组织村"),
        VillageKind.RELOCATED: ("易地搬迁村", "搬迁安置村", "易地搬迁", "易地扶贫搬迁安置村", "安置社区", "安置点"),
        VillageKind.KEY: ("重点村", "乡村振兴任务重的村", "任务重的村", "振兴重点村"),
        VillageKind.OTHER: ("非贫困村", "一般村", "其他", "其它", "普通村"),
    },
    UnitLevel: {
        UnitLevel.CENTRAL: ("中央单位", "国直", "中直", "中央直属"),
        UnitLevel.PROVINCE: ("省", "省级", "省直单位", "省属", "自治区", "区直"),
        UnitLevel.PREFECTURE: ("市", "市级", "市直单位", "市属", "地市", "州直", "地级"),
        UnitLevel.COUNTY: ("县", "县级", "县直单位", "县属", "区级", "县区"),
        UnitLevel.TOWNSHIP: ("镇", "乡", "镇级", "乡级", "街道", "镇街", "乡镇级"),
    },
    UnitKind: {
        UnitKind.PARTY: ("党委", "党群", "党委部门", "群团", "人大政协", "党群部门", "群团组织"),
        UnitKind.GOVERNMENT: ("政府", "行政", "行政机关", "政府部门", "机关", "行政单位"),
        UnitKind.JUSTICE: ("政法", "公检法", "政法单位", "公检法司"),
        UnitKind.INSTITUTION: ("事业", "医院", "学校", "科研院所", "参公事业单位"),
        UnitKind.UNIVERSITY: ("高校", "大学", "学院", "院校"),
        UnitKind.ENTERPRISE: ("企业", "国企", "央企", "银行", "公司", "国有企业（金融）", "金融机构"),
    },
    ExitStatus: {
        ExitStatus.POOR: ("贫困户", "未脱贫户", "未脱贫", "建档立卡贫困户", "在册贫困户"),
        ExitStatus.LEFT: ("脱贫户", "已脱贫户", "脱贫", "稳定脱贫户", "已脱贫（享受政策）", "已脱贫(享受政策)"),
        ExitStatus.PLANNED: ("预脱贫户", "拟脱贫"),
        ExitStatus.RETURNED: ("返贫户",),
        ExitStatus.NEW: ("新识别户", "新增"),
        ExitStatus.ORDINARY: ("一般户", "非建档立卡户", "边缘户", "监测户"),
    },
    Relation: {
        Relation.HEAD: ("本人", "户主本人"),
        Relation.SPOUSE: ("妻", "夫", "妻子", "丈夫", "之妻", "之夫", "老婆"),
        Relation.SON: ("儿子", "子", "长子", "次子", "三子", "养子", "独生子"),
        Relation.DAUGHTER: ("女儿", "女", "长女", "次女", "三女", "养女", "独生女"),
        Relation.FATHER: ("父亲", "父"),
        Relation.MOTHER: ("母亲", "母"),
        Relation.SONS_WIFE: ("儿媳", "儿媳妇"),
        Relation.GRANDSON: ("孙子",),
        Relation.GRANDDAUGHTER: ("孙女",),
    },
    Dialect: {
        Dialect.MANDARIN: ("普通话", "北方话", "北方方言", "中原官话", "西南官话", "关中话", "陕西话", "四川话", "汉语"),
        Dialect.JIN: ("晋方言", "山西话", "陕北话"),
        Dialect.WU: ("吴方言", "吴语方言", "上海话", "江浙话"),
        Dialect.MIN: ("闽方言", "闽南语", "闽南话", "福州话", "潮汕话", "潮州话"),
        Dialect.YUE: ("粤方言", "广东话", "白话", "广州话"),
        Dialect.HAKKA: ("客家", "客语", "客家方言"),
        Dialect.GAN_XIANG: ("赣语", "湘语", "赣方言", "湘方言", "湖南话", "江西话"),
        Dialect.OTHER: ("少数民族语言", "民族语言", "藏语", "维吾尔语", "蒙古语", "壮语", "彝语", "苗语", "其他"),
    },
}  # fmt: skip


def other_systems(words: type[Word]) -> dict[Word, list[str]]:
    """Return the labels under which other systems' exports write the members, from the crosswalk tables."""
    found: dict[Word, list[str]] = {}
    for walk in all_crosswalks():
        if walk.ours is not words:
            continue
        for code in walk.codes:
            found.setdefault(code.words[0], []).append(code.label)
        for spelling, code_written in walk.other_labels:
            found.setdefault(walk.read(code_written), []).append(spelling)
    return found


@cache
def word_table(words: type[Word]) -> dict[str, Word]:
    """Return every spelling of a closed list's members, in lower case without blanks."""
    table: dict[str, Word] = {}
    for member, labels in other_systems(words).items():
        for spelling in labels:
            table[_form(spelling)] = member
    for member in words:
        for spelling in (*SPELLINGS.get(words, {}).get(member, ()), member.text.zh, member.text.en, member.value):
            table[_form(spelling)] = member
    return table


def _form(spelling: str) -> str:
    """Return a spelling as cells are read: half width, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", spelling).lower().split())
