"""The demo county: real places, made-up people and figures, accounts to try; marked as made up wherever shown."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_noop

from zhucun.core import events
from zhucun.core.actions import load_places, make_account
from zhucun.core.models import Place, SendingUnit, User
from zhucun.core.statuses import Role
from zhucun.engine import sample_world
from zhucun.engine.facts import VillageFacts
from zhucun.engine.sample_world.history import Population, population
from zhucun.engine.texts import Text
from zhucun.identification import actions as identification
from zhucun.postings import actions as postings
from zhucun.registry import actions as registry
from zhucun.registry.bridge.population import income_of_population
from zhucun.verification import actions as verification
from zhucun.visits import actions as visits

# user name, name shown, role, how many digits of the demo township's code are the account's place
ACCOUNTS: tuple[tuple[str, str, Role, int], ...] = (
    ("organiser", "组织员甲", Role.ORGANISER, 6),
    ("organiser2", "组织员乙", Role.ORGANISER, 6),
    ("office", "县乡村振兴局", Role.OFFICE, 6),
    ("township", "乡镇干部", Role.TOWNSHIP, 9),
    ("secretary", "驻村第一书记", Role.FIRST_SECRETARY, 12),
    ("unit", "派出单位联络员", Role.SENDING_UNIT, 6),
    ("auditor", "监督员", Role.AUDITOR, 6),
    ("province", "省级用户", Role.PROVINCE, 2),
)
NOTE = gettext_noop("Made up with a fixed seed")


HOUSEHOLDS = 600
"""How many registered households a demo has unless said: enough to look at, and made in two seconds."""
LAST_YEAR = 2018
SMALL = 3000  # households up to which a demo also has the income of the year before
Show = Callable[[int], Callable[[int], None]]
"""Takes how many rows there will be and returns what hears how many more have been written."""


Tell = Callable[[Text], None]
"""Hears what is being made now."""
VILLAGES, HOMES, CASES, VISITS, CHECKS = (
    Text("村、单位和干部", "villages, units and cadres"),
    Text("户和人", "households and persons"),
    Text("识别和退出", "identification and exit"),
    Text("走访、收入推算和每月名单", "visits, means test and monthly lists"),
    Text("部门比对、入户核查和抽查", "comparison, home checks and audits"),
)


def say_nothing(_what: Text) -> None:
    """Tell nobody what is being made."""


def silent(_rows: int) -> Callable[[int], None]:
    """Show nothing."""
    return lambda more: None


def make_demo(
    *,
    county: str,
    seed: int,
    password: str,
    at: datetime,
    households: int = HOUSEHOLDS,
    show: Show = silent,
    tell: Tell = say_nothing,
) -> dict[str, int]:
    """Make a demo of any county of China; making it twice changes nothing. Returns what is new, by kind.

    Raises BadProblem when the code is not a county.
    """
    tell(VILLAGES)
    world = sample_world.county(county, seed=seed)
    loaded = load_places(prefix=county, by=None, at=at)
    village = _secretarys_village(world)
    units = postings.take_units(rows=world.units, county=county, by=None, at=at, made_up=True)
    accounts = _accounts(county, village, password, at)
    villages = registry.take_villages(rows=world.villages, county=county, by=None, at=at, made_up=True)
    people = postings.take_candidates(rows=world.candidates, county=county, by=None, at=at, made_up=True)
    posts = postings.take_posts(rows=world.posts, county=county, by=None, at=at, made_up=True)
    postings.give_demo_term(village=village)
    # The demo secretary's own village first, then the demo township's.
    near = sorted(
        world.villages, key=lambda v: (v.code != village, not (v.code or "").startswith(village[:9]), v.code or "")
    )
    tell(HOMES)
    people_of_homes = made_population(near, county=county, seed=seed, households=households)
    homes = make_households(people_of_homes, county=county, at=at, show=show) if people_of_homes else 0
    tell(CASES)
    cases = identification.make_cases(county=county, at=at)
    tell(VISITS)
    visited = visits.make_visits(county=county, at=at)
    tell(CHECKS)
    checks = verification.make_checks(made=people_of_homes, county=county, at=at) if people_of_homes else 0
    events.record("demo.made", Place.objects.get(pk=county), by=None, at=at, area=county, reason=f"{NOTE}: {seed}")
    return {
        "places": loaded,
        "villages": villages.new,
        "units": units.new,
        "candidates": people.new,
        "posts": posts.new,
        "accounts": accounts,
        "households": homes,
        "cases": cases,
        "visits": visited,
        "checks": checks,
    }


def _secretarys_village(world: sample_world.World) -> str:
    """Return the village of the demo secretary: near the middle, and somebody made up serves there."""
    codes = [v.code or "" for v in world.villages]
    middle = len(codes) // 2
    served = {post.village_code for post in world.posts}
    same_town = [at for at, code in enumerate(codes) if code in served and code[:9] == codes[middle][:9]]
    return codes[min(same_town, key=lambda at: abs(at - middle), default=middle)]


def made_population(villages: Sequence[VillageFacts], *, county: str, seed: int, households: int) -> Population | None:
    """Return made-up registered households with members, five years of changes and income; None without villages.

    Village by village in the order given, each as full as its form says, until so many are there: a few villages that
    are alive are worth more than three households in each.
    """
    chosen: list[VillageFacts] = []
    while len(chosen) < len(villages) and sum(v.poor_households or 0 for v in chosen) < households:
        chosen.append(villages[len(chosen)])
    if not chosen:
        return None
    whole = len(chosen) == len(villages)
    count = households if whole else sum(v.poor_households or 0 for v in chosen)
    return population(county, seed, count, last_year=LAST_YEAR, villages=chosen)


def make_households(made: Population, *, county: str, at: datetime, show: Show = silent) -> int:
    """Add a made-up population with members, changes and its last income; returns how many households are new.

    A small demo has the income of the year before too, so that a fall from one year to the next can be seen.
    """
    progress = show(registry.rows_of(made, LAST_YEAR))
    taken = registry.take_population(made=made, year=LAST_YEAR, county=county, at=at, progress=progress)
    if taken.new and taken.new <= SMALL:
        before = income_of_population(made, LAST_YEAR - 1)
        registry.take_income(rows=before, county=county, by=None, at=at, made_up=True)
    return taken.new


def _accounts(county: str, village: str, password: str, at: datetime) -> int:
    # One hash for all: hashing eight times costs more than the rest of the demo.
    hashed = make_password(password)
    made = 0
    # A second demo county beside the first has its own accounts: organiser610425.
    taken = User.objects.filter(username=ACCOUNTS[0][0]).exclude(scope=county).exists()
    suffix = county if taken else ""
    unit = SendingUnit.objects.filter(county=county).order_by("-most", "name").first()
    for username, name, role, digits in ACCOUNTS:
        if User.objects.filter(username=username + suffix).exists():
            continue
        account = make_account(
            username=username + suffix,
            password=None,
            name=name,
            role=role,
            scope=village[:digits],
            unit=unit if role == Role.SENDING_UNIT else None,
            by=None,
            at=at,
            made_up=True,
        )
        account.password = hashed
        account.save(update_fields=["password"])
        made += 1
    return made
