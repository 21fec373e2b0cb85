"""Crosswalks between the code lists of other systems and ours; an unknown code is named, a loss is told beforehand.

The tables stand in `crosswalk_tables.py`, each with its source. Reading goes from a system's code or label to our
words; writing goes back, and where a system is too coarse for a word of ours the loss is listed.
"""

from collections.abc import Iterable, Iterator, Sequence

from zhucun.engine.errors import BadProblem
from zhucun.engine.households.code_lists import Code, Crosswalk
from zhucun.engine.households.crosswalk_tables import CROSSWALKS
from zhucun.engine.texts import Text


def translate(written: str, source: Crosswalk, target: Crosswalk) -> Code:
    """Return the code by which another system says what this one says, by way of our word."""
    return target.write(source.read(written))


def crosswalk(attribute: str, system: str) -> Crosswalk:
    """Return the crosswalk of one attribute in one system; raises BadProblem naming those there are."""
    known = systems(attribute)
    found = next((c for c in known if c.system == system), None)
    if found is None:
        raise BadProblem(
            "crosswalk.none",
            Text(
                "没有“{attribute}”在系统“{system}”中的代码对照表，现有：{known}。",
                "There is no crosswalk of “{attribute}” for the system “{system}”; there are: {known}.",
            ),
            attribute=attribute,
            system=system,
            known="、".join(c.system for c in known) or "0",
        )
    return found


def systems(attribute: str) -> tuple[Crosswalk, ...]:
    """Return every crosswalk of one attribute."""
    return tuple(c for c in all_crosswalks() if c.attribute == attribute)


def all_crosswalks() -> tuple[Crosswalk, ...]:
    """Return every crosswalk there is."""
    return CROSSWALKS


def likely_systems(attribute: str, written: Iterable[str]) -> list[tuple[Crosswalk, int]]:
    """Return the crosswalks in which most of the codes of a column are known, best first, with how many are not.

    Digits alone fit several lists; whoever imports a file must confirm the choice.
    """
    column: Sequence[str] = list(written)
    found = [(c, len(c.read_all(column)[1])) for c in systems(attribute)]
    return sorted(found, key=lambda pair: pair[1])


def described(crosswalks: Iterable[Crosswalk]) -> Iterator[Text]:
    """Yield one line for each crosswalk: system, source, what is lost on the way back."""
    for walk in crosswalks:
        lost_zh = "、".join(w.text.zh for w, _ in walk.losses) or "无"
        lost_en = ", ".join(w.text.en for w, _ in walk.losses) or "nothing"
        yield Text(
            f"{walk.title.zh}（{walk.source}）：写回时会丢失：{lost_zh}",
            f"{walk.title.en} ({walk.source}): lost on the way back: {lost_en}",
        )


__all__ = ["Code", "Crosswalk", "all_crosswalks", "crosswalk", "described", "likely_systems", "systems", "translate"]
