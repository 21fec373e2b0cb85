"""Matches the names of villages and units that two offices typed: one character apart, long forms and short forms.

Every match carries a confidence and a reason. Certain ones (0.9 and more) may be taken as they are; a person decides
the doubtful ones; below 0.6 nothing is proposed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from zhucun.engine import places
from zhucun.engine.intake.matches import CERTAIN, CLOSE, DOUBTFUL, MOST_UNEQUAL, REASONS, Match, Named
from zhucun.engine.intake.unit_names import unit_likeness

NEAR = 0.5
SAME_HELPER = 0.85
VILLAGE_SUFFIX = re.compile(
    r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|居委会|村委会|村民委|管理委员会|社区|行政村|村|嘎查|管委会)$"
)
TOWN_SUFFIX = re.compile(
    r"(?:人民政府|街道办事处|街道办|办事处|街道|民族乡|民族镇|地区|镇|乡|街|苏木|林场|农场|管委会)$"
)
PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
PEOPLE = re.compile(rf"(?:(?:{PEOPLES})族?)*(?:{PEOPLES})族$")
ALIKE = (
    "岐歧", "漖潡滘", "凤风", "己已巳", "未末", "坡波", "坝垻", "湾弯", "沟勾", "大太", "干千", "王玉", "墩敦", "凼氹",
    "星兴", "埔浦埗", "峒洞", "垌洞", "塘糖", "坑抗", "岭领", "圳川", "园元圆", "庄荘", "陈阵", "凉涼", "峪裕", "塬原", "坪平",
    "岔叉", "屯吨", "崖岩", "砦寨", "堡铺", "镜境", "仙先", "福富", "胜盛", "新辛", "井并", "永咏", "河何", "桥侨", "梁粱",
)  # fmt: skip
Kind = Literal["village", "town"]


@lru_cache(maxsize=100_000)
def stem(name: str, kind: Kind = "village") -> str:
    """Return a place's name without its ending: 三村村 is 三村, 监军街道 is 监军; a stem keeps two characters."""
    plain = re.sub(r"[\s（）()·]", "", unicodedata.normalize("NFKC", name))
    suffix = VILLAGE_SUFFIX if kind == "village" else TOWN_SUFFIX
    short = suffix.sub("", plain)
    if kind == "village" and short != plain and VILLAGE_SUFFIX.search(plain).group() not in ("村", "社区"):  # type: ignore[union-attr]
        again = re.sub(r"(?:社区|村)$", "", short)
        short = again if len(again) >= 2 else short
    if kind == "town":
        short = PEOPLE.sub("", short) or short
    if len(short) >= 2:
        return short
    return re.sub(r"(?<=[村区])(?:民委员会|居民委员会|委会|居委会|民委)$", "", plain)  # 甲村委会 is 甲村


def is_community(name: str) -> bool:
    """True for the name of a residents' community, as against a village: 龙潭社区 is not 龙潭村."""
    return re.search(r"社区|居委会|居民委员会", name) is not None


def same_place(one: str, other: str, kind: Kind = "village") -> bool:
    """True when two names are the same place but for endings, or one contains the other."""
    a, b = stem(one, kind), stem(other, kind)
    return a == b or a in b or b in a


def likeness(one: str, other: str) -> tuple[float, str]:
    """Return how near two village names are, 0 to 1, and why."""
    if one == other:
        return 1.0, "same"
    a, b = stem(one), stem(other)
    if a == b:
        return 0.98, "suffix"
    differing = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) == len(b) and len(differing) == 1:
        if any(differing[0][0] in group and differing[0][1] in group for group in ALIKE):
            return MOST_UNEQUAL, "alike"
        return (0.55 if len(a) == 2 else 0.75), "one"
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= 2 and shorter in longer:
        return 0.55 + 0.3 * len(shorter) / len(longer), "like"
    common = sum(x in b for x in a)
    return 0.6 * common / max(len(a), len(b)), "like"


def match_villages(left: Sequence[Named], right: Sequence[Named]) -> list[Match]:
    """Return one match for each village on the left; no village on the right is used twice.

    Villages are matched within their township; what is left over is looked for in other townships by exact name and is
    then doubtful.
    """
    towns = _match_towns({v.town for v in left}, {v.town for v in right})
    right_of: dict[str, list[int]] = defaultdict(list)
    for j, village in enumerate(right):
        right_of[village.town].append(j)
    left_of: dict[str, list[int]] = defaultdict(list)
    for i, village in enumerate(left):
        left_of[village.town].append(i)
    found: dict[int, Match] = {}
    used: set[int] = set()
    for town, rows in left_of.items():
        columns = [j for name in towns.get(town, ()) for j in right_of[name]]
        for match in _within(left, right, rows, columns):
            found[match.left_index] = match
            if match.right_index is not None:
                used.add(match.right_index)
    free: dict[str, list[int]] = defaultdict(list)
    for j, village in enumerate(right):
        if j not in used:
            free[stem(village.name)].append(j)
    for i, village in enumerate(left):
        if i not in found:
            found[i] = _elsewhere(i, village, right, free)
    return [found[i] for i in range(len(left))]


def match_divisions(villages: Sequence[Named], county: str) -> list[Match]:
    """Return the official village of a county for each typed one, with its 12-digit code in `right_code`."""
    units = list(places.below(county))
    towns = {u.code: u.name for u in units if len(u.code) == 9}
    right = [Named(u.name, towns.get(u.code[:9], ""), u.code) for u in units if len(u.code) == 12]
    return match_villages(villages, right)


def _match_towns(left: Iterable[str], right: Iterable[str]) -> dict[str, list[str]]:
    """Return the right townships each left one may be; a village without township may be anywhere."""
    names = sorted(right)
    found = {}
    for town in left:
        if not town or names == [""]:
            found[town] = names
            continue
        exact = [n for n in names if n == town or stem(n, "town") == stem(town, "town")]
        near = exact or [n for n in names if n and same_place(n, town, "town")]
        found[town] = near + ([""] if "" in names else [])
    return found


def _within(left: Sequence[Named], right: Sequence[Named], rows: list[int], columns: list[int]) -> list[Match]:
    matches = []
    open_columns = dict.fromkeys(columns)
    rest: list[int] = []
    by_name: dict[str, list[int]] = defaultdict(list)
    by_stem: dict[str, list[int]] = defaultdict(list)
    for j in columns:
        by_name[right[j].name].append(j)
        by_stem[stem(right[j].name)].append(j)
    for exactly in (True, False):
        for i in rows if exactly else list(rest):
            same = by_name.get(left[i].name, []) if exactly else by_stem.get(stem(left[i].name), [])
            same = [j for j in same if j in open_columns]
            if len(same) > 1 and not exactly:
                same = [j for j in same if is_community(right[j].name) == is_community(left[i].name)] or same
            if len(same) == 1 or (same and exactly):
                matches.append(
                    _made(left, right, i, same[0], 1.0 if exactly else 0.98, "same" if exactly else "suffix")
                )
                del open_columns[same[0]]
                if not exactly:
                    rest.remove(i)
            elif exactly:
                rest.append(i)
    return matches + _assigned(left, right, rest, list(open_columns))


def _made(
    left: Sequence[Named],
    right: Sequence[Named],
    i: int,
    j: int,
    confidence: float,
    why: str,
    others: tuple[str, ...] = (),
) -> Match:
    target = right[j]
    return Match(left[i].name, target.name, confidence, REASONS[why], i, j, target.code, others)


def _assigned(left: Sequence[Named], right: Sequence[Named], rows: list[int], columns: list[int]) -> list[Match]:
    """Pair what has no equal so that the total likeness is greatest, then say how sure each pair is."""
    if not rows or not columns:
        return []
    scores = [[_with_hint(left[i], right[j]) for j in columns] for i in rows]
    matches = []
    for a, b in _best_pairs([[score for score, _ in line] for line in scores]):
        score, why = scores[a][b]
        rivals = sorted(
            ((s, columns[c]) for c, (s, _) in enumerate(scores[a]) if c != b and s >= max(NEAR, score - CLOSE)),
            reverse=True,
        )
        alone = len(rows) == 1 and len(columns) == 1
        if alone and why == "one":
            score, why = max(score, 0.8), "left_over"
        if rivals and score < 1:
            score = min(score, 0.85)
        if score >= DOUBTFUL or (score >= NEAR and why == "one"):
            others = tuple(right[j].name for _, j in rivals[:3])
            matches.append(_made(left, right, rows[a], columns[b], max(score, DOUBTFUL), why, others))
    return matches


def _with_hint(one: Named, other: Named) -> tuple[float, str]:
    score, why = likeness(one.name, other.name)
    if 0.25 <= score < CERTAIN and one.hint and other.hint and unit_likeness(one.hint, other.hint)[0] >= SAME_HELPER:
        return min(score + 0.3, MOST_UNEQUAL), "hint"
    return score, why


def _best_pairs(scores: list[list[float]]) -> list[tuple[int, int]]:
    """Return the pairs (row, column) with the greatest total score; rows or columns without a near one are left out."""
    rows = [a for a, line in enumerate(scores) if max(line) >= NEAR]
    columns = [b for b in range(len(scores[0])) if any(line[b] >= NEAR for line in scores)]
    if len(rows) > len(columns):
        turned = [[scores[a][b] for a in rows] for b in columns]
        return [(rows[a], columns[b]) for b, a in enumerate(assign(turned))]
    return [(rows[a], columns[b]) for a, b in enumerate(assign([[scores[a][b] for b in columns] for a in rows]))]


def assign(scores: list[list[float]]) -> list[int]:
    """Return for each row the column that gives the greatest total; needs at least as many columns as rows.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), for the few names a township leaves over.
    """
    height, width = len(scores), len(scores[0]) if scores else 0
    row_price, column_price = [0.0] * (height + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)  # the row (from 1) that holds each column (from 1); column 0 holds the row being placed
    for row in range(1, height + 1):
        owner[0], column = row, 0
        least, way, seen = [float("inf")] * (width + 1), [0] * (width + 1), [False] * (width + 1)
        while owner[column]:
            seen[column] = True
            holder, step, following = owner[column], float("inf"), 0
            for j in range(1, width + 1):
                if seen[j]:
                    continue
                cost = -scores[holder - 1][j - 1] - row_price[holder] - column_price[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < step:
                    step, following = least[j], j
            for j in range(width + 1):
                if seen[j]:
                    row_price[owner[j]] += step
                    column_price[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            owner[column], column = owner[way[column]], way[column]
    found = {owner[j]: j - 1 for j in range(1, width + 1) if owner[j]}
    return [found[row] for row in range(1, height + 1)]


def _elsewhere(i: int, village: Named, right: Sequence[Named], free: dict[str, list[int]]) -> Match:
    same = free.get(stem(village.name), [])
    if len(same) == 1:
        j = same[0]
        shown = f"{right[j].town}{right[j].name}"
        return Match(village.name, shown, 0.7, REASONS["other_town"], i, j, right[j].code)
    others = tuple(f"{right[j].town}{right[j].name}" for j in same[:3])
    return Match(village.name, None, 0.0, REASONS["none"], i, others=others)
