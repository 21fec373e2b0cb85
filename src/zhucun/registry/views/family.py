"""A family as a small drawing: generations one under another, who is gone dashed; worked out here, printed as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhucun.engine.words_household import ABLE, HERE, Relation
from zhucun.registry.models import Member

WIDTH, HEIGHT, GAP, DOWN = 116, 52, 14, 30
R = Relation
GENERATION: dict[Relation, int] = {
    **dict.fromkeys((R.GRANDFATHER, R.GRANDMOTHER), -2),
    **dict.fromkeys(
        (R.FATHER, R.MOTHER, R.WIFES_FATHER, R.WIFES_MOTHER, R.HUSBANDS_FATHER, R.HUSBANDS_MOTHER, R.UNCLE), -1
    ),
    **dict.fromkeys((R.SON, R.DAUGHTER, R.SONS_WIFE, R.DAUGHTERS_HUSBAND, R.NEPHEW, R.NIECE), 1),
    **dict.fromkeys((R.GRANDSON, R.GRANDDAUGHTER, R.DAUGHTERS_SON, R.DAUGHTERS_DAUGHTER), 2),
    **dict.fromkeys((R.GREAT_GRANDSON, R.GREAT_GRANDDAUGHTER), 3),
}
ORDER = list(Relation)


@dataclass(frozen=True)
class Person:
    """One box of the drawing."""

    left: int
    top: int
    name: str
    said: str
    gone: bool
    able: bool
    head: bool

    @property
    def middle(self) -> int:
        """Where the words stand."""
        return self.left + WIDTH // 2

    @property
    def name_line(self) -> int:
        """The line of the name."""
        return self.top + 22

    @property
    def said_line(self) -> int:
        """The line of relation and age."""
        return self.top + 40


@dataclass
class Family:
    """The drawing of one household."""

    width: int
    height: int
    people: list[Person] = field(default_factory=list)
    lines: list[tuple[int, int, int, int]] = field(default_factory=list)
    box_width: int = WIDTH
    box_height: int = HEIGHT


def family(members: Sequence[Member], names: Sequence[str], said: Sequence[str]) -> Family:
    """Return the drawing; names and what is said under them are given in the order of the members."""
    rows: dict[int, list[int]] = {}
    for place, member in enumerate(members):
        rows.setdefault(GENERATION.get(Relation(member.relation), 0), []).append(place)
    widest = max((len(row) for row in rows.values()), default=1)
    drawn = Family(widest * (WIDTH + GAP) + GAP, len(rows) * (HEIGHT + DOWN) - DOWN + 8)
    for level, generation in enumerate(sorted(rows)):
        row = sorted(rows[generation], key=lambda at: ORDER.index(Relation(members[at].relation)))
        left = (drawn.width - len(row) * (WIDTH + GAP) + GAP) // 2
        top = level * (HEIGHT + DOWN) + 4
        for number, at in enumerate(row):
            member = members[at]
            drawn.people.append(
                Person(
                    left + number * (WIDTH + GAP), top, names[at], said[at],
                    member.state not in HERE, member.labour in [w.value for w in ABLE],
                    member.relation == Relation.HEAD,
                )
            )  # fmt: skip
        _join(drawn, level)
    return drawn


def _join(drawn: Family, level: int) -> None:
    """Draw the line of a generation up to the one above it."""
    if not level:
        return
    top = level * (HEIGHT + DOWN) + 4
    bus = top - DOWN // 2
    mine = [p.middle for p in drawn.people if p.top == top]
    above = [p for p in drawn.people if p.top == top - HEIGHT - DOWN]
    parents = [p.middle for p in above]
    centre = sum(parents[:2]) // len(parents[:2])
    drawn.lines.append((min([*mine, centre]), bus, max([*mine, centre]), bus))
    drawn.lines += [(x, bus, x, top) for x in mine]
    drawn.lines.append((centre, top - DOWN, centre, bus))
    if len(parents) > 1:
        line = top - DOWN - HEIGHT // 2
        drawn.lines.append((above[0].left + WIDTH, line, above[1].left, line))
        drawn.lines.append((centre, line, centre, top - DOWN))
