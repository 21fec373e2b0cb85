"""Pages of intake."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def imports(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")


def one_import(request: HttpRequest, key: UUID) -> HttpResponse:
    """Return the page."""
    return render(request, "ui/base.html")
