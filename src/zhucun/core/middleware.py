"""What happens around every request: the content policy, the second factor, and turning refusals into pages."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused, wants_json
from zhucun.engine.errors import EngineError

Page = Callable[[HttpRequest], HttpResponse]

# No inline script or style, nothing from elsewhere, no framing. data: is for the second factor's QR picture.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def content_security_policy(get_response: Page) -> Page:
    """Add the content policy to every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer


class without_nul:  # noqa: N801  (Django calls it like the functions beside it)
    """Read what was sent without the character NUL: nobody types it, and PostgreSQL cannot compare with it."""

    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "").replace("\0", "")
        request.path_info = request.path_info.replace("\0", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Clean the fields of a form, once it is known that it was sent from our own page."""
        if request.method == "POST" and any("\0" in value for _name, sent in request.POST.lists() for value in sent):
            clean = request.POST.copy()
            for name, sent in request.POST.lists():
                clean.setlist(name, [value.replace("\0", "") for value in sent])
            request.POST = clean  # type: ignore[assignment]


def own_password(get_response: Page) -> Page:
    """Send whoever signed in with a password that somebody else gave them to the page that sets their own."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        free = ("/accounts/", "/static/", "/language/")
        if isinstance(user, User) and user.new_password_due and not request.path.startswith(free):
            messages.info(request, _("This password was given to you by somebody else. Set one that only you know."))
            return redirect(reverse("account_change_password"))
        return get_response(request)

    return answer


def second_factor(get_response: Page) -> Page:
    """Send an official without a second factor to the page that sets one up, whatever they asked for."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            isinstance(user, User)
            and must_set_up(user)
            and not request.path.startswith(("/accounts/", "/static/", "/language/"))
        ):
            return redirect(reverse("mfa_activate_totp"))
        return get_response(request)

    return answer


def must_set_up(user: User) -> bool:
    """Tell whether this person must first set up a second factor; made-up people of a demo need none."""
    if settings.DEMO and user.made_up:
        return False
    return user.is_official and not is_mfa_enabled(user)


class refusals:  # noqa: N801  (Django calls it like the functions beside it)
    """Turn Refused and the engine's errors into a page, an htmx message or JSON; views never catch them."""

    def __init__(self, get_response: Page) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with what was refused and why; anything else stays a bug."""
        if isinstance(exception, EngineError):
            exception = Refused.from_engine(exception)
        if not isinstance(exception, Refused):
            return None
        if wants_json(request):
            body = {"code": exception.code, "message": exception.message}
            return JsonResponse(body, status=409)
        if getattr(request, "htmx", False):
            response = render(request, "ui/components/refused.html", {"refused": exception}, status=200)
            # The page below stays as it is; only the message area changes.
            response["HX-Retarget"] = "#messages"
            response["HX-Reswap"] = "innerHTML"
            return response
        context = {"refused": exception, "back": request.META.get("HTTP_REFERER", "")}
        return render(request, "ui/refused.html", context, status=409)
