"""Made-up profiles of a county's real villages, drawn so that the county's published totals come out."""

from decimal import Decimal

import numpy as np
import numpy.typing as npt

from zhucun.engine import places
from zhucun.engine.facts import VillageFacts
from zhucun.engine.sample_world.calibration import Calibration
from zhucun.engine.sample_world.draw import Floats, Integers, apportion, flags, quota
from zhucun.engine.words import Dialect, Need, VillageKind

DIALECTS = {
    "14": Dialect.JIN, "31": Dialect.WU, "33": Dialect.WU, "35": Dialect.MIN, "36": Dialect.GAN_XIANG,
    "43": Dialect.GAN_XIANG, "44": Dialect.YUE, "46": Dialect.MIN, "54": Dialect.OTHER, "71": Dialect.MIN,
}  # fmt: skip
UNREPORTED = 0.02  # of the facts that counties often leave blank


def draw_villages(
    random: np.random.Generator, county: places.County, units: list[places.Division], figures: Calibration
) -> list[VillageFacts]:
    """Return one profile for every village-level unit given."""
    return _Drawing(random, county, units, figures).villages()


class _Drawing:
    """The columns of a county in the making: latent poverty, remoteness and disorder move the facts together."""

    def __init__(
        self, random: np.random.Generator, county: places.County, units: list[places.Division], figures: Calibration
    ) -> None:
        self.random, self.county, self.units, self.figures, self.n = random, county, units, figures, len(units)
        self.towns = {d.code: d.name for d in places.below(county.code) if len(d.code) == 9}
        self.remote = self._remoteness()
        self.poverty = 0.6 * self.remote + 0.8 * random.normal(size=self.n)
        self.disorder = 0.3 * self.poverty + random.normal(size=self.n)
        self.poor = flags(random, self._poor_villages(), self.n, np.exp(1.4 * self.poverty))
        self.weak = flags(random, quota(figures["weak_share"], self.n), self.n, np.exp(1.2 * self.disorder))
        self.relocated = flags(random, quota(figures["relocated_share"], self.n), self.n, np.exp(-self.remote))
        self.key = flags(random, quota(figures["key_share"], self.n), self.n)
        self._people()

    def _remoteness(self) -> Floats:
        """Draw how far each township lies, the first (the seat) nearest, and each village around its township."""
        codes = list(dict.fromkeys(u.code[:9] for u in self.units))
        far = np.sort(np.abs(self.random.normal(1.2, 0.6, len(codes)))) - 1.2
        place = {c: far[i] for i, c in enumerate(codes)}
        own: Floats = self.random.normal(0, 0.6, self.n)
        return np.array([place[u.code[:9]] for u in self.units], dtype=np.float64) + own

    def _poor_villages(self) -> int:
        known = self.figures.get("poor_villages")
        full = known is not None and self.n == self.figures.get("villages")
        return int(known or 0) if full else quota(self._poor_village_share(), self.n)

    def _poor_village_share(self) -> float:
        known, of = self.figures.get("poor_villages"), self.figures.get("villages")
        return known / of if known and of else self.figures["poor_village_share"]

    def _share(self) -> float:
        """Return the part of the county that is drawn: all of it, or the villages asked for."""
        return self.n / (self.figures.get("villages") or self.n)

    def _people(self) -> None:
        figures, random, n = self.figures, self.random, self.n
        total = (figures.get("households") or 0) * self._share() or figures["households_per_village"] * n
        self.households = apportion(round(total), random.lognormal(0, 0.38, n))
        self.persons = apportion(
            round(self.households.sum() * figures["persons_per_household"]), self.households * random.normal(1, 0.05, n)
        )
        residents = figures.get("rural_residents")
        away = 1 - residents / (figures["households"] * figures["persons_per_household"]) if residents else None
        self.away = apportion(
            round((away or figures["away_share"]) * self.persons.sum()),
            self.persons * np.exp(0.2 * self.remote + random.normal(0, 0.2, n)),
            (self.persons * 0.5).astype(np.int64),
        )
        poor = figures.get("poor_households")
        self.poor_total = round(poor * self._share() if poor else figures["poor_household_share"] * total)
        weight = self.households * np.exp(0.35 * self.poverty)
        here = np.where(self.poor, weight / weight[self.poor].sum() if self.poor.any() else 0, 0)
        there = np.where(self.poor, 0, weight / weight[~self.poor].sum() if not self.poor.all() else 0)
        part = figures["poor_village_household_share"]
        self.poor_households = apportion(
            self.poor_total, part * here + (1 - part) * there, (self.households * 0.8).astype(np.int64)
        )

    def cause(self, name: str) -> Integers:
        """Split the county's households of one cause of poverty over its villages."""
        total = round(self.figures[f"cause_{name}"] * self.poor_total)
        weight = self.poor_households * self.random.lognormal(0, 0.4, self.n)
        return apportion(total, weight, self.poor_households // 2 + 1)

    def rate(self, base: npt.ArrayLike, mean: float, pull: Floats | float = 0.0, spread: float = 0.5) -> Integers:
        """Draw a count around a share of a base, more of it where the pull is positive."""
        centre = np.asarray(base) * mean * np.exp(pull + self.random.normal(0, spread, self.n) - spread**2 / 2)
        drawn = self.random.poisson(np.maximum(centre, 0))
        return np.minimum(drawn, np.asarray(base, dtype=np.int64)).astype(np.int64)

    def yes(self, share: float, pull: Floats | float = 0.0) -> list[bool]:
        """Draw yes or no with exactly the share of yes, rather where the pull is positive."""
        weight = np.exp(np.asarray(pull) + np.zeros(self.n))
        return [bool(b) for b in flags(self.random, round(share * self.n), self.n, weight)]

    def kilometres(self, mean: float, pull: float = 0.6) -> list[Decimal]:
        """Draw distances that grow with remoteness."""
        drawn = mean * np.exp(pull * self.remote + self.random.normal(0, 0.2, self.n))
        return [Decimal(str(round(float(d), 1))) for d in np.clip(drawn, 0.5, 120)]

    def columns(self) -> dict[str, list[object]]:
        """Draw every fact as a column."""
        n, random, figures = self.n, self.random, self.figures
        size = figures.get("persons_per_poor_household") or figures["persons_per_household"]
        poor_persons = apportion(round(self.poor_total * size), self.poor_households, self.persons)
        groups = np.maximum(2, self.households // 45)
        income = figures["income_per_head_yuan"] * np.exp(-0.16 * self.poverty + random.normal(0, 0.12, n))
        no_income = np.array(self.yes(0.35, self.poverty))
        collective = np.where(no_income, 0, random.lognormal(10.4, 0.8, n))
        hospital = self.kilometres(9)
        vacant = self.rate(np.full(n, 3), 0.08, 1.6 * self.weak.astype(np.float64))
        months = np.where(self.weak & (random.random(n) < 0.5), random.integers(2, 15, n), 0)
        drawn: dict[str, object] = {
            "households": self.households,
            "persons": self.persons,
            "poor_households": self.poor_households,
            "poor_persons": poor_persons,
            "dibao_persons": self.rate(self.persons, 0.055, 0.3 * self.poverty),
            "wubao_persons": self.rate(self.persons, 0.006),
            "disabled_persons": self.rate(self.persons, 0.05, 0.2),
            "old_persons": self.rate(self.persons, figures["old_share"], 0.1 * self.remote, 0.12),
            "left_behind_children": self.rate(self.persons, 0.025, 0.3 * self.remote),
            "minority_persons": self.rate(self.persons, figures["minority_share"], spread=0.8),
            "labour_persons": np.maximum(self.rate(self.persons, 0.56, spread=0.05), self.away),
            "away_persons": self.away,
            "party_members": self.rate(self.persons, 0.026, -0.25 * self.weak.astype(np.float64), 0.3),
            "groups": groups,
            "income_per_head_yuan": np.round(income),
            "collective_income_yuan": np.round(collective, -2),
            "debt_yuan": np.where(random.random(n) < 0.55, 0, np.round(random.lognormal(11.2, 1, n), -2)),
            "planned_funds_yuan": np.round(random.lognormal(12.4, 0.7, n) * np.where(self.poor, 2.2, 0.7), -3),
            "arable_mu": np.round(self.persons * random.lognormal(0.75, 0.3, n)),
            "cooperatives": random.poisson(np.where(self.poor, 1.1, 1.6)),
            "ecommerce_points": np.array(self.yes(figures["ecommerce_share"], -0.5 * self.remote)).astype(int),
            "unsafe_houses": self.rate(self.households, 0.035, 0.5 * self.poverty),
            "unsafe_water_households": self.rate(self.households, 0.03, 0.6 * self.remote, 0.9),
            "unpaved_groups": self.rate(groups, 0.12, 0.7 * self.remote),
            "broadband_households": self.rate(self.households, figures["broadband_share"], -0.12 * self.remote, 0.2),
            "insured_persons": self.persons - self.rate(self.persons, 0.022),
            "doctors": np.array(self.yes(figures["doctor_share"], -0.4 * self.remote)).astype(int),
            "clinic": self.yes(figures["clinic_share"], -0.4 * self.remote),
            "ill_poor_households": self.cause("illness"),
            "school": self.yes(0.42, -0.3 * self.remote),
            "dropouts": random.poisson(np.exp(-2.2 + 0.5 * self.poverty)),
            "school_poor_households": self.cause("schooling"),
            "skill_poor_households": self.cause("skill"),
            "petitions": random.poisson(np.exp(-0.4 + 0.8 * self.disorder)),
            "disputes": random.poisson(np.exp(0.9 + 0.5 * self.disorder)),
            "security_cases": random.poisson(np.exp(-0.5 + 0.6 * self.disorder)),
            "vacant_posts": vacant,
            "secretary_vacant_months": months,
            "accounts_published": self.yes(0.88, -0.7 * self.disorder),
            "town_km": self.kilometres(5),
            "county_km": self.kilometres(19, 0.75),
            "hospital_km": hospital,
            "elevation_m": np.round(np.maximum(1, self.county.elevation_m + 90 * random.normal(size=n))),
            "area_km2": np.round(self.county.area_km2 / n * random.lognormal(-0.12, 0.5, n), 1),
            "safe_lodging": self.yes(0.91, -0.6 * self.remote),
        }
        return {key: list(column) for key, column in drawn.items()}  # type: ignore[call-overload]

    def villages(self) -> list[VillageFacts]:
        """Put the columns together, leaving some cells blank as counties do."""
        columns = self.columns()
        blank = self.random.random((len(columns), self.n)) < UNREPORTED
        main = DIALECTS.get(self.county.province_code, Dialect.MANDARIN)
        found = []
        for i, unit in enumerate(self.units):
            facts = {
                key: _plain(key, values[i])
                for row, (key, values) in enumerate(columns.items())
                if not (blank[row, i] and key in MAY_BE_BLANK)
            }
            found.append(
                VillageFacts(
                    code=unit.code,
                    name=village_name(unit.name),
                    town=self.towns.get(unit.code[:9]),
                    county=self.county.name,
                    kinds=self._kinds(i),
                    dialect=main if self.random.random() < 0.95 else Dialect.OTHER,
                    wanted=self._wanted(i),
                    **facts,  # type: ignore[arg-type]
                )
            )
        return found

    def _kinds(self, i: int) -> tuple[VillageKind, ...]:
        marks = (
            (self.poor, VillageKind.POOR), (self.weak, VillageKind.WEAK),
            (self.relocated, VillageKind.RELOCATED), (self.key, VillageKind.KEY),
        )  # fmt: skip
        return tuple(kind for mark, kind in marks if mark[i]) or (VillageKind.OTHER,)

    def _wanted(self, i: int) -> tuple[Need, ...]:
        if self.random.random() > 0.35:
            return ()
        likely = np.ones(len(Need))
        likely[list(Need).index(Need.INDUSTRY)] = 3
        likely[list(Need).index(Need.ORGANISATION)] = 6 if self.weak[i] else 0.5
        chosen = self.random.choice(
            len(Need), size=int(self.random.integers(1, 3)), replace=False, p=likely / likely.sum()
        )
        return tuple(list(Need)[int(k)] for k in chosen)


MAY_BE_BLANK = frozenset(
    [
        "dibao_persons",
        "wubao_persons",
        "disabled_persons",
        "left_behind_children",
        "debt_yuan",
        "arable_mu",
        "broadband_households",
        "doctors",
        "petitions",
        "disputes",
        "security_cases",
        "vacant_posts",
        "accounts_published",
        "hospital_km",
        "safe_lodging",
    ]
)
DECIMAL = frozenset(
    [
        "income_per_head_yuan",
        "collective_income_yuan",
        "debt_yuan",
        "planned_funds_yuan",
        "arable_mu",
        "town_km",
        "county_km",
        "hospital_km",
        "elevation_m",
        "area_km2",
    ]
)
YES_NO = frozenset(("clinic", "school", "accounts_published", "safe_lodging"))


def _plain(key: str, value: object) -> Decimal | int | bool:
    if isinstance(value, Decimal):
        return value
    if key in YES_NO:
        return bool(value)
    number = float(value)  # type: ignore[arg-type]
    if key in DECIMAL:
        return Decimal(str(int(number) if number == int(number) else round(number, 1)))
    return int(number)


def village_name(official: str) -> str:
    """Return what people call a village-level unit: 永安村委会 is 永安村, 永兴路社区居民委员会 is 永兴路社区."""
    if official.endswith(("居民委员会", "居委会")):
        name = official.removesuffix("居民委员会").removesuffix("居委会")
        return name if name.endswith("社区") else f"{name}社区"
    if official.endswith(("嘎查", "村")) and "委" not in official:
        return official
    name = official
    for ending in ("嘎查村委会", "嘎查委员会", "嘎查委会"):
        if name.endswith(ending):
            return name.removesuffix(ending) + "嘎查"
    for ending in ("村民委员会", "民委员会", "村委会", "民委会", "委员会", "委会"):
        if name.endswith(ending):
            name = name.removesuffix(ending)
            break
    return name if name.endswith(("村", "嘎查", "社区", "场", "队")) else f"{name}村"
