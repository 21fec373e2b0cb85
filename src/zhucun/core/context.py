"""What the frame around every page needs: menu, place, language, whether people are made up."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhucun.core.models import User
from zhucun.core.queries import demo_accounts, place_name
from zhucun.core.statuses import Permission

# label, url name, what one must be allowed, icon, the key that jumps there after g
MENU: tuple[tuple[str, str, Permission | None, str, str], ...] = (
    (gettext_noop("Home"), "dashboards:home", None, "home", "h"),
    (gettext_noop("Villages"), "registry:villages", Permission.VILLAGE_SEE, "village", "v"),
    (gettext_noop("Households"), "registry:households", Permission.HOUSEHOLD_SEE, "household", "o"),
    (gettext_noop("Data quality"), "registry:quality", Permission.HOUSEHOLD_SEE, "check", "q"),
    (gettext_noop("Identification"), "identification:board", Permission.HOUSEHOLD_SEE, "flag", "t"),
    (gettext_noop("Visits"), "visits:queue", Permission.HOUSEHOLD_SEE, "calendar", "z"),
    (gettext_noop("Verification"), "verification:checks", Permission.CHECK_SEE, "shield", "k"),
    (gettext_noop("Candidates"), "postings:candidates", Permission.CANDIDATE_SEE, "people", "c"),
    (gettext_noop("Sending units"), "postings:units", Permission.UNIT_SEE, "unit", "u"),
    (gettext_noop("In post"), "postings:serving", Permission.PLAN_SEE, "person", "s"),
    (gettext_noop("Posting plans"), "postings:plans", Permission.PLAN_SEE, "plan", "p"),
    (gettext_noop("Weights"), "postings:schemes", Permission.CANDIDATE_SEE, "scale", "w"),
    (gettext_noop("Policy figures"), "policy:figures", Permission.POLICY_SEE, "sliders", "r"),
    (gettext_noop("Imports"), "intake:imports", Permission.IMPORT, "import", "i"),
    (gettext_noop("Accounts"), "core:accounts", Permission.ACCOUNT_EDIT, "key", "a"),
    (gettext_noop("Events"), "core:events", Permission.EVENT_SEE, "events", "e"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame; one indexed look-up for the place's name."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        # A demo lets anybody in as somebody made up; the list is only read where a page shows it.
        offered = {"demo_accounts": demo_accounts, "demo_password": settings.DEMO_PASSWORD} if settings.DEMO else {}
        return {"demo": settings.DEMO, **offered}
    menu = []
    for label, name, permission, icon, key in MENU:
        if permission is None or user.may(permission):
            address = reverse(name)
            here = request.path == address if address == "/" else request.path.startswith(address)
            menu.append({"label": _(label), "address": address, "icon": icon, "here": here, "key": key})
    return {"demo": settings.DEMO, "menu": menu, "place": place_name(user.scope)}
