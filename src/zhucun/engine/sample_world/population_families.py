"""Made-up families by size: who lives together, how old each is; whole templates are drawn at once over columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.sample_world.draw import Floats, Integers, apportion
from zhucun.engine.words_household import Relation as Kin
from zhucun.engine.words_household import number_of

SizeShares = Sequence[float]  # of households of 1, 2, 3, 4, 5 and 6 or more members
OVER_SIX = (0.86, 0.12, 0.02)  # households of 6, 7 and 8 among those of 6 or more: their mean is 6.16 as published


@dataclass(frozen=True, slots=True)
class Template:
    """Relations of one kind of family with its weight among families of its size and the head's age."""

    kin: tuple[Kin, ...]
    weight: float
    ages: tuple[float, float, float]  # lowest, likeliest, highest of the head


H, W, SON, GIRL, WIFE_OF_SON = Kin.HEAD, Kin.SPOUSE, Kin.SON, Kin.DAUGHTER, Kin.SONS_WIFE
BOY2, GIRL2, FATHER, MOTHER, BROTHER = Kin.GRANDSON, Kin.GRANDDAUGHTER, Kin.FATHER, Kin.MOTHER, Kin.YOUNGER_BROTHER
YOUNG, MIDDLE, GRAND, OLD = (25, 38, 52), (36, 46, 58), (50, 57, 68), (58, 68, 84)

TEMPLATES: dict[int, tuple[Template, ...]] = {
    1: (Template((H,), 1.0, (38, 66, 86)),),
    2: (
        Template((H, W), 0.55, OLD), Template((H, W), 0.12, MIDDLE), Template((H, MOTHER), 0.13, MIDDLE),
        Template((H, SON), 0.12, MIDDLE), Template((H, GIRL), 0.08, MIDDLE),
    ),
    3: (
        Template((H, W, SON), 0.34, MIDDLE), Template((H, W, GIRL), 0.26, YOUNG),
        Template((H, W, MOTHER), 0.12, MIDDLE),
        Template((H, SON, MOTHER), 0.08, MIDDLE), Template((H, SON, GIRL), 0.08, MIDDLE),
        Template((H, W, SON), 0.12, (56, 63, 72)),
    ),
    4: (
        Template((H, W, SON, GIRL), 0.42, YOUNG), Template((H, W, SON, GIRL), 0.16, MIDDLE),
        Template((H, W, SON, SON), 0.08, MIDDLE), Template((H, W, SON, MOTHER), 0.14, MIDDLE),
        Template((H, W, SON, WIFE_OF_SON), 0.10, GRAND), Template((H, W, FATHER, MOTHER), 0.05, YOUNG),
        Template((H, W, GIRL, MOTHER), 0.05, YOUNG),
    ),
    5: (
        Template((H, W, SON, GIRL, MOTHER), 0.34, MIDDLE), Template((H, W, SON, WIFE_OF_SON, BOY2), 0.24, GRAND),
        Template((H, W, SON, WIFE_OF_SON, GIRL2), 0.18, GRAND), Template((H, W, SON, GIRL, GIRL), 0.14, YOUNG),
        Template((H, W, SON, GIRL, FATHER), 0.10, MIDDLE),
    ),
    6: (
        Template((H, W, SON, WIFE_OF_SON, BOY2, GIRL2), 0.5, GRAND),
        Template((H, W, SON, GIRL, FATHER, MOTHER), 0.35, MIDDLE),
        Template((H, W, SON, GIRL, GIRL, MOTHER), 0.15, MIDDLE),
    ),
    7: (
        Template((H, W, SON, WIFE_OF_SON, BOY2, GIRL2, MOTHER), 0.6, (48, 53, 60)),
        Template((H, W, SON, GIRL, GIRL, FATHER, MOTHER), 0.4, MIDDLE),
    ),
    8: (Template((H, W, SON, WIFE_OF_SON, BOY2, GIRL2, MOTHER, BROTHER), 1.0, (48, 53, 60)),),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Families:
    """Persons in order of household: the row of the household, relation and sex as numbers, exact age in years."""

    home: Integers
    relation: npt.NDArray[np.uint8]
    sex: npt.NDArray[np.uint8]
    age: Floats


def draw_sizes(random: np.random.Generator, households: int, shares: SizeShares) -> Integers:
    """Return a size for each household so that the shares come out exactly, in random order."""
    whole = [*shares[:5], *(shares[5] * part for part in OVER_SIX)]
    counts = apportion(households, whole)
    sizes: Integers = random.permutation(np.repeat(np.arange(1, 9), counts))
    return sizes


def draw_families(random: np.random.Generator, sizes: Integers, men: float = 0.86) -> Families:
    """Return the members of households of these sizes, heads first."""
    homes, relations, sexes, ages = [], [], [], []
    for size, templates in TEMPLATES.items():
        rows = random.permutation(np.flatnonzero(sizes == size))
        bounds = np.cumsum(apportion(len(rows), [t.weight for t in templates]))[:-1]
        for template, chosen in zip(templates, np.split(rows, bounds), strict=True):
            kin_ages, kin_sexes = _members(random, template, len(chosen), men if size > 1 else men - 0.1)
            for place, kin in enumerate(template.kin):
                homes.append(chosen)
                relations.append(np.full(len(chosen), number_of(kin), dtype=np.uint8))
                ages.append(kin_ages[place])
                sexes.append(kin_sexes[place])
    home = np.concatenate(homes)
    order = np.argsort(home, kind="stable")
    return Families(
        home[order],
        np.concatenate(relations)[order],
        np.concatenate(sexes)[order].astype(np.uint8),
        np.concatenate(ages)[order],
    )


def _members(
    random: np.random.Generator, template: Template, count: int, men: float
) -> tuple[list[Floats], list[Integers]]:
    """Draw ages and sexes of one template, each member's from those already drawn."""
    head = random.triangular(*template.ages, size=count)
    sex = np.where(random.random(count) < men, 1, 2)
    wife = np.maximum(head - np.clip(random.normal(2, 2.5, count), -4, 8), 20.6)
    husband = np.maximum(head + np.clip(random.normal(2, 2.5, count), -3, 8), 22.6)
    spouse = np.where(sex == 1, wife, husband)
    mother = np.minimum(np.where(sex == 1, spouse if W in template.kin else head - 2, head), head)
    married_son = head - random.triangular(21.5, 24, 27.5, size=count)
    ages: list[Floats] = []
    sexes: list[Integers] = []
    children = 0
    for kin in template.kin:
        age, own = head, sex
        if kin is W:
            age, own = spouse, 3 - sex
        elif kin in (SON, GIRL):
            own = np.full(count, 1 if kin is SON else 2)
            age = mother - random.triangular(20, 23 + 3 * children, 33 + 2 * children, size=count)
            if WIFE_OF_SON in template.kin:
                age = np.maximum(married_son, 22.8)
            age = np.minimum(np.maximum(age, 0.1 * (3 - children)), head - 17)
            children += 1
        elif kin is WIFE_OF_SON:
            age, own = np.maximum(married_son - np.abs(random.normal(1.5, 1.5, count)), 20.8), np.full(count, 2)
        elif kin in (BOY2, GIRL2):
            top = np.minimum(np.maximum(married_son, 22.8) - 22, head - 32)
            age, own = np.maximum(top * random.random(count), 0.1), np.full(count, 1 if kin is BOY2 else 2)
        elif kin in (FATHER, MOTHER):
            later = random.triangular(20, 25, 34, size=count) - (2 if kin is MOTHER else 0)
            age, own = np.minimum(head + np.maximum(later, 17), 97), np.full(count, 1 if kin is FATHER else 2)
        elif kin is BROTHER:
            age, own = head - random.uniform(1, 8, count), np.full(count, 1)
        ages.append(age)
        sexes.append(own)
    return ages, sexes
