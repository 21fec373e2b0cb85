"""What is known of a sending unit."""

from zhucun.engine.facts.fact import Fact
from zhucun.engine.facts.fact import FactKind as K
from zhucun.engine.texts import Text as T
from zhucun.engine.words import Need, UnitKind, UnitLevel

UNIT: tuple[Fact, ...] = (
    Fact("code", T("单位编号", "Unit number"), K.CODE, ("单位代码", "组织机构代码", "统一社会信用代码", "unit_code")),
    Fact("name", T("单位名称", "Unit"), K.TEXT, ("单位", "派出单位", "派出单位名称", "帮扶单位", "AAP001"), required=True),
    Fact("short_names", T("简称", "Short names"), K.NAMES, ("单位简称", "别名")),
    Fact("level", T("隶属关系", "Level"), K.WORD, ("单位隶属关系", "单位级别", "层级", "级别"), words=UnitLevel),
    Fact("kind", T("单位类别", "Kind of unit"), K.WORD, ("单位性质", "单位类型", "类别"), words=UnitKind),
    Fact("most", T("最多选派人数", "May send at most"), K.COUNT, ("名额", "选派名额", "上限", "可选派人数", "quota"), unit=T("人", "persons")),
    Fact("least", T("最少选派人数", "Must send at least"), K.COUNT, ("下限", "必派人数"), unit=T("人", "persons")),
    Fact("strengths", T("资源优势", "Resources"), K.WORDS, ("优势", "行业优势", "资源"), words=Need, note=T("第一项为最强", "The first is the strongest")),
    Fact("funds_yuan", T("年帮扶资金", "Support a year"), K.MONEY, ("帮扶资金", "年投入资金"), unit=T("元", "yuan"), factors=(("万元", 10_000),)),
    Fact("attention", T("重视程度", "Attention"), K.SCORE, ("重视程度评分", "支持力度"), unit=T("分", "of 100"), note=T("组织部门评定，0到100分", "Rated by the organisation department, 0 to 100")),
)  # fmt: skip
