"""A posting problem: who may go where, what each pairing is worth, how many people each unit may and must send.

A score is a whole number: either the bilinear form A[v] @ B[c] of village and candidate features, so that a nation of
85 billion pairs needs no table, or an entry of a plain table. Whole numbers make the proof of optimality exact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.posting.areas import Area, Areas, Senders
from zhucun.engine.posting.tree import Group, Tree
from zhucun.engine.texts import Text

Array = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]
Pair = tuple[int, int]

EXACT_IN_FLOAT32 = 2**24
EXACT_IN_FLOAT64 = 2**52
LARGEST_SUM = 2**61  # room for sums and differences in 64 bits

NOT_WHOLE = Text(
    "{what}含有非整数、无穷大或缺失值。请先取整再提交。",
    "{what} holds values that are not whole numbers. Round them first.",
)
WRONG_SHAPE = Text("{what}应为 {wanted}，实为 {found}。", "{what} should have shape {wanted} but has {found}.")
OUT_OF_RANGE = Text(
    "{what}中的编号 {value} 不在 0 至 {last} 之间。", "{what}: number {value} is not between 0 and {last}."
)
BAD_QUOTA = Text(
    "{name}的派出人数下限 {least} 和上限 {most} 不合理：应满足 0 ≤ 下限 ≤ 上限。",
    "{name}: it must send at least {least} and may send at most {most}; needed is 0 <= least <= most.",
)
BAD_AREA = Text(
    "区域“{name}”的派驻村数下限 {least} 和上限 {most} 不合理：应满足 0 ≤ 下限 ≤ 上限。",
    "Area {name}: at least {least} and at most {most} of its villages are to be filled; needed is 0 <= least <= most.",
)
TOO_LARGE = Text(
    "匹配分绝对值可能达到 {largest}，{villages} 个村的总分会超出 64 位整数。请缩小权重。",
    "A score may reach {largest} and the total of {villages} villages would overflow 64 bits. Use smaller weights.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Jurisdiction:
    """Which kinds of people may serve which kinds of villages: `allowed[village_class[v], candidate_class[c]]`.

    County people serve their county, prefecture and province people theirs, central bodies their paired counties.
    """

    village_class: Integers
    candidate_class: Integers
    allowed: Booleans


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """Villages, candidates and the rules between them; immutable, checked when made.

    `A` (villages x features) and `B` (candidates x features) are whole numbers and the score of a pair is A[v] @ B[c];
    `table`, if given, holds the scores instead. `unit[c]` is the sending unit of c, -1 for none; `most` and `least`
    limit what each unit sends, `groups` what nested sets of units send together, `areas` how many villages of a
    township, a county and so on are filled. `eligible[c]` and `mask[v, c]` say
    who may go at all, `forbidden` who may not go where, `locked` who must. `extra` adds points to single pairs.
    `incumbent[v]` is who serves there now, -1 for nobody. Names are only for texts and for ties.
    """

    A: Array
    B: Array
    unit: Integers
    most: Integers
    least: Integers
    groups: tuple[Group, ...] = ()
    areas: tuple[Area, ...] = ()
    eligible: Booleans
    forbidden: tuple[Pair, ...] = ()
    mask: Booleans | Jurisdiction | None = None
    locked: tuple[Pair, ...] = ()
    extra: tuple[tuple[int, int, int], ...] = ()
    incumbent: Integers
    table: Array | None = None
    village_names: tuple[str, ...] = ()
    candidate_names: tuple[str, ...] = ()
    unit_names: tuple[str, ...] = ()
    largest: int = field(default=0)

    def __init__(
        self,
        A: npt.ArrayLike,
        B: npt.ArrayLike,
        *,
        unit: npt.ArrayLike | None = None,
        most: npt.ArrayLike | None = None,
        least: npt.ArrayLike | None = None,
        groups: Iterable[Group] = (),
        areas: Iterable[Area] = (),
        eligible: npt.ArrayLike | None = None,
        forbidden: Iterable[Pair] = (),
        mask: npt.ArrayLike | Jurisdiction | None = None,
        locked: Iterable[Pair] = (),
        extra: Iterable[tuple[int, int, int]] = (),
        incumbent: npt.ArrayLike | None = None,
        table: npt.ArrayLike | None = None,
        village_names: Iterable[str] = (),
        candidate_names: Iterable[str] = (),
        unit_names: Iterable[str] = (),
        largest: int = 0,
    ) -> None:
        self._put(A=_matrix(A, "A"), B=_matrix(B, "B"), table=None if table is None else _matrix(table, "table"))
        villages, people = len(self.A), len(self.B)
        units = 0 if unit is None else int(np.max(np.asarray(unit), initial=-1)) + 1
        units = max(units, 0 if most is None else np.size(most), 0 if least is None else np.size(least))
        self._put(
            unit=_integers(np.full(people, -1) if unit is None else unit, people, "unit"),
            most=_integers(np.full(units, people) if most is None else most, units, "most"),
            least=_integers(np.zeros(units) if least is None else least, units, "least"),
            groups=tuple(groups),
            areas=tuple(areas),
            eligible=_booleans(np.ones(people) if eligible is None else eligible, (people,), "eligible"),
            mask=_mask(mask, villages, people),
            forbidden=tuple((int(v), int(c)) for v, c in forbidden),
            locked=tuple(dict.fromkeys((int(v), int(c)) for v, c in locked)),
            extra=tuple((int(v), int(c), int(points)) for v, c, points in extra),
            incumbent=_integers(np.full(villages, -1) if incumbent is None else incumbent, villages, "incumbent"),
            village_names=tuple(village_names),
            candidate_names=tuple(candidate_names),
            unit_names=tuple(unit_names),
        )
        _check_numbers(self)
        self._put(largest=_largest_score(self))
        check_size(self)
        _narrow(self)

    def _put(self, **values: Any) -> None:
        """Fill fields: a frozen value may do so only while it is made."""
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_scores(
        cls,
        scores: npt.ArrayLike,
        unit: npt.ArrayLike | None = None,
        quota: npt.ArrayLike | None = None,
        **rules: Any,
    ) -> "Problem":
        """Make a problem from a plain table of whole scores, villages x candidates; `quota` limits each unit."""
        table = np.asarray(scores)
        if table.ndim != 2:
            raise BadProblem(
                "wrong_shape", WRONG_SHAPE, what="scores", wanted="(villages, candidates)", found=table.shape
            )
        villages, people = table.shape
        nothing = np.zeros((villages, 0)), np.zeros((people, 0))
        return cls(*nothing, unit=unit, most=quota, table=table, **rules)

    def changed(self, **changes: Any) -> "Problem":
        """Return the same problem with some fields replaced, checked again."""
        return replace(self, **changes)

    @property
    def villages(self) -> int:
        """How many villages wait."""
        return len(self.A)

    @property
    def candidates(self) -> int:
        """How many people may be sent."""
        return len(self.B)

    @cached_property
    def tree(self) -> Tree:
        """The quotas as a tree: candidate < unit < group < group above."""
        return Tree.build(self.most, self.least, self.groups)

    @cached_property
    def by_area(self) -> Areas:
        """The quotas of areas: village < township < county and so on."""
        return Areas.build(self.villages, self.areas)

    @cached_property
    def senders(self) -> Senders:
        """The quotas of units and of areas as one tree, as the network takes them."""
        return Senders.of(self.unit, self.tree, self.by_area)

    @cached_property
    def extra_points(self) -> dict[Pair, int]:
        """The points added to single pairs, summed."""
        points: dict[Pair, int] = {}
        for v, c, p in self.extra:
            points[v, c] = points.get((v, c), 0) + p
        return points

    @cached_property
    def extra_of_village(self) -> dict[int, list[tuple[int, int]]]:
        """The extra points of each village, as (candidate, points)."""
        villages: dict[int, list[tuple[int, int]]] = {}
        for (v, c), points in self.extra_points.items():
            villages.setdefault(v, []).append((c, points))
        return villages

    @cached_property
    def forbidden_people(self) -> dict[int, list[int]]:
        """The candidates forbidden in each village."""
        villages: dict[int, list[int]] = {}
        for v, c in self.forbidden_pairs:
            villages.setdefault(v, []).append(c)
        return villages

    @cached_property
    def forbidden_pairs(self) -> frozenset[Pair]:
        """The forbidden pairs as a set."""
        return frozenset(self.forbidden)

    def block(self, rows: Array, columns: Array | slice) -> Array:
        """Return the plain scores of some villages with some candidates, without `extra`; exact floats."""
        if self.table is not None:
            return np.asarray(self.table[rows][:, columns])
        return np.asarray(self.A[rows] @ self.B[columns].T)

    def score(self, v: int, c: int) -> int:
        """Return what it is worth to send c to v, `extra` included."""
        plain = (
            self.table[v, c] if self.table is not None else self.A[v].astype(np.float64) @ self.B[c].astype(np.float64)
        )
        return int(plain) + self.extra_points.get((v, c), 0)

    def scores_at(self, villages: Integers, candidates: Integers) -> Integers:
        """Return the scores of pairs given side by side, `extra` included."""
        if self.table is not None:
            plain = self.table[villages, candidates]
        else:
            plain = np.einsum("ij,ij->i", self.A[villages], self.B[candidates], dtype=np.float64)
        scores: Integers = plain.astype(np.int64)
        if self.extra_points:
            pairs = zip(villages.tolist(), candidates.tolist(), strict=True)
            scores += np.array([self.extra_points.get(pair, 0) for pair in pairs], dtype=np.int64)
        return scores

    def scores_of(self, v: int) -> Integers:
        """Return the scores of one village with every candidate, `extra` included."""
        return self.with_extra(v, self.block(np.array([v]), slice(None))[0].astype(np.int64))

    def with_extra(self, v: int, row: Integers) -> Integers:
        """Return one village's plain scores with its `extra` points added."""
        for c, points in self.extra_of_village.get(v, ()):
            row[c] += points
        return row

    def may(self, v: int, c: int) -> bool:
        """Say whether c may serve in v at all: eligible, in jurisdiction, not forbidden."""
        return bool(self.eligible[c]) and self.in_jurisdiction(v, c) and (v, c) not in self.forbidden_pairs

    def in_jurisdiction(self, v: int, c: int) -> bool:
        """Say whether the mask lets c serve in v."""
        if isinstance(self.mask, Jurisdiction):
            return bool(self.mask.allowed[self.mask.village_class[v], self.mask.candidate_class[c]])
        return self.mask is None or bool(self.mask[v, c])

    def may_serve(self, v: int) -> Booleans:
        """Return for one village who may serve there at all."""
        allowed = self.eligible.copy()
        if isinstance(self.mask, Jurisdiction):
            allowed &= self.mask.allowed[self.mask.village_class[v]][self.mask.candidate_class]
        elif self.mask is not None:
            allowed &= self.mask[v]
        allowed[self.forbidden_people.get(v, [])] = False
        return allowed

    def village_name(self, v: int) -> str:
        """Return what a reader calls this village."""
        return self.village_names[v] if self.village_names else f"V{v}"

    def candidate_name(self, c: int) -> str:
        """Return what a reader calls this person."""
        return self.candidate_names[c] if self.candidate_names else f"C{c}"

    def node_name(self, node: int) -> str:
        """Return what a reader calls a unit or a group of units (tree nodes: units first, then groups)."""
        if node >= len(self.most):
            return self.groups[node - len(self.most)].name
        return self.unit_names[node] if self.unit_names else f"U{node}"


def _matrix(values: npt.ArrayLike, what: str) -> Array:
    """Return a two-dimensional float64 array of whole numbers, or refuse; narrowed later when that stays exact."""
    array = np.asarray(values)
    if array.ndim != 2:
        raise BadProblem("wrong_shape", WRONG_SHAPE, what=what, wanted="(rows, columns)", found=array.shape)
    return _whole(array, what)


def _whole(array: Array, what: str) -> Array:
    if array.dtype.kind not in "iubf":
        raise BadProblem("not_whole", NOT_WHOLE, what=what)
    if array.dtype.kind == "f" and not (np.isfinite(array).all() and (np.rint(array) == array).all()):
        raise BadProblem("not_whole", NOT_WHOLE, what=what)
    return array


def _integers(values: npt.ArrayLike, length: int, what: str) -> Integers:
    array = _whole(np.atleast_1d(np.asarray(values)), what)
    if array.shape != (length,):
        raise BadProblem("wrong_shape", WRONG_SHAPE, what=what, wanted=(length,), found=array.shape)
    return array.astype(np.int64)


def _booleans(values: npt.ArrayLike, shape: tuple[int, ...], what: str) -> Booleans:
    array = np.asarray(values).astype(np.bool_)
    if array.shape != shape:
        raise BadProblem("wrong_shape", WRONG_SHAPE, what=what, wanted=shape, found=array.shape)
    return array


def _mask(mask: npt.ArrayLike | Jurisdiction | None, villages: int, people: int) -> Booleans | Jurisdiction | None:
    if mask is None:
        return None
    if not isinstance(mask, Jurisdiction):
        return _booleans(mask, (villages, people), "mask")
    village_class = _integers(mask.village_class, villages, "village_class")
    candidate_class = _integers(mask.candidate_class, people, "candidate_class")
    allowed = np.asarray(mask.allowed, dtype=np.bool_)
    _check_range(village_class, 0, allowed.shape[0], "village_class")
    _check_range(candidate_class, 0, allowed.shape[1], "candidate_class")
    return Jurisdiction(village_class, candidate_class, allowed)


def _check_range(values: Integers | Sequence[int], first: int, end: int, what: str) -> None:
    array = np.asarray(values, dtype=np.int64)
    wrong = array[(array < first) | (array >= end)]
    if wrong.size:
        raise BadProblem("out_of_range", OUT_OF_RANGE, what=what, value=int(wrong[0]), last=end - 1)


def _check_numbers(problem: Problem) -> None:
    """Refuse shapes that do not fit, numbers that point nowhere and quotas that contradict themselves."""
    villages, people, units = problem.villages, problem.candidates, len(problem.most)
    if problem.A.shape[1] != problem.B.shape[1]:
        wanted = (people, problem.A.shape[1])
        raise BadProblem("wrong_shape", WRONG_SHAPE, what="B", wanted=wanted, found=problem.B.shape)
    if problem.table is not None and problem.table.shape != (villages, people):
        raise BadProblem("wrong_shape", WRONG_SHAPE, what="table", wanted=(villages, people), found=problem.table.shape)
    for names, count, what in (
        (problem.village_names, villages, "village_names"),
        (problem.candidate_names, people, "candidate_names"),
        (problem.unit_names, units, "unit_names"),
    ):
        if names and len(names) != count:
            raise BadProblem("wrong_shape", WRONG_SHAPE, what=what, wanted=(count,), found=(len(names),))
    _check_range(problem.unit, -1, units, "unit")
    _check_range(problem.incumbent, -1, people, "incumbent")
    for pairs, what in ((problem.forbidden, "forbidden"), (problem.locked, "locked"), (problem.extra, "extra")):
        _check_range([pair[0] for pair in pairs], 0, villages, f"{what} (village)")
        _check_range([pair[1] for pair in pairs], 0, people, f"{what} (candidate)")
    for node, (least, most) in enumerate(zip(problem.tree.least, problem.tree.most, strict=True)):
        if not 0 <= least <= most:
            raise BadProblem("bad_quota", BAD_QUOTA, name=problem.node_name(node), least=int(least), most=int(most))
    areas = problem.by_area.tree
    for area, least, most in zip(problem.areas, areas.least, areas.most, strict=True):
        if not 0 <= least <= most:
            raise BadProblem("bad_quota", BAD_AREA, name=area.name, least=int(least), most=int(most))


def _largest_score(problem: Problem) -> int:
    """Return a bound on |score|, found without looking at every pair: row sums against column maxima."""
    if problem.table is not None:
        plain = float(np.abs(problem.table.astype(np.float64)).max(initial=0))
    elif problem.villages and problem.candidates:
        heights = np.abs(problem.B.astype(np.float64)).max(axis=0, initial=0)
        plain = float((np.abs(problem.A.astype(np.float64)) @ heights).max(initial=0))
    else:
        plain = 0.0
    added = max((abs(points) for points in problem.extra_points.values()), default=0)
    return int(min(plain, 2.0**63)) + added


def check_size(problem: Problem, keep: int = 0) -> None:
    """Refuse scores, or a bonus for staying, whose sums would leave 64 bits."""
    villages, largest = problem.villages + 1, problem.largest + abs(keep)
    if largest >= EXACT_IN_FLOAT64 or 64 * largest * villages * villages >= LARGEST_SUM:
        raise BadProblem("too_large", TOO_LARGE, largest=largest, villages=problem.villages)


def _narrow(problem: Problem) -> None:
    """Store the matrices in the narrowest float that holds every score exactly."""
    kind = np.float32 if problem.largest < EXACT_IN_FLOAT32 else np.float64
    for name in ("A", "B", "table"):
        values = getattr(problem, name)
        if values is not None:
            object.__setattr__(problem, name, np.ascontiguousarray(values, dtype=kind))
