"""Pages of ui."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def gallery(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")
