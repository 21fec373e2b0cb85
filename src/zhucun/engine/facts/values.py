"""The facts of one village, person, unit or posting as frozen values; None means: nobody has said.

Fields are the keys of the dictionary of facts, in its order. Money is Decimal yuan, distances Decimal kilometres.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageFacts:
    """What is known of one village."""

    code: str | None = None
    name: str
    town: str | None = None
    county: str | None = None
    kinds: tuple[VillageKind, ...] = ()
    households: int | None = None
    persons: int | None = None
    poor_households: int | None = None
    poor_persons: int | None = None
    dibao_persons: int | None = None
    wubao_persons: int | None = None
    disabled_persons: int | None = None
    old_persons: int | None = None
    left_behind_children: int | None = None
    minority_persons: int | None = None
    labour_persons: int | None = None
    away_persons: int | None = None
    party_members: int | None = None
    groups: int | None = None
    income_per_head_yuan: Decimal | None = None
    collective_income_yuan: Decimal | None = None
    debt_yuan: Decimal | None = None
    planned_funds_yuan: Decimal | None = None
    arable_mu: Decimal | None = None
    cooperatives: int | None = None
    ecommerce_points: int | None = None
    unsafe_houses: int | None = None
    unsafe_water_households: int | None = None
    unpaved_groups: int | None = None
    broadband_households: int | None = None
    insured_persons: int | None = None
    doctors: int | None = None
    clinic: bool | None = None
    ill_poor_households: int | None = None
    school: bool | None = None
    dropouts: int | None = None
    school_poor_households: int | None = None
    skill_poor_households: int | None = None
    petitions: int | None = None
    disputes: int | None = None
    security_cases: int | None = None
    vacant_posts: int | None = None
    secretary_vacant_months: int | None = None
    accounts_published: bool | None = None
    town_km: Decimal | None = None
    county_km: Decimal | None = None
    hospital_km: Decimal | None = None
    elevation_m: Decimal | None = None
    area_km2: Decimal | None = None
    safe_lodging: bool | None = None
    dialect: Dialect | None = None
    wanted: tuple[Need, ...] = ()
    helper_unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateFacts:
    """What is known of one person who may be posted."""

    code: str
    name: str
    sex: Sex
    born: date
    unit: str
    title: str | None = None
    party: PartyStatus
    party_joined: date | None = None
    work_started: date
    schooling: Schooling | None = None
    stepped_back: bool | None = None
    health: Health | None = None
    specialities: tuple[Need, ...] = ()
    rural_years: Decimal | None = None
    party_work_years: Decimal | None = None
    mass_work: int | None = None
    communication: int | None = None
    dialects: tuple[Dialect, ...] = ()
    home: str | None = None
    wishes: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    under_discipline: bool | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What is known of one sending unit."""

    code: str | None = None
    name: str
    short_names: tuple[str, ...] = ()
    level: UnitLevel | None = None
    kind: UnitKind | None = None
    most: int | None = None
    least: int | None = None
    strengths: tuple[Need, ...] = ()
    funds_yuan: Decimal | None = None
    attention: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """One existing posting."""

    village_code: str | None = None
    village: str
    town: str | None = None
    candidate_code: str | None = None
    name: str
    unit: str | None = None
    since: date
    until: date | None = None
