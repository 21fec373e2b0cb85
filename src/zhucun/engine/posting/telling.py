"""A plan told in plain rows, figures and sentences, for whoever prints or lists it."""

from typing import Any

from zhucun.engine.policy import full_years
from zhucun.engine.posting.instance import Instance
from zhucun.engine.posting.plan import Plan
from zhucun.engine.texts import Language, Text

REASONS = 3
SHOWN = 10  # villages named in a remark

YES, NO = Text("是", "yes"), Text("否", "no")
HALL = Text(
    "最低分不能再高：要使每村都高于 {level} 分，{villages}（{n} 个村）总共只有 {usable} 个可用人选。"
    "请补充适合这些村的人选。",
    "The worst fit cannot be higher: above {level} points {villages} ({n} villages) have only {usable} usable people "
    "between them. Name more people who suit these villages.",
)


def posts(instance: Instance, plan: Plan, language: Language = "zh") -> list[dict[str, Any]]:
    """Return one plain row for each village in its order: who goes there, points, needs and main reasons."""
    return [_post(instance, plan, v, language) for v in range(len(instance.villages))]


def _post(instance: Instance, plan: Plan, v: int, language: Language) -> dict[str, Any]:
    village, c = instance.villages[v], int(plan.post[v])
    needs = "、".join(n.need.say(language) for n in instance.fit.sides.profiles[v].ranked[:REASONS])
    row: dict[str, Any] = {
        "code": village.code,
        "town": village.town,
        "village": village.name,
        "kinds": "、".join(k.say(language) for k in village.kinds),
        "needs": needs,
        "of": instance.fit.scale,
    }
    if c < 0:
        return {**row, "candidate_code": None, "name": None, "fit": None, "reasons": [], "stays": False}
    person = instance.candidates[c]
    points = instance.fit.points(v, c)
    told = sorted(instance.fit.terms, key=lambda s: -points[s.term])[:REASONS]
    return {
        **row,
        "candidate_code": person.code,
        "name": person.name,
        "sex": person.sex.say(language),
        "age": full_years(person.born, instance.on),
        "unit": person.unit,
        "title": person.title,
        "fit": instance.problem.score(v, c),
        "reasons": [f"{s.term.say(language)} {points[s.term]}/{s.most}" for s in told],
        "stays": bool(instance.problem.incumbent[v] == c),
    }


def statistics(instance: Instance, plan: Plan, language: Language = "zh") -> list[tuple[str, Any]]:
    """Return the figures of a plan as labelled values, ready to print."""
    filled = [v for v in range(len(instance.villages)) if plan.post[v] >= 0]
    scores = sorted(instance.problem.score(v, int(plan.post[v])) for v in filled)
    floor = plan.floor
    told: list[tuple[Text, Any]] = [
        (Text("日期", "Day"), instance.on.isoformat()),
        (Text("权重方案", "Scheme"), f"{instance.scheme.name.say(language)} v{instance.scheme.version}"),
        (Text("村", "Villages"), len(instance.villages)),
        (Text("人选", "Candidates"), len(instance.candidates)),
        (Text("符合条件的人选", "Eligible candidates"), int(instance.problem.eligible.sum())),
        (Text("派出", "Posted"), len(filled)),
        (Text("空缺村", "Unfilled villages"), len(plan.unfilled)),
        (Text("匹配总分", "Total fit"), plan.total),
        (Text("总分上界", "Bound"), plan.bound),
        (Text("已证明最优", "Proven optimal"), (YES if plan.proved else NO).say(language)),
        (Text("平均匹配分", "Mean fit"), round(sum(scores) / len(scores), 1) if scores else None),
        (Text("最低匹配分", "Worst fit"), plan.worst),
        (Text("中位匹配分", "Median fit"), scores[len(scores) // 2] if scores else None),
        (Text("每村匹配分满分", "Most points of a pair"), instance.fit.scale),
        (Text("底线比例", "Share of the floor"), floor.share),
        (Text("底线匹配分", "Floor"), floor.value),
        (Text("最差村可能达到的最高分", "Best possible worst fit"), floor.maximin),
        (Text("底线的代价（总分）", "Price of the floor in total fit"), plan.price_of_floor),
        (Text("留任加分", "Bonus for staying"), plan.keep),
        (Text("留任人数", "Who stay"), plan.kept),
        (Text("随机种子", "Seed"), plan.seed),
    ]
    return [(label.say(language), value) for label, value in told]


def remarks(instance: Instance, plan: Plan) -> list[Text]:
    """Return what must be said with a plan: what the instance noted, and why the worst-served village has no more."""
    told = list(instance.notes)
    hall = plan.floor.hall
    if hall is not None and hall.villages:
        names = [instance.villages[v].name for v in hall.villages]
        many = "……" if len(names) > SHOWN else ""
        told.append(
            HALL.filled(
                level=hall.level,
                n=len(names),
                usable=hall.usable,
                villages=Text("、".join(names[:SHOWN]) + many, ", ".join(names[:SHOWN]) + ("…" if many else "")),
            )
        )
    return told
