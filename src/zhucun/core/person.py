"""Who is asking."""

from django.http import Http404, HttpRequest

from zhucun.core.models import User


def person(request: HttpRequest) -> User:
    """Return the signed-in person of a request; the middleware lets nobody else come this far."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
