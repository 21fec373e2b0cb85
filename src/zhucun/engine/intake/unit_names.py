"""How near two names of units are: 广州市人力资源和社会保障局 is 市人保局, 海珠区赤岗街道办事处 is 海珠区赤岗街."""

import re
import unicodedata
from functools import cache, lru_cache

from rapidfuzz import fuzz

from zhucun.engine import places
from zhucun.engine.intake.matches import MOST_UNEQUAL
from zhucun.engine.texts import Text

MANY = re.compile(r"[、，,;；\n/]|(?<=[街局委办镇会])和(?=[\u4e00-\u9fff]{3})")
ENDINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"^(?:中国共产党|中共|中国)", ""),
        (r"人民政府(?=.)", ""),
        (r"政府(?=.{2})", ""),
        (r"(?:街道办事处|街办事处|街道办|街办|街道)$", "街"),
        (r"(?<=[镇乡])(?:人民政府|政府)$", ""),
        (r"(?:股份有限公司|有限责任公司|有限公司|集团公司)$", ""),
        (r"企业集团", "集团"),
        (r"总公司$", "公司"),
        (r"委员会", "委"),
        (r"联合会$", "联"),
        (r"协会$", "协"),
        (r"办公室$", "办"),
        (r"发展和改革", "发改"),
        (r"发展改革", "发改"),
    )
)
BRANCH = re.compile(r"^(?P<body>.{4,})(?P<place>[\u4e00-\u9fff]{2,4}市)(?:委员会|分会|分公司|分行)$")
LEVEL = re.compile(r"^(省|市|县|区|州|自治区)(?=.{2})")
DISTRICT = re.compile(r"^([\u4e00-\u9fff]{1,4}?[区县旗])(?=.{2})")

REASONS = {
    "same": Text("名称相同", "the same name"),
    "form": Text("写法不同，是同一名称", "the same name in another form"),
    "level": Text("去掉“省、市”等字样后相同", "the same but for the mark of its level"),
    "short": Text("是全称的简称", "a short form of the full name"),
    "begins": Text("是全称的前一部分", "the first part of the full name"),
    "among": Text("是几个单位中的一个", "one of several units named together"),
    "several": Text("几个单位逐一对应", "several units agree one by one"),
    "like": Text("名称相近", "the names are similar"),
    "none": Text("不相近", "not near"),
}


@cache
def _regions() -> tuple[tuple[str, str], ...]:
    """Return names of provinces and prefectures with and without endings, longest first, each with its level mark."""
    found: dict[str, str] = {}
    for county in places.counties().values():
        for name, mark in ((county.province, "省"), (county.city, "市")):
            if len(name) < 3 or name in ("市辖区", "县"):
                continue
            found.setdefault(name, mark)
            short = re.sub(r"(?:省|市|自治区|自治州|地区|盟|壮族自治区|回族自治区|维吾尔自治区)$", "", name)
            if len(short) >= 2:
                found.setdefault(short, mark)
    return tuple(sorted(found.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=100_000)
def split_level(name: str) -> tuple[str, str]:
    """Return the level mark (省, 市 or '') and the rest of a unit's name, its region taken off: 广州市教育局 is 市, 教育局."""
    plain = re.sub(r"[\s（）()“”\"]", "", unicodedata.normalize("NFKC", name))
    plain = re.sub(r"^(?:中国共产党|中共|中国)(?=.{3})", "", plain)
    branch = BRANCH.match(plain)
    if branch:
        return "市", branch.group("body")
    for region, mark in _regions():
        if plain.startswith(region) and len(plain) > len(region) + 1:
            rest = plain[len(region) :]
            return mark, LEVEL.sub("", rest) if rest[0] == mark else rest
    found = LEVEL.match(plain)
    return (found.group(1), plain[1:]) if found and found.group(1) in "省市" else ("", plain)


@lru_cache(maxsize=100_000)
def body(name: str) -> str:
    """Return a unit's name without level and with its ending in the short form."""
    text = split_level(name)[1]
    for pattern, short in ENDINGS:
        text = pattern.sub(short, text)
    return text


@lru_cache(maxsize=100_000)
def unit_core(name: str) -> str:
    """Return the one form by which spellings of the same unit are found equal."""
    if not one_unit(name):
        return "、".join(sorted(map(unit_core, unit_parts(name))))
    return body(name)


def one_unit(name: str) -> bool:
    """True when a name names a single unit."""
    return not MANY.search(name.strip())


@lru_cache(maxsize=100_000)
def unit_parts(name: str) -> tuple[str, ...]:
    """Return the units named together, each with the district the first one names: 荔湾区花地街、多宝街."""
    parts = [part.strip() for part in MANY.split(name) if part.strip()]
    if not parts:
        return ()
    district = DISTRICT.match(body(parts[0]))
    out = [parts[0]]
    for part in parts[1:]:
        bare = DISTRICT.match(body(part)) is None and part[-1] in "街处办镇道"
        out.append(district.group(1) + part if district and bare else part)
    return tuple(out)


def unit_likeness(one: str, other: str) -> tuple[float, Text]:
    """Return how near two units' names are, 0 to 1, and why."""
    if one == other:
        return 1.0, REASONS["same"]
    a, b = unit_parts(one), unit_parts(other)
    if len(a) <= 1 and len(b) <= 1:
        score, why = _single(one, other)
        return score, REASONS[why]
    fewer, more = sorted((a, b), key=len)
    if not fewer:
        return 0.0, REASONS["none"]
    best = [max(_single(x, y)[0] for y in more) for x in fewer]
    score = sum(best) / len(best)
    if len(a) == len(b):
        # Surely the same only when each of them is: one doubtful unit makes the whole doubtful.
        return min(score, 0.97, *([MOST_UNEQUAL] if min(best) < 0.9 else [])), REASONS["several"]
    return min(score, MOST_UNEQUAL) if score >= 0.9 else score * 0.9, REASONS["among"]


@lru_cache(maxsize=400_000)
def _single(one: str, other: str) -> tuple[float, str]:
    (level_a, raw_a), (level_b, raw_b) = split_level(one), split_level(other)
    a, b = body(one), body(other)
    clash = 0.75 if level_a and level_b and level_a != level_b else 1.0
    if a == b:
        return (0.98, "form") if level_a == level_b else (0.95 * clash, "level")
    if len(set(a) & set(b)) < 2:
        return 0.0, "none"
    short, long = sorted((a, b), key=len)
    inner, outer = DISTRICT.match(short), DISTRICT.match(long)
    if outer and not inner and (level_a or level_b) in ("省", "市"):
        clash *= 0.7  # 市教育局 is not 永寿县教育局
    elif outer and not inner:
        if long == outer.group(1) + short:
            return 0.92, "level"
        if short[0] == outer.group(1)[-1] and long == outer.group(1) + short[1:]:
            return 0.95, "level"  # 县财政局 is 永寿县财政局
        # 农业农村水利局 may be 永寿县农业农村局: a district's bureau is not the city's, and here no city is named.
        clash *= 0.8
        short, long = sorted((short, long[len(outer.group(1)) :]), key=len)
    elif inner and outer and inner.group(1) != outer.group(1):
        clash *= 0.6
    if len(short) >= 4 and long.startswith(short):
        return MOST_UNEQUAL * clash, "begins"
    score = max(_abbreviates(short, long), _abbreviates(*sorted((raw_a, raw_b), key=len)))
    if score:
        return min(score, MOST_UNEQUAL) * clash, "short"
    return min(fuzz.ratio(a, b) / 100 * 0.95, MOST_UNEQUAL) * clash, "like"


def _abbreviates(short: str, long: str) -> float:
    """Return how well one name is a short form of another: its characters in the same order, the last one the last."""
    if len(short) < 2 or len(long) < max(4, len(short) + 1) or short[-1] != long[-1]:
        return 0.0
    position = 0
    runs = 0
    last = -2
    for char in short:
        found = long.find(char, position)
        if found < 0:
            return 0.0
        runs += found != last + 1
        last, position = found, found + 1
    first = short[0] == long[0]
    return 0.74 + 0.1 * first + 0.06 * (len(short) >= 4) + 0.04 * (runs <= len(short) // 2 + 1)
