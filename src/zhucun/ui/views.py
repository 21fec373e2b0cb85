"""Pages of ui: the gallery of components."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhucun.ui import gallery as samples


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    wrong = samples.SampleForm({"wrong-county": "610426", "wrong-households": "-3"}, prefix="wrong")
    context = {
        "icons": samples.ICONS,
        "tones": samples.TONES,
        "listings": [samples.SampleListing(request, kind) for kind in ("full", "narrowed", "empty")],
        "form": samples.SampleForm(initial={"name": "永寿县店头镇", "households": 412}),
        "wrong": wrong,
        "groups": samples.tile_groups(),
        "legend": samples.tile_legend(),
        "charts": samples.charts(),
        "refused": SimpleNamespace(message=_("This lies outside your area, so you may look but not change.")),
        **samples.parts(),
    }
    return render(request, "ui/gallery.html", context)
