"""Two made-up registers of one county with known errors: who is who is known, so that linking can be measured.

Numbers have area codes that begin with 99, which no living person has. The second register holds part of the first,
with the slips that real lists have: homophones, look-alikes, turned digits, old numbers, gaps, and strangers.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np

from zhucun.engine.households.identity import check_character

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
SAME_SOUND = [
    "伟炜玮纬", "军君钧均", "明鸣铭茗", "杰洁捷婕", "涛桃韬滔", "建健剑键", "芳方坊", "丽莉立利", "娟涓捐",
    "霞侠暇", "英莹瑛颖", "玲凌灵苓", "红宏洪鸿", "文雯纹闻", "志智治致", "华桦骅", "平萍苹屏", "国帼", "辉晖慧惠",
    "敏民珉", "强墙", "波博勃", "斌彬宾", "云芸耘", "秀绣岫", "兰岚澜", "梅美媚", "春椿", "春纯", "东冬栋", "海亥",
    "新欣馨心", "永勇咏泳", "生胜升圣", "林琳霖", "小晓筱", "金锦津", "成诚程城", "玉育钰昱", "龙隆", "刚钢岗",
    "超朝", "磊蕾", "鹏朋", "俊骏", "静婧靖", "燕艳雁", "桂贵", "凤奉", "香湘祥", "清青卿", "学雪", "会卉", "根更",
    "才财", "福富", "喜玺",
]  # fmt: skip
GIVEN = sorted({character for group in SAME_SOUND for character in group})
HEARD = {character: group for group in SAME_SOUND for character in group}


def registers(persons: int, seed: int = 1) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, str]]:
    """Return two registers of so many rows each and the true link from right code to left code."""
    random = np.random.default_rng(seed)
    left = [_person(i, random) for i in range(persons)]
    kept = random.permutation(persons)[: persons * 7 // 10]
    right, truth = [], {}
    for place, i in enumerate(kept):
        right.append({**_slipped(left[i], random), "code": f"R{place}"})
        truth[f"R{place}"] = left[i]["code"]
    right += [{**_person(persons + k, random), "code": f"S{k}"} for k in range(persons - len(right))]
    order = random.permutation(len(right))
    return [_gaps(p, random, 0.03) for p in left], [right[k] for k in order], truth


def _person(i: int, random: np.random.Generator) -> dict[str, Any]:
    surname = SURNAMES[int(len(SURNAMES) * random.random() ** 2)]
    given = "".join(GIVEN[int(len(GIVEN) * random.random() ** 2.5)] for _ in range(1 if random.random() < 0.25 else 2))
    born = date(1935, 1, 1) + timedelta(days=int(random.integers(0, 30_000)))
    sex = 1 + int(random.integers(0, 2))
    sequence = int(500 * random.random() ** 3) * 2 + (1 if sex == 1 else 0)
    first = f"990426{born:%Y%m%d}{sequence:03}"
    village = f"990426{100 + int(random.integers(0, 14))}{200 + int(random.integers(0, 12))}"
    return {
        "code": f"L{i}", "name": surname + given, "identity": first + check_character(first), "born": born, "sex": sex,
        "place": village,
    }  # fmt: skip


def _slipped(person: dict[str, Any], random: np.random.Generator) -> dict[str, Any]:
    slipped = dict(person)
    if random.random() < 0.06:
        slipped["name"] = _misheard(slipped["name"], random)
    elif random.random() < 0.02:
        slipped["name"] = slipped["name"][:-1] + GIVEN[int(random.integers(0, len(GIVEN)))]
    chance = random.random()
    if chance < 0.04:
        at = int(random.integers(6, 16))
        digits = list(slipped["identity"])
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
        slipped["identity"] = "".join(digits)
    elif chance < 0.07:
        at, digits = int(random.integers(6, 17)), list(slipped["identity"])
        digits[at] = str((int(digits[at]) + int(random.integers(1, 10))) % 10)
        slipped["identity"] = "".join(digits)
    elif chance < 0.12 and slipped["identity"][6:8] == "19":
        slipped["identity"] = slipped["identity"][:6] + slipped["identity"][8:17]
    if random.random() < 0.1:
        slipped["place"] = f"990426{100 + int(random.integers(0, 14))}{200 + int(random.integers(0, 12))}"
    if random.random() < 0.03:
        slipped["born"] = slipped["born"] + timedelta(days=int(random.choice([-365, -31, -1, 1, 31, 365])))
    return _gaps(slipped, random, 0.2)


def _misheard(name: str, random: np.random.Generator) -> str:
    at = int(random.integers(1, len(name)))
    others = [c for c in HEARD[name[at]] if c != name[at]] or [name[at]]
    return name[:at] + others[int(random.integers(0, len(others)))] + name[at + 1 :]


def _gaps(person: dict[str, Any], random: np.random.Generator, share: float) -> dict[str, Any]:
    """Leave out the number of some; of those, the birthday of a tenth; the place of some."""
    left = dict(person)
    if random.random() < share:
        left["identity"] = None
        if random.random() < 0.1:
            left["born"] = None
    if random.random() < share / 2:
        left["place"] = None
    return left
