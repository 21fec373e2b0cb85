"""The addresses that the readers of benchmarks.pages ask for."""

COUNTY = "610426"
SPREAD = 40
"""How many households, names and villages the readers look at, at most."""

Pages = dict[str, list[str]]


def addresses() -> Pages:
    """Return the addresses of every kind of page."""
    return register() | targeting()


def register() -> Pages:
    """Return the addresses of each kind of page of the register: of rows many, spread over the county, so that none is
    asked for twice in a row.
    """
    from django.urls import reverse

    from zhucun.registry.models import Household, Member

    rows = Household.objects.filter(county_code=COUNTY).order_by("key")
    many = rows.count()
    keys = list(rows.values_list("key", flat=True))[many // 2 :: max(1, many // 2 // SPREAD)][:SPREAD]
    homes = list(Household.objects.filter(pk__in=keys).order_by("key"))
    heads = Member.objects.filter(household__in=keys, relation="head").order_by("key").values_list("name", flat=True)
    names = list(dict.fromkeys(heads))
    villages = some_villages()
    every = reverse("registry:households")
    deep = min(many, 100_000) // 50 - 3
    return {
        "home": [reverse("dashboards:home")],
        "households, first page": [every],
        "households, deep page": [f"{every}?page={deep - n}" for n in range(SPREAD)],
        "households, cause and size": [f"{every}?cause=illness&size={n}" for n in (2, 3, 4)],
        "households, one attribute": [f"{every}?attribute=supported"],
        "households, one colour": [f"{every}?colour=green"],
        "households, one township": sorted({f"{every}?area={code[:9]}" for code in villages}),
        "households, by income": [f"{every}?sort=-income"],
        "households, cause by income": [f"{every}?cause=schooling&sort=income"],
        "households, by head": [f"{every}?sort=head"],
        "search by number": [f"{every}?q={home.code}" for home in homes],
        "search by name": [f"{every}?q={name}" for name in names],
        "search by surname": [f"{every}?q={name[0]}" for name in names],
        "household": [reverse("registry:household", args=[key]) for key in keys],
        "village": [reverse("registry:village", args=[code]) for code in villages],
        "village, newcomer's view": [reverse("registry:people", args=[code]) for code in villages],
        "villages with map": [reverse("registry:villages")],
        "statistics of the county": [reverse("registry:statistics")],
        "data quality": [reverse("registry:quality")],
        "data quality of a village": [reverse("registry:village_quality", args=[code]) for code in villages],
        "identification board": [reverse("identification:board")],
    }


def some_villages() -> list[str]:
    """Return villages spread over the county."""
    from zhucun.registry.models import Village

    codes = list(Village.objects.filter(code__startswith=COUNTY).order_by("code").values_list("code", flat=True))
    return codes[:: max(1, len(codes) // SPREAD)][:SPREAD]


def targeting() -> Pages:
    """Return the pages of visits, verification and exit; none where a county was made without visits."""
    from django.urls import reverse

    from zhucun.verification.models import Check, RegisterList
    from zhucun.visits.models import ListRun

    run = ListRun.objects.filter(county=COUNTY, state="done").order_by("-month", "-pk").first()
    if run is None:
        return {}
    villages = some_villages()
    checks = Check.objects.filter(village__code__startswith=COUNTY).order_by("pk")
    some = list(checks.values_list("pk", flat=True))
    listed = list(RegisterList.objects.filter(county=COUNTY).order_by("pk").values_list("pk", flat=True))
    entries, suspects = reverse("visits:entries", args=[run.pk]), reverse("verification:checks")
    return {
        "visit queue, villages": [reverse("visits:queue")],
        "visit queue of a village": [reverse("visits:village_queue", args=[code]) for code in villages],
        "households long unvisited": [reverse("visits:village_unvisited", args=[code]) for code in villages],
        "visits made": [reverse("visits:visits"), f"{reverse('visits:visits')}?kind=help_visit"],
        "monthly lists": [reverse("visits:lists")],
        "one month's list": [entries, f"{entries}?kind=list_ineligible", f"{entries}?kind=list_missing"],
        "means test": [reverse("visits:means")],
        "suspects": [suspects, f"{suspects}?source=vehicle", f"{suspects}?state=check_open", f"{suspects}?page=20"],
        "a suspect": [reverse("verification:check", args=[pk]) for pk in some[:: max(1, len(some) // SPREAD)]],
        "departments' lists": [reverse("verification:lists")],
        "a department's list": [reverse("verification:list", args=[pk]) for pk in listed],
        "signs": [reverse("verification:signs")],
        "precision and recall": [reverse("verification:measures")],
        "exits of villages": [reverse("identification:villages")],
        "exits of households": [f"{reverse('identification:board')}?kind=exit"],
    }
