"""The means test: fitted on a county's surveyed households, kept as plain values, and asked again for some of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from zhucun.engine.policy.figures import Quality
from zhucun.engine.targeting import (
    UNKNOWN,
    Basis,
    MeansTest,
    Rate,
    calibration,
    error_page,
    errors_by_group,
    features,
    fit,
)
from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.means_test import Coefficient, normal_distribution
from zhucun.engine.targeting.states import Flags
from zhucun.engine.texts import Text
from zhucun.engine.words_household import HealthState, Nation
from zhucun.registry.queries import Homes

QUOTA = 20  # the poorest fifth: the quota at which targeting errors are compared everywhere (docs/explanation)
LEAST_OF_VILLAGE = 10  # below so many surveyed a village's rates say nothing
# Two surveys of one household differ by about a quarter (docs/explanation/targeting.md): surveyed income near the line
# leaves a doubt too.
SURVEY_SPREAD = 0.25
STATED_SPREAD = 2 * SURVEY_SPREAD  # what is only stated is taken to be twice as uncertain
GROUPS: dict[str, Text] = {
    "old": Text("有60岁以上老人的户", "Households with members of 60 or more"),
    "old_only": Text("全是60岁以上老人的户", "Households of members of 60 or more only"),
    "disabled": Text("有残疾人的户", "Households with a disabled member"),
    "minority": Text("少数民族户", "Households of a national minority"),
    "single": Text("一人户", "Households of one"),
    "large": Text("五人以上的户", "Households of five or more"),
}


def fitted(homes: Homes, surveyed: Flags, *, seed: int = 1) -> MeansTest:
    """Return the test fitted on the surveyed households; BadProblem says how many are missing."""
    return fit(features(homes.county), homes.per_head_fen, homes.villages, surveyed=surveyed, seed=seed)


def group_flags(homes: Homes) -> dict[str, Flags]:
    """Return which households belong to each group whose errors are shown."""
    county = homes.county
    persons, ages, sizes = county.persons, county.ages, county.sizes
    old = county.count(ages >= 60)
    disabled = np.char.find(persons.word("health").astype(str), HealthState.DISABLED.value) >= 0
    disabled |= persons.word("disability").astype(str) != ""
    nation = persons.word("nation").astype(str)
    listed = county.count(np.ones(len(persons), dtype=np.bool_))
    return {
        "old": old > 0,
        "old_only": (listed > 0) & (old == listed),
        "disabled": county.count(disabled) > 0,
        "minority": county.count((nation != "") & (nation != Nation.HAN.value)) > 0,
        "single": sizes == 1,
        "large": sizes >= 5,
    }


def kept_weights(test: MeansTest) -> dict[str, Any]:
    """Return what estimating needs, as plain values."""
    return {
        "columns": [
            {"key": c.key, "zh": c.text.zh, "en": c.text.en, "effect": c.log_effect, "known": c.known_share}
            for c in test.coefficients
        ],
        "intercept": test.intercept,
        "penalty": test.penalty,
        "means": [float(m) for m in test.means],
        "spread": test.spread,
        "reach": test.reach,
        "version": test.basis.version,
    }


def kept_test(weights: Mapping[str, Any], *, households: int = 0, left_out: int = 0) -> MeansTest:
    """Return a kept test, ready to estimate with."""
    return MeansTest.kept(
        tuple(Coefficient(c["key"], Text(c["zh"], c["en"]), c["effect"], c["known"]) for c in weights["columns"]),
        intercept=weights["intercept"],
        penalty=weights["penalty"],
        means=weights["means"],
        spread=weights["spread"],
        reach=weights["reach"],
        households=households,
        left_out=left_out,
        basis=Basis(rule=Text("", ""), version=weights["version"], quality=Quality.RESEARCH),
    )


def chances(test: MeansTest, homes: Homes, surveyed: Flags, *, line_fen: int) -> Floats:
    """Return each household's chance of being below the line: by its survey where it is recent, else by the test.

    NaN where the file says so little that most columns are empty: nothing is estimated from averages alone.
    """
    columns = features(homes.county)
    chance = test.estimate(columns).chance_below(line_fen)
    chance = np.where(np.isnan(columns.values).mean(axis=1) > 0.5, np.nan, chance)
    income = homes.per_head_fen
    known = surveyed & (income != UNKNOWN) & (income > 0)
    away = (np.log(line_fen) - np.log(np.where(known, income, 1))) / SURVEY_SPREAD
    return np.where(known, normal_distribution(away), chance)


def stated_chances(homes: Homes, *, line_fen: int) -> Floats:
    """Return the chance of being below the line from stated income alone, while the county has no fit; NaN without."""
    income = homes.per_head_fen
    known = (income != UNKNOWN) & (income > 0)
    away = (np.log(line_fen) - np.log(np.where(known, income, 1))) / STATED_SPREAD
    return np.where(known, normal_distribution(away), np.nan)


def kept_page(test: MeansTest, homes: Homes, *, line_fen: int) -> dict[str, Any]:
    """Return the error page as plain values: errors at quotas and at the line, by group and village, calibration."""
    groups = {name: flags[test.surveyed] for name, flags in group_flags(homes).items()}
    page = error_page(test, line_fen=line_fen, groups=groups)
    villages = np.array(homes.villages, dtype=str)[test.surveyed]
    names, place, counts = np.unique(villages, return_inverse=True, return_counts=True)
    by_village = {str(names[j]): place == j for j in np.flatnonzero(counts >= LEAST_OF_VILLAGE).tolist()}
    return {
        "r2": page.r2,
        "rank_correlation": page.rank_correlation,
        "slope": page.calibration_slope,
        "covered": kept_rate(page.covered),
        "quota": QUOTA,
        "at_quota": [
            {"quota": q.quota_percent, "error": kept_rate(q.error), "by_chance": q.by_chance} for q in page.at_quota
        ],
        "inclusion": kept_rate(page.inclusion),
        "exclusion": kept_rate(page.exclusion),
        "by_group": [_kept_group(e) for e in errors_by_group(test, groups, quota_percent=QUOTA)],
        "by_village": [_kept_group(e) for e in errors_by_group(test, by_village, quota_percent=QUOTA)],
        "villages_too_small": int((counts < LEAST_OF_VILLAGE).sum()),
        "calibration": [[c.households, round(c.estimated_yuan), round(c.had_yuan)] for c in calibration(test)],
    }


def kept_rate(found: Rate | None) -> dict[str, Any] | None:
    """Return a rate as plain values."""
    if found is None:
        return None
    top, bottom = found.ratio.numerator, found.ratio.denominator
    return {
        "top": top,
        "bottom": bottom,
        "share": top / bottom if bottom else None,
        "low": found.low,
        "high": found.high,
    }


def _kept_group(found: Any) -> dict[str, Any]:
    return {"group": found.group, "inclusion": kept_rate(found.inclusion), "exclusion": kept_rate(found.exclusion)}
