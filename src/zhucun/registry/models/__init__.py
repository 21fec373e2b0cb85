"""What registry keeps: villages, households with their members, the income account, natural changes, explanations."""

from zhucun.registry.models.accounts import IncomeLine
from zhucun.registry.models.changes import ChangedPerson, NaturalChange
from zhucun.registry.models.counted import CountedCounty
from zhucun.registry.models.evidence import Evidence, KeptFile
from zhucun.registry.models.findings import FindingExplanation, FindingOwner, KeptFinding, RulesAsked
from zhucun.registry.models.households import Household, Member, key_of
from zhucun.registry.models.surveys import HomeSurvey
from zhucun.registry.models.villages import NeedAdjustment, Village

__all__ = [
    "ChangedPerson", "CountedCounty", "Evidence", "FindingExplanation", "FindingOwner", "HomeSurvey", "Household",
    "IncomeLine", "KeptFile", "KeptFinding", "Member", "NaturalChange", "NeedAdjustment", "RulesAsked", "Village",
    "key_of",
]  # fmt: skip
