"""A plan with its whole problem as one text, and back: from it anybody can verify the plan years later.

Villages are named by key (code, else township and name) and people by number, so that the sheets that people read can
be held against it.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import python_calamine as calamine

from zhucun.engine.errors import BadFile
from zhucun.engine.posting.areas import Area
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.problem import Array, Jurisdiction, Problem
from zhucun.engine.posting.tree import Group
from zhucun.engine.texts import Text

SEAL = "zhucun"
VERSION = 1
CHUNK = 30_000  # characters in a cell, which holds at most 32,767
BYTES_MOST = 2_000_000_000

NOT_SEALED = Text(
    "“{filename}”不是本系统生成的选派方案，或其中的核验数据已被删除、损坏。请使用 zhucun post 生成的原文件。",
    "“{filename}” is no plan made here, or its sealed data were deleted or damaged. "
    "Use the file that zhucun post wrote.",
)


@dataclass(frozen=True)
class Sealed:
    """A plan with the problem it solves, and the names of its villages and people in order."""

    problem: Problem
    plan: Plan
    villages: tuple[str, ...]
    people: tuple[str, ...]


def sealed(problem: Problem, plan: Plan, villages: Sequence[str], people: Sequence[str]) -> str:
    """Return problem, plan and names as one text; the same input gives the same text."""
    content = {
        "version": VERSION,
        "villages": list(villages),
        "people": list(people),
        "plan": plan.to_json(),
        "problem": _problem_to_json(problem),
    }
    packed = zlib.compress(json.dumps(content, ensure_ascii=False, sort_keys=True).encode(), 6)
    return base64.b64encode(packed).decode("ascii")


def unsealed(text: str, filename: str = "") -> Sealed:
    """Return what was sealed; raises BadFile when the text is not whole."""
    try:
        unpack = zlib.decompressobj()
        content = json.loads(unpack.decompress(base64.b64decode(text, validate=True), BYTES_MOST))
        if content["version"] != VERSION:
            raise ValueError(content["version"])
        problem = _problem_from_json(content["problem"])
        plan = Plan.from_json(content["plan"])
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise BadFile("plan.not_sealed", NOT_SEALED, filename=filename) from error
    return Sealed(problem, plan, tuple(content["villages"]), tuple(content["people"]))


def read_sealed(source: Path | bytes, filename: str | None = None) -> Sealed:
    """Return what is sealed in a workbook that `write_plan` wrote; raises BadFile when nothing whole is there."""
    name = filename or (source.name if isinstance(source, Path) else "file")
    try:
        data = source.read_bytes() if isinstance(source, Path) else source
        with calamine.load_workbook(BytesIO(data)) as book:
            rows = book.get_sheet_by_name(SEAL).to_python()
    except (OSError, calamine.CalamineError) as error:
        raise BadFile("plan.not_sealed", NOT_SEALED, filename=name) from error
    return unsealed("".join(str(row[0]) for row in rows), name)


def _problem_to_json(problem: Problem) -> dict[str, Any]:
    mask: Any = None
    if isinstance(problem.mask, Jurisdiction):
        mask = {name: _packed(value) for name, value in asdict(problem.mask).items()}
    elif problem.mask is not None:
        mask = _packed(problem.mask)
    return {
        "A": _packed(problem.A),
        "B": _packed(problem.B),
        "table": None if problem.table is None else _packed(problem.table),
        "unit": problem.unit.tolist(),
        "most": problem.most.tolist(),
        "least": problem.least.tolist(),
        "groups": [asdict(group) for group in problem.groups],
        "areas": [asdict(area) for area in problem.areas],
        "eligible": problem.eligible.tolist(),
        "mask": mask,
        "forbidden": problem.forbidden,
        "locked": problem.locked,
        "extra": problem.extra,
        "incumbent": problem.incumbent.tolist(),
        "village_names": problem.village_names,
        "candidate_names": problem.candidate_names,
        "unit_names": problem.unit_names,
    }


def _problem_from_json(content: dict[str, Any]) -> Problem:
    values = dict(content)
    mask = values.pop("mask")
    if mask is not None:
        whole = {name: _unpacked(value) for name, value in mask.items()} if "village_class" in mask else None
        values["mask"] = Jurisdiction(**whole) if whole else _unpacked(mask)
    values["table"] = None if values["table"] is None else _unpacked(values["table"])
    values["groups"] = [Group(**{**group, "units": tuple(group["units"])}) for group in values["groups"]]
    values["areas"] = [Area(**{**area, "villages": tuple(area["villages"])}) for area in values.get("areas", ())]
    return Problem(_unpacked(values.pop("A")), _unpacked(values.pop("B")), **values)


def _packed(values: Array) -> dict[str, Any]:
    """Return an array as shape, kind and bytes; whole numbers and truth values only."""
    kind = "b" if values.dtype == np.bool_ else "i"
    exact = np.ascontiguousarray(values, dtype=np.bool_ if kind == "b" else np.dtype("<i8"))
    return {"shape": exact.shape, "kind": kind, "bytes": base64.b64encode(exact.tobytes()).decode("ascii")}


def _unpacked(packed: dict[str, Any]) -> Array:
    kind = np.bool_ if packed["kind"] == "b" else np.dtype("<i8")
    flat = np.frombuffer(base64.b64decode(packed["bytes"]), dtype=kind)
    return flat.reshape(packed["shape"]).copy()
