"""Pages of dashboards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")
