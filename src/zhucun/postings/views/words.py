"""Why, in whole sentences: what the drawer says before it shows figures."""

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.engine.posting import Explanation as Told
from zhucun.postings.bridge.answers import Explanation, near_tie
from zhucun.postings.bridge.desk import Desk
from zhucun.postings.models import Plan
from zhucun.postings.views.tabs import name_of


def reasons(plan: Plan, desk: Desk, found: Explanation, user: User) -> list[str]:
    """Return why this person is here as sentences: strengths, rank, those ahead, what losing the pair costs."""
    person = desk.county.candidates[found.candidate]
    name = name_of(person, plan, user)
    language = engine_language()
    # What stands out is what this person has more of than the others who may serve here.
    beside = sorted(zip(found.contributions, found.usual, strict=True), key=lambda pair: pair[1] - pair[0].points)
    best = [part for part, usual in beside[:2] if part.points > usual]
    joint = "；" if language == "zh" else "; "
    said = []
    if best:
        told = joint.join(part.text.say(language) for part in best)
        said.append(_("What stands out in %(name)s: %(told)s.") % {"name": name, "told": told})
    if found.rank == 1:
        said.append(_("Of the %(count)s people who may serve here nobody fits better.") % {"count": found.eligible})
    else:
        said.append(_ahead(plan, desk, found, user))
    if found.told is not None:
        said.append(_price(found.told, int(plan.settings.get("keep", 0))))
        said += [binding.text.say(language) for binding in found.told.bindings]
    return said


def _ahead(plan: Plan, desk: Desk, found: Explanation, user: User) -> str:
    told = []
    for c, v in found.ahead:
        name = name_of(desk.county.candidates[c], plan, user)
        if v >= 0:
            told.append(
                _("%(name)s is worth more in %(village)s") % {"name": name, "village": desk.county.villages[v].name}
            )
        else:
            told.append(_("%(name)s is not sent because the unit's places are worth more elsewhere") % {"name": name})
    joint = "；" if engine_language() == "zh" else "; "
    return _("%(better)s of the %(count)s people who may serve here would fit better, but: %(told)s.") % {
        "better": found.rank - 1,
        "count": found.eligible,
        "told": joint.join(told),
    }


def _price(found: Told, bonus: int) -> str:
    without = found.without
    if found.margin is None or without is None:
        return _("Without this pair the rules leave no plan that fills as many villages.")
    told = {
        "cost": abs(without.loss), "count": len(without.moves), "leaving": without.leaving, "bonus": bonus,
    }  # fmt: skip
    if without.leaving > 0 and without.loss < 0:
        return (
            _(
                "Without this pair total fit would be %(cost)s points higher, but %(leaving)s more would leave the "
                "village where they serve; staying counts %(bonus)s points each in this plan."
            )
            % told
        )
    if without.loss < 0:
        return _("Without this pair the county gains %(cost)s points: %(count)s villages would change.") % told
    if without.loss == 0:
        said = _("Without this pair the county loses nothing: %(count)s villages would change.") % told
    else:
        said = (
            _(
                "Without this pair the county loses %(cost)s points even after the best rearrangement of "
                "%(count)s villages."
            )
            % told
        )
    if without.leaving > 0:
        said += _(" %(leaving)s more would leave the village where they serve.") % told
    return said


def is_near_tie(found: Told | None, scale: int) -> bool:
    """Tell whether another person would serve about as well and nobody need move for it."""
    if found is None or found.margin is None or found.without is None:
        return False
    return near_tie(found.without.weighed, scale)


def what_if_title(do: str) -> str:
    """Return the question that a what-if answers."""
    return {
        "lock": _("If this person is locked to this village"),
        "forbid": _("If this person is kept out of this village"),
        "assign": _("If only this person is moved by hand"),
        "empty": _("If this village is left empty"),
        "without": _("If this person were not there"),
        "more": _("If the unit might send one more"),
        "like": _("If there were one more like this person"),
    }.get(do, do)
