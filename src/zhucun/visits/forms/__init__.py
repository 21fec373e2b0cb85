"""Forms of visits: a visit, reasons, a capacity, an explanation, a ranking."""

from zhucun.visits.forms.rankings import RankingForm
from zhucun.visits.forms.visits import CapacityForm, CorrectForm, ExplainForm, PurposeForm, ReasonForm, VisitForm

__all__ = [
    "CapacityForm", "CorrectForm", "ExplainForm", "PurposeForm", "RankingForm", "ReasonForm", "VisitForm",
]  # fmt: skip
