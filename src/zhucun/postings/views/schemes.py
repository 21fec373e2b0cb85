"""Pages on schemes of weights: the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """The county's weights."""
    return render(request, "ui/base.html")


@require_GET
def distribution(request: HttpRequest) -> HttpResponse:
    """Pool and plan by age, sex, schooling, unit level and group."""
    return render(request, "ui/base.html")
