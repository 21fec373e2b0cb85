"""The facts of one household and of one of its members as frozen values; None means: nobody has said.

Fields are the keys of the dictionary of facts, in its order. Money is Decimal yuan, land Decimal mu. The computed
facts are filled by whoever computes them (`engine/households`), never by a person.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhucun.engine.words import Sex
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    Disability,
    DisabilityGrade,
    Dropout,
    ExitStatus,
    Fuel,
    HealthState,
    House,
    HouseGrade,
    Labour,
    Level,
    MemberState,
    Monitored,
    Nation,
    Politics,
    Relation,
    Relocation,
    Risk,
    Road,
    School,
    Standard,
    Water,
    WorkPlace,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
    """What is known of one household."""

    code: str
    village_code: str | None = None
    county: str | None = None
    town: str | None = None
    village: str
    group: str | None = None
    head_name: str
    phone: str | None = None
    bank: str | None = None
    bank_account: str | None = None
    standard: Standard | None = None
    attribute: Attribute | None = None
    main_cause: Cause | None = None
    other_causes: tuple[Cause, ...] = ()
    status: ExitStatus
    listed: date | None = None
    planned_exit_year: int | None = None
    left: date | None = None
    returned: date | None = None
    return_cause: Cause | None = None
    monitored: Monitored | None = None
    risks: tuple[Risk, ...] = ()
    risk_found: date | None = None
    risk_removed: bool | None = None
    risk_removed_on: date | None = None
    military_family: bool | None = None
    persons: int | None = None
    labour_persons: int | None = None
    arable_mu: Decimal | None = None
    titled_arable_mu: Decimal | None = None
    irrigated_mu: Decimal | None = None
    paddy_mu: Decimal | None = None
    dry_mu: Decimal | None = None
    forest_mu: Decimal | None = None
    titled_forest_mu: Decimal | None = None
    return_forest_mu: Decimal | None = None
    fruit_mu: Decimal | None = None
    grass_mu: Decimal | None = None
    water_mu: Decimal | None = None
    production_power: bool | None = None
    living_power: bool | None = None
    broadcast: bool | None = None
    road_km: Decimal | None = None
    road: Road | None = None
    house_m2: Decimal | None = None
    house_rooms: int | None = None
    house: House | None = None
    unsafe_house: bool | None = None
    house_grade: HouseGrade | None = None
    rebuilt_year: int | None = None
    safe_water: bool | None = None
    water_difficult: bool | None = None
    water: Water | None = None
    sanitary_toilet: bool | None = None
    fuel: Fuel | None = None
    cooperative: bool | None = None
    leading_firm: bool | None = None
    leader: bool | None = None
    surveyed_on: date | None = None
    surveyor: str | None = None
    food_enough: bool | None = None
    clothing_enough: bool | None = None
    group_road: bool | None = None
    breeding: bool | None = None
    grain_kg: Decimal | None = None
    water_litres: int | None = None
    water_fetch_minutes: int | None = None
    water_fetch_km: Decimal | None = None
    water_fetch_rise_m: int | None = None
    water_short_months: Decimal | None = None
    water_supply_percent: int | None = None
    relocated: bool | None = None
    relocation: Relocation | None = None
    relocation_place: str | None = None
    relocated_on: date | None = None
    has_car: bool | None = None
    town_house: bool | None = None
    registered_business: bool | None = None
    public_payroll: bool | None = None
    wage_yuan: Decimal | None = None
    business_yuan: Decimal | None = None
    property_yuan: Decimal | None = None
    transfer_yuan: Decimal | None = None
    cost_yuan: Decimal | None = None
    dividend_yuan: Decimal | None = None
    other_property_yuan: Decimal | None = None
    family_planning_yuan: Decimal | None = None
    dibao_yuan: Decimal | None = None
    supported_yuan: Decimal | None = None
    pension_yuan: Decimal | None = None
    ecology_yuan: Decimal | None = None
    other_transfer_yuan: Decimal | None = None
    total_yuan: Decimal | None = None
    net_yuan: Decimal | None = None
    net_per_head_yuan: Decimal | None = None
    claims_yuan: Decimal | None = None
    self_paid_yuan: Decimal | None = None
    helper_name: str | None = None
    helper_unit: str | None = None
    helper_post: str | None = None
    helper_phone: str | None = None
    helped_since: date | None = None
    helped_until: date | None = None
    wants: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """What is known of one member of a household."""

    code: str
    household_code: str
    name: str
    sex: Sex | None = None
    identity: str | None = None
    born: date | None = None
    age: int | None = None
    relation: Relation
    nation: Nation | None = None
    politics: Politics | None = None
    schooling: Level | None = None
    school: School | None = None
    dropout: Dropout | None = None
    health: tuple[HealthState, ...] = ()
    illness: str | None = None
    disability: Disability | None = None
    disability_grade: DisabilityGrade | None = None
    labour: Labour | None = None
    work_place: WorkPlace | None = None
    work_months: Decimal | None = None
    employer: str | None = None
    trade: str | None = None
    public_job: bool | None = None
    home_months: Decimal | None = None
    medical_insurance: bool | None = None
    employee_insurance: bool | None = None
    serious_illness_insurance: bool | None = None
    pension_insurance: bool | None = None
    commercial_insurance: bool | None = None
    accident_insurance: bool | None = None
    dibao: bool | None = None
    mandarin: bool | None = None
    soldier: bool | None = None
    state: MemberState | None = None
    listed: date | None = None
    phone: str | None = None
