"""Papers of a plan: notice, letters, workbook, certificate."""

import json
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhucun.core.actions import note_export
from zhucun.postings.models import Proof
from zhucun.postings.views.plans import plan_or_404


@require_GET
def plan_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a plan."""
    _user, row = plan_or_404(request, pk)
    return render(request, "ui/base.html", {"plan": row})


@require_GET
def plan_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a workbook."""
    _user, row = plan_or_404(request, pk)
    return render(request, "ui/base.html", {"plan": row})


@require_GET
def plan_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The problem and the certificate as JSON, so that anybody can check the proof with `zhucun verify`."""
    user, row = plan_or_404(request, pk)
    found = Proof.objects.filter(plan=row).first()
    if found is None:
        raise Http404
    note_export(user=user, listing="certificate", count=row.posts.count(), at=timezone.now())
    response = HttpResponse(json.dumps(found.content, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}.json"
    return response
