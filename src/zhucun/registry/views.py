"""Pages of registry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def villages(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")
