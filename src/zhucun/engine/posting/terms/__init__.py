"""The terms of the fit: each a pair of integer features, what it gives in one pair, and that in words."""

from zhucun.engine.posting.scheme import TermName
from zhucun.engine.posting.terms.ability import COMMUNICATION, HARDSHIP, LANGUAGE, MASS_WORK, RURAL_EXPERIENCE
from zhucun.engine.posting.terms.matching import EQUITY, NEED_SPECIALITY, SLOGAN, UNIT_SUPPORT, WISHES_VILLAGE
from zhucun.engine.posting.terms.places import HOME, WISHES_PERSON
from zhucun.engine.posting.terms.sides import Columns, Sides, Term

TERMS: dict[TermName, Term] = {
    TermName.NEED_SPECIALITY: NEED_SPECIALITY,
    TermName.MASS_WORK: MASS_WORK,
    TermName.COMMUNICATION: COMMUNICATION,
    TermName.UNIT_SUPPORT: UNIT_SUPPORT,
    TermName.SLOGAN: SLOGAN,
    TermName.LANGUAGE: LANGUAGE,
    TermName.HOME: HOME,
    TermName.HARDSHIP: HARDSHIP,
    TermName.RURAL_EXPERIENCE: RURAL_EXPERIENCE,
    TermName.WISHES_PERSON: WISHES_PERSON,
    TermName.WISHES_VILLAGE: WISHES_VILLAGE,
    TermName.EQUITY: EQUITY,
}

__all__ = ["TERMS", "Columns", "Sides", "Term"]
