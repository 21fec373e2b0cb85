"""The income account: net income per head is summed from lines under dated rules, never typed, and opens to its lines.

(wages + business + property + transfers - business cost) / members registered at the end of the period. Every line
is either counted or set aside with a reason; nothing disappears. Money is Decimal yuan, to the fen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts.income import HOUSEHOLD_TOTALS, ITEMS, PARTS, IncomeItem, IncomeLine
from zhucun.engine.households.income_rules import STANDARD, IncomeRules, income_rules, mirrored, percent
from zhucun.engine.policy.figures import Figure
from zhucun.engine.texts import Text
from zhucun.engine.words_household import Proof

FEN = Decimal("0.01")
OUTSIDE = Text("不在核算周期内", "Outside the period")
NOT_COUNTED = Text("本地口径不计入", "Not counted under the local rules")
NOT_MEMBER = Text("周期末不是在册家庭成员", "Not a registered member at the end of the period")
REPLACED = Text("按标准成本率计算，不用实际记录", "Replaced by the standard cost ratio")
STRONG = (Proof.DEPARTMENT, Proof.BANK, Proof.PAYSLIP, Proof.CONTRACT, Proof.SALE, Proof.COUNT)


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a line; the rest, if any, lies outside the period."""

    line: IncomeLine
    amount_yuan: Decimal


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line, or a part of one, that is not in the sum, and why."""

    line: IncomeLine
    amount_yuan: Decimal
    reason: Text
    rule: Figure | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """A cost worked out by a standard ratio: income of an item times the ratio."""

    item: str
    base_yuan: Decimal
    ratio: Figure
    amount_yuan: Decimal

    @property
    def text(self) -> Text:
        """Return the reckoning as a formula."""
        name = ITEMS[self.item].text
        return Text(
            f"{name.zh}{self.base_yuan}元 × 标准成本率{self.ratio.value}% = {self.amount_yuan}元",
            f"{name.en} {self.base_yuan} yuan × standard cost {self.ratio.value}% = {self.amount_yuan} yuan",
        )


@dataclass(frozen=True, slots=True)
class Sum:
    """One item's sum: its own lines, what was worked out for it, and its parts."""

    item: IncomeItem
    amount_yuan: Decimal
    lines: tuple[Part, ...]
    worked: tuple[Worked, ...]
    parts: tuple["Sum", ...]
    rule: Figure

    def every_line(self) -> Iterator[Part]:
        """Yield all lines below this figure."""
        yield from self.lines
        for part in self.parts:
            yield from part.every_line()


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a derivation; `depth` 0 is the result, deeper rows are what it is made of."""

    depth: int
    text: Text
    amount_yuan: Decimal | None
    source: Text


@dataclass(frozen=True)
class NetIncome:
    """A household's income of one period with everything that it was computed from."""

    rules: IncomeRules
    members: tuple[str, ...]
    roots: Mapping[str, Sum]
    aside: tuple[SetAside, ...]

    def amount(self, code: str) -> Decimal:
        """Return the sum of one item, nought where there is no line."""
        found = _find(self.roots[code[0]], code)
        return found.amount_yuan if found else Decimal(0)

    @property
    def total_yuan(self) -> Decimal:
        """Return wages, business, property and transfers together."""
        return sum((self.roots[r].amount_yuan for r in "abcd"), Decimal(0))

    @property
    def net_yuan(self) -> Decimal:
        """Return total income less business cost: the numerator."""
        return self.total_yuan - self.roots["e"].amount_yuan

    @property
    def per_head_yuan(self) -> Decimal | None:
        """Return net income per member to the fen; None for a household without members."""
        return (self.net_yuan / len(self.members)).quantize(FEN, ROUND_HALF_UP) if self.members else None

    @property
    def proved(self) -> Decimal | None:
        """Return which part of the income rests on more than a statement or an estimate; None without income."""
        lines = [p for root in "abcd" for p in self.roots[root].every_line()]
        whole = sum((p.amount_yuan for p in lines), Decimal(0))
        good = sum((p.amount_yuan for p in lines if p.line.proof in STRONG), Decimal(0))
        return good / whole if whole else None

    @property
    def formula(self) -> Text:
        """Return the reckoning of the figure per head in one sentence."""
        a, b, c, d, e = (self.roots[r].amount_yuan for r in "abcde")
        head = f"（{a}+{b}+{c}+{d}-{e}）÷{len(self.members)}={self.per_head_yuan}"
        return Text(f"{head}元/人", head.replace("（", "(").replace("）", ")") + " yuan per head")

    @property
    def versions(self) -> tuple[tuple[str, int], ...]:
        """Return the lines used with their versions, so that a later look can tell whether they changed."""
        used = [p.line for root in self.roots.values() for p in root.every_line()]
        used += [s.line for s in self.aside]
        return tuple(sorted({(line.code, line.version) for line in used}))

    def facts(self) -> dict[str, Decimal | None]:
        """Return the computed income facts of the household by key."""
        found: dict[str, Decimal | None] = {
            key: sum((self.amount(code) for code in codes), Decimal(0)) for key, codes in HOUSEHOLD_TOTALS.items()
        }
        return {
            **found,
            "total_yuan": self.total_yuan,
            "net_yuan": self.net_yuan,
            "net_per_head_yuan": self.per_head_yuan,
        }

    def derivation(self) -> Iterator[Step]:
        """Yield the figure per head, what it is made of down to the lines, and what was set aside."""
        yield Step(0, self.formula, self.per_head_yuan, self.rules.denominator.told())
        for root in "abcde":
            yield from _steps(self.roots[root], 1)
        for left in self.aside:
            said = left.rule.told() if left.rule else Text("", "")
            yield Step(1, _line_text(left.line, left.reason), left.amount_yuan, said)


def net_income(
    lines: Iterable[IncomeLine], members: Sequence[str], rules: IncomeRules | None = None, *, year: int | None = None,
    area: str | None = None, local: Iterable[Figure] = (),
) -> NetIncome:  # fmt: skip
    """Return the net income of one household whose `members` are registered on the last day of the period.

    Give `rules`, or the `year` in which the period ends and the `area`. Raises BadProblem for a line that cannot be.
    """
    known = rules or income_rules(_year(year), area=area, local=local)
    counted: dict[str, list[Part]] = {}
    aside: list[SetAside] = []
    for line in lines:
        check_line(line)
        inside = amount_inside(line, known)
        covered = months_inside(line, known)[1]
        if covered < line.months:
            aside.append(SetAside(line, line.amount_yuan - inside, OUTSIDE, known.period))
        if covered == 0:
            continue
        if line.person is not None and line.person not in members:
            aside.append(SetAside(line, inside, NOT_MEMBER, known.denominator))
        elif not known.counts(line.item):
            aside.append(SetAside(line, inside, NOT_COUNTED, known.counted[line.item]))
        else:
            counted.setdefault(line.item, []).append(Part(line, inside))
    worked = _standard_costs(counted, known, aside)
    roots = {root: _sum(ITEMS[root], counted, worked, known) for root in "abcde"}
    return NetIncome(known, tuple(members), roots, tuple(aside))


def check_line(line: IncomeLine) -> None:
    """Raise BadProblem, naming the line, where a line cannot stand in the account."""
    wrong: Text | None = None
    if line.item not in ITEMS:
        wrong = Text(f"没有收入项目“{line.item}”", f"there is no item “{line.item}”")
    elif line.amount_yuan < 0 or line.amount_yuan != line.amount_yuan.quantize(FEN):
        wrong = Text(
            f"金额{line.amount_yuan}应为不小于0、到分的数", f"{line.amount_yuan} is below 0 or finer than a fen"
        )
    elif line.month.day != 1 or not 1 <= line.months <= 12:
        wrong = Text("月份应为当月1日，月数1至12", "the month is its first day, over 1 to 12 months")
    if wrong:
        raise BadProblem(
            "income.bad_line",
            Text("收入记录{line}：{wrong}。请更正这条记录。", "Income line {line}: {wrong}. Correct the line."),
            line=line.code,
            wrong=wrong,
        )


def months_inside(line: IncomeLine, rules: IncomeRules) -> tuple[int, int]:
    """Return how many months of a line come before the part inside the period, and how many lie inside."""
    start = (line.month.year - rules.first.year) * 12 + line.month.month - rules.first.month
    before = max(0, -start)
    return before, max(0, min(start + line.months, 12) - max(start, 0))


def amount_inside(line: IncomeLine, rules: IncomeRules) -> Decimal:
    """Return how much of a line falls into the period: months weigh alike, a fen over goes to the earlier months."""
    before, inside = months_inside(line, rules)
    if inside == line.months:
        return line.amount_yuan
    each, over = divmod(int(line.amount_yuan * 100), line.months)
    return Decimal(each * inside + max(0, min(over - before, inside))) / 100


def _standard_costs(
    counted: dict[str, list[Part]], rules: IncomeRules, aside: list[SetAside]
) -> dict[str, list[Worked]]:
    """Work out the costs that ratios are given for; the recorded lines they replace are moved to `aside`."""
    if not rules.standard:
        return {}
    bases: dict[str, Decimal] = {}
    figures: dict[str, Figure] = {}
    for code, parts in counted.items():
        if code in rules.ratios:
            of, ratio = rules.ratios[code]
            bases[of] = bases.get(of, Decimal(0)) + sum((p.amount_yuan for p in parts), Decimal(0))
            figures[of] = ratio
    worked: dict[str, list[Worked]] = {}
    for of, base in sorted(bases.items()):
        mirror = mirrored(of)
        recorded = [c for c in counted if c.startswith(mirror) or mirror.startswith(c)]
        if recorded and rules.cost_method.value != STANDARD:
            continue
        for code in recorded:
            aside += [SetAside(p.line, p.amount_yuan, REPLACED, figures[of]) for p in counted.pop(code)]
        amount = (base * percent(figures[of])).quantize(FEN, ROUND_HALF_UP)
        worked.setdefault(mirror, []).append(Worked(of, base, figures[of], amount))
    return worked


def _sum(
    item: IncomeItem, counted: Mapping[str, list[Part]], worked: Mapping[str, list[Worked]], rules: IncomeRules
) -> Sum:
    parts = tuple(
        part
        for child in PARTS[item.code]
        if (part := _sum(child, counted, worked, rules)) and (part.lines or part.parts or part.worked)
    )
    lines, ratios = tuple(counted.get(item.code, ())), tuple(worked.get(item.code, ()))
    amounts = [p.amount_yuan for p in lines] + [w.amount_yuan for w in ratios] + [s.amount_yuan for s in parts]
    return Sum(item, sum(amounts, Decimal(0)), lines, ratios, parts, rules.counted[item.code])


def _find(tree: Sum, code: str) -> Sum | None:
    if tree.item.code == code:
        return tree
    return next((found for part in tree.parts if (found := _find(part, code))), None)


def _steps(tree: Sum, depth: int) -> Iterator[Step]:
    yield Step(depth, tree.item.text, tree.amount_yuan, tree.rule.told())
    for one in tree.worked:
        yield Step(depth + 1, one.text, one.amount_yuan, one.ratio.told())
    for part in tree.lines:
        yield Step(depth + 1, _line_text(part.line), part.amount_yuan, _proof_text(part.line))
    for below in tree.parts:
        yield from _steps(below, depth + 1)


def _line_text(line: IncomeLine, reason: Text | None = None) -> Text:
    name, month = ITEMS[line.item].text, line.month.strftime("%Y-%m")
    span = Text(f"起{line.months}个月", f" for {line.months} months") if line.months > 1 else Text("", "")
    why = Text(f"（{reason.zh}）", f" ({reason.en})") if reason else Text("", "")
    return Text(
        f"{name.zh} {month}{span.zh} 记录{line.code}{why.zh}", f"{name.en} {month}{span.en}, line {line.code}{why.en}"
    )


def _proof_text(line: IncomeLine) -> Text:
    named = f"：{line.evidence}" if line.evidence else ""
    proof = line.proof.text if line.proof else Text("未注明依据", "No proof named")
    return Text(proof.zh + named, proof.en + named.replace("：", ": "))


def _year(year: int | None) -> int:
    if year is None:
        raise BadProblem("income.no_year", Text("请给出核算年度或规则。", "Give the year of the period, or its rules."))
    return year
