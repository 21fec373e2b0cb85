"""A plan's posts against the rules as they stand now, by the engine's checker, which knows nothing of the solver."""

from django.utils.translation import gettext as _

from zhucun.core.refusals import Refused, engine_language
from zhucun.engine.posting import check
from zhucun.postings.bridge.desk import Desk
from zhucun.postings.models import Candidate


def check_sound(desk: Desk) -> None:
    """Refuse posts that break a rule, or that name somebody who has been withdrawn; every one is named."""
    if desk.gone:
        people = Candidate.objects.filter(pk__in=[pk for _code, pk in desk.gone]).values_list("code", flat=True)
        raise Refused(
            "plan.people_gone",
            _("The plan posts people who have been withdrawn since: %(people)s. Solve it again or post others."),
            people="、".join(people),
        )
    breaches = check(desk.problem, desk.post)
    if not breaches:
        return
    language = engine_language()
    said = []
    for breach in breaches[:10]:
        told = breach.text.say(language)
        if breach.village is not None and breach.candidate is not None:
            reasons = desk.county.instance.why_not(breach.village, breach.candidate)
            told = " ".join([told, *(r.text.say(language) for r in reasons)])
        said.append(told)
    raise Refused("plan.breaks_rules", _("Rules are broken, so nothing was done: %(rules)s"), rules=" ".join(said))
