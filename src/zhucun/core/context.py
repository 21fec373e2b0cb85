"""What the frame around every page needs: menu, place, language, whether people are made up."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.queries import place_name
from zhucun.core.statuses import Permission

# label, url name, what one must be allowed, icon
MENU: tuple[tuple[str, str, Permission | None, str], ...] = (
    ("Home", "dashboards:home", None, "home"),
    ("Villages", "registry:villages", Permission.VILLAGE_SEE, "village"),
    ("Candidates", "postings:candidates", Permission.CANDIDATE_SEE, "people"),
    ("Sending units", "postings:units", Permission.UNIT_SEE, "unit"),
    ("Posting plans", "postings:plans", Permission.PLAN_SEE, "plan"),
    ("Weights", "postings:schemes", Permission.CANDIDATE_SEE, "scale"),
    ("Imports", "intake:imports", Permission.IMPORT, "import"),
    ("Events", "core:events", Permission.EVENT_SEE, "events"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame; one indexed look-up for the place's name."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"demo": settings.DEMO}
    menu = []
    for label, name, permission, icon in MENU:
        if permission is None or user.may(permission):
            address = reverse(name)
            here = request.path == address if address == "/" else request.path.startswith(address)
            menu.append({"label": _(label), "address": address, "icon": icon, "here": here})
    return {"demo": settings.DEMO, "menu": menu, "place": place_name(user.scope)}
