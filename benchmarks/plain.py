"""The peer of benchmarks.pages: a plain Django site as most are written, over the same tables and server.

One view: a paginator that counts, an offset, whole rows with their village, icontains for the search, a template loop.
No sign-in, no rights, no frame around the page.
"""

import os
import sys
from typing import Any

PAGE = """<html><body><p>{{ page.paginator.count }}</p><table>{% for row in page %}<tr>
<td>{{ row.code }}</td><td>{{ row.head_name }}</td><td>{{ row.village.name }}</td><td>{{ row.persons }}</td>
<td>{{ row.labour_persons }}</td><td>{{ row.get_attribute_display }}</td><td>{{ row.get_main_cause_display }}</td>
<td>{{ row.get_status_display }}</td><td>{{ row.net_per_head_yuan }}</td><td>{{ row.helper_name }}</td></tr>
{% endfor %}</table></body></html>"""
SORTS = {"-income": "-net_per_head_yuan", "income": "net_per_head_yuan", "head": "head_name"}
FILTERS = {"cause": "main_cause", "size": "persons", "attribute": "attribute"}


def addresses(ours: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the lists and searches that the plain site answers too."""
    left_out = ("households, one colour", "households, one township")
    lists = {name: a for name, a in ours.items() if name.startswith(("households", "search")) and name not in left_out}
    return {name: [one.replace("/households/", "/plain/") for one in there] for name, there in lists.items()}


def households(request: Any) -> Any:
    """Return a page of households."""
    from django.core.paginator import Paginator
    from django.db.models import Q
    from django.http import HttpResponse
    from django.template import Context, Template

    from zhucun.registry.models import Household

    rows = Household.objects.filter(key__startswith="610426").select_related("village")
    for name, column in FILTERS.items():
        if value := request.GET.get(name):
            rows = rows.filter(**{column: value})
    if text := request.GET.get("q"):
        rows = rows.filter(Q(code__icontains=text) | Q(head_name__icontains=text) | Q(village__name__icontains=text))
    rows = rows.order_by(SORTS.get(request.GET.get("sort", ""), "key"), "key")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return HttpResponse(Template(PAGE).render(Context({"page": page})))


def application() -> Any:
    """Return the WSGI application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
    import django
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpResponse
    from django.urls import path

    django.setup()
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    globals()["urlpatterns"] = [path("plain/", households), path("health/", lambda request: HttpResponse("ok"))]
    return WSGIHandler()


def main() -> None:
    """Serve with the same server, workers and threads as `zhucun run`."""
    port = sys.argv[sys.argv.index("--port") + 1]
    os.execv(
        sys.executable,
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port,
            "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "--factory",
            "benchmarks.plain:application",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
