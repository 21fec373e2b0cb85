"""The closed lists that every part of the product shares, each value with its Chinese and English label.

Values are what is stored and exported; labels are what people read. The lists follow the programme's own papers
(2015 and 2021 notices on First Secretaries) and the national poverty registry's code lists.
"""

from enum import StrEnum
from typing import Self

from zhucun.engine.texts import Language, Text


class Word(StrEnum):
    """A closed list whose members carry a Text: `NAME = "value", "中文", "English"`."""

    text: Text

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.text = Text(zh, en)
        return member

    def say(self, language: Language = "zh") -> str:
        """Return the label in one language."""
        return self.text.say(language)

    @classmethod
    def from_label(cls, label: str) -> Self | None:
        """Return the member whose value or label is exactly this, or None."""
        wanted = label.strip()
        return next((m for m in cls if wanted in (m.value, m.text.zh, m.text.en)), None)


class Need(Word):
    """What a village lacks most, and, of a person, what that person can bring: the ten needs."""

    ORGANISATION = "organisation", "组织建设", "Party organisation"
    INDUSTRY = "industry", "产业发展", "Industry"
    FARMING = "farming", "农业技术", "Farming technology"
    MARKETING = "marketing", "市场营销", "Marketing"
    HEALTH = "health", "医疗卫生", "Health care"
    EDUCATION = "education", "教育", "Education"
    WORKS = "works", "基础设施", "Infrastructure and public works"
    ORDER = "order", "矛盾化解与治安", "Dispute resolution and order"
    CARE = "care", "关爱弱势", "Care of the weak"
    FINANCE_LAW = "finance_law", "财务与法律", "Finance and law"


class VillageKind(Word):
    """Why a village gets a First Secretary (2015 notice, section 1; 2021 opinion, section 1)."""

    POOR = "poor", "贫困村", "Poor village"
    LIFTED = "lifted", "脱贫村", "Village lifted out of poverty"
    WEAK = "weak", "党组织软弱涣散村", "Weak-organisation village"
    RELOCATED = "relocated", "易地搬迁安置村", "Relocation village"
    KEY = "key", "乡村振兴重点村", "Key village"
    OTHER = "other", "其他村", "Other village"


class Group(Word):
    """The two groups the programme draws on (founding study), and everyone between."""

    YOUNG = "young", "青年干部", "Young graduate"
    EXPERIENCED = "experienced", "骨干干部", "Experienced"
    SENIOR = "senior", "退居二线未退休", "Near the end of the career"


class Sex(Word):
    """Sex as in the national registry: 1 male, 2 female."""

    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"


class PartyStatus(Word):
    """Political status; only a full member may be a First Secretary."""

    FULL = "full", "中共党员", "Full CPC member"
    PROBATIONARY = "probationary", "中共预备党员", "Probationary member"
    LEAGUE = "league", "共青团员", "Youth League member"
    OTHER_PARTY = "other_party", "民主党派", "Member of another party"
    NONE = "none", "群众", "No affiliation"


class Schooling(Word):
    """Highest schooling."""

    SECONDARY = "secondary", "高中及以下", "Upper secondary or less"
    COLLEGE = "college", "大专", "Junior college"
    BACHELOR = "bachelor", "本科", "Bachelor"
    MASTER = "master", "硕士及以上", "Master or above"


class Health(Word):
    """Whether a person's health allows the work (2015 notice: able to do the job)."""

    GOOD = "good", "良好", "Good"
    LIMITED = "limited", "有限制", "Limited"
    UNFIT = "unfit", "不能胜任", "Unfit for the post"


class UnitLevel(Word):
    """Whom a sending unit belongs to (单位隶属关系)."""

    CENTRAL = "central", "中央", "Central"
    PROVINCE = "province", "省直", "Province"
    PREFECTURE = "prefecture", "市直", "Prefecture"
    COUNTY = "county", "县直", "County"
    TOWNSHIP = "township", "乡镇", "Township"


class UnitKind(Word):
    """What a sending unit is."""

    PARTY = "party", "党群机关", "Party or mass organisation"
    GOVERNMENT = "government", "政府机关", "Government organ"
    JUSTICE = "justice", "政法机关", "Courts, procuratorate, police, justice"
    INSTITUTION = "institution", "事业单位", "Public institution"
    UNIVERSITY = "university", "高等院校", "University"
    ENTERPRISE = "enterprise", "国有企业", "State firm"


class Dialect(Word):
    """Dialect groups of Chinese and 'other' for minority languages; spoken in a village or by a person."""

    MANDARIN = "mandarin", "官话", "Mandarin dialects"
    JIN = "jin", "晋语", "Jin"
    WU = "wu", "吴语", "Wu"
    MIN = "min", "闽语", "Min"
    YUE = "yue", "粤语", "Yue"
    HAKKA = "hakka", "客家话", "Hakka"
    GAN_XIANG = "gan_xiang", "赣语湘语", "Gan or Xiang"
    OTHER = "other", "其他语言", "Another language"
