"""Random audits: drawn by seed, so that precision, recall and false accusation are measured and not believed.

Suspects tell only how often suspicion was right. Only households visited at random tell how much was missed, and
whether the old, the disabled or a minority are accused wrongly more often than others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np

from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.states import NO, UNSAID, YES, Flags, States
from zhucun.engine.targeting.wilson import Rate, rate
from zhucun.engine.texts import Text

EVERYONE = "全部 all"
PRECISION = Text("查准率：核实的疑点中属实的", "Precision: confirmed among suspects verified")
RECALL = Text("查全率：随机抽查查出的隐瞒户中事先列为疑点的", "Recall: suspected among the concealed found at random")
FALSE = Text("误疑率：随机抽查的如实户中被列为疑点的", "False accusation: suspected among the honest found at random")


def draw(
    households: Sequence[str],
    strata: Sequence[str],
    *,
    seed: int,
    on: date,
    area: str = "",
    local: Iterable[Figure] = (),
) -> tuple[str, ...]:
    """Return the households to audit at random: the figure's share of every stratum (village), rounded up.

    The order is a hash of seed and code: the same seed draws the same households on any machine, a household added
    later moves nobody else's place, and nobody can guess the draw without the seed.
    """
    share = int(figure("comparison.audit_percent", on=on, area=area, local=local).value)
    by_stratum: dict[str, list[str]] = {}
    for code, stratum in zip(households, strata, strict=True):
        by_stratum.setdefault(stratum, []).append(code)
    drawn: list[str] = []
    for stratum in sorted(by_stratum):
        codes = sorted(by_stratum[stratum], key=lambda code: (_lot(seed, code), code))
        drawn += codes[: -(-len(codes) * share // 100)]
    return tuple(drawn)


def _lot(seed: int, code: str) -> bytes:
    return blake2b(f"{seed}:{code}".encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Detection:
    """How good the suspicion is for one group: right when it accuses, complete, and wrong about the honest."""

    group: str
    precision: Rate
    recall: Rate
    false_accusation: Rate

    def told(self) -> tuple[Text, ...]:
        """Return the three rates as sentences."""
        return self.precision.told(), self.recall.told(), self.false_accusation.told()


def detection(
    suspected: Flags,
    verified: States,
    drawn: Flags,
    basis: Basis,
    *,
    groups: Mapping[str, Flags] | None = None,
) -> tuple[Detection, ...]:
    """Return precision, recall and false accusation over all and by group.

    `verified` is whether concealment was confirmed at home (not said where nobody has looked); `drawn` are the random
    audits. Precision counts every verified suspect; recall and false accusation count random audits only.
    """
    everyone = np.ones(len(suspected), dtype=np.bool_)
    named = {EVERYONE: everyone, **(groups or {})}
    return tuple(_of_group(name, flags, suspected, verified, drawn, basis) for name, flags in named.items())


def _of_group(name: str, flags: Flags, suspected: Flags, verified: States, drawn: Flags, basis: Basis) -> Detection:
    looked = flags & (verified != UNSAID)
    audited = looked & drawn
    guilty, honest = verified == YES, verified == NO
    zh, en = ("", "") if name == EVERYONE else (f"（{name}）", f" ({name})")

    def counted(part: Flags, whole: Flags, what: Text) -> Rate:
        text = Text(what.zh + zh, what.en + en)
        return rate(int((part & whole).sum()), int(whole.sum()), text, basis)

    return Detection(
        name,
        counted(guilty, looked & suspected, PRECISION),
        counted(suspected, audited & guilty, RECALL),
        counted(suspected, audited & honest, FALSE),
    )
