"""Pages of postings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def candidates(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")


def units(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")


def plans(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")


def schemes(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")
