"""Pages on plans: the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """The county's plans."""
    return render(request, "ui/base.html")


@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan."""
    return render(request, "ui/base.html")
