"""Finding an item of the national income list by what a person types: its code, its name, or a heading in use."""

from collections.abc import Iterable

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts.income import INCOME_ITEMS, IncomeItem
from zhucun.engine.texts import Text

NONE = Text(
    "没有名为“{typed}”的收入项目。请从列表中选择，或填代码，例如：{near}。",
    "There is no income item “{typed}”. Choose one of the list, or give its code, for example: {near}.",
)
SEVERAL = Text(
    "“{typed}”对应不止一个收入项目，请选定其一：{near}。",
    "“{typed}” may mean several income items. Choose one: {near}.",
)


def choosable() -> tuple[IncomeItem, ...]:
    """Return the items that a line may name: all but the five roots, which are sums."""
    return tuple(item for item in INCOME_ITEMS if item.parent is not None)


def find_item(typed: str) -> IncomeItem:
    """Return the item that a text means: "b11", "粮食收入", "粮食 b11", "Grain"; raises BadProblem naming the near ones."""
    words = typed.replace("　", " ").strip().casefold()
    known = choosable()
    by_code = {item.code: item for item in known}
    for word in reversed(words.split()):
        if word in by_code:
            return by_code[word]
    exact = [item for item in known if words and words in _names(item)]
    if len(exact) == 1:
        return exact[0]
    near = exact or [item for item in known if words and any(words in name for name in _names(item))]
    if len(near) == 1:
        return near[0]
    raise BadProblem("income.which_item", SEVERAL if near else NONE, typed=typed, near=_listed(near or known[:4]))


def _names(item: IncomeItem) -> set[str]:
    return {item.text.zh.casefold(), item.text.en.casefold(), *(h.casefold() for h in item.headings)}


def _listed(items: Iterable[IncomeItem]) -> Text:
    chosen = list(items)[:6]
    return Text("、".join(f"{i.text.zh} {i.code}" for i in chosen), ", ".join(f"{i.text.en} {i.code}" for i in chosen))
