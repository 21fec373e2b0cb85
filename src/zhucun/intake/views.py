"""Pages of intake."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def imports(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")
