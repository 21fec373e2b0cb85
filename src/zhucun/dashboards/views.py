"""Pages of dashboards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhucun.core.person import person
from zhucun.dashboards import queries


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Return the person's first page: where are we, what waits for me."""
    return render(request, "dashboards/home.html", queries.home(person(request), on=timezone.localdate()))
