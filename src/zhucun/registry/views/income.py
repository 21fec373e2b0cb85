"""The income account by hand: the year with its lines and months; lines added, corrected, withdrawn, copied."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.models import Event, User
from zhucun.core.person import person
from zhucun.core.refusals import allowed
from zhucun.core.statuses import Permission
from zhucun.engine.households.income_months import Month, by_month
from zhucun.registry import actions, queries, rules
from zhucun.registry.forms.income import CopyForm, CorrectLineForm, FileForm, NewLineForm, WithdrawForm, item_words
from zhucun.registry.models import Household, IncomeLine
from zhucun.registry.views import words
from zhucun.registry.views.changes import described, household_to_change, shown, tried
from zhucun.registry.views.household import happened, household_or_404, income_of

HEIGHT, WIDTH, STEP = 90, 22, 30
HISTORY = 30


@require_GET
def income(request: HttpRequest, key: str) -> HttpResponse:
    """The account of one year: the figure, how it came about, each line, the months, the history."""
    user, row = household_or_404(request, key)
    on = queries.as_of(row.county, timezone.localdate())
    years = queries.years_of(row)
    year = chosen_year(request, row, years, on)
    members = queries.members_of(row)
    account = queries.account_of(row, year=year)
    lines = queries.lines_of_year(row, year)
    return shown(
        request, "registry/income.html", row, user, year=year, on=on,
        years=sorted({year, *years, queries.whole_period(on) + 1}, reverse=True),
        income=income_of(row, members, user, on, year=year), months=picture(by_month(account)),
        running=year > queries.whole_period(on), shown_year=row.income_year,
        may_edit=allowed(rules.check_may_edit_household, user, row.village_id),
        may_open=user.may_at(Permission.HOUSEHOLD_UNMASK, row.village_id),
        copied_from=year - 1 if year - 1 in years else None,
        withdrawn=[withdrawn_row(event) for event in queries.withdrawn_lines(row)],
        history=[happened(e) for e in queries.history_of(lines)[:HISTORY]] if lines else [],
    )  # fmt: skip


def chosen_year(request: HttpRequest, row: Household, years: list[int], on: date) -> int:
    """Return the year asked for, else the one the lists show, else the last with lines, else the last that is over."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and 2000 <= int(asked) <= on.year + 1:
        return int(asked)
    return row.income_year or (years[0] if years else queries.whole_period(on))


def picture(months: tuple[Month, ...]) -> dict[str, Any]:
    """Return the months as bars of what came, stacked by root, with the cost below the line."""
    most = max((m.came_yuan for m in months), default=Decimal(0))
    cost = max((m.cost_yuan for m in months), default=Decimal(0))
    if not most + cost:
        return {}
    below = int(HEIGHT * cost / (most + cost))
    scale = Decimal(HEIGHT) / (most + cost)
    bars = []
    for place, month in enumerate(months):
        left, top, parts = place * STEP + 4, Decimal(HEIGHT - below), []
        for kind, root in enumerate("abcd", start=1):
            tall = month.of[root] * scale
            top -= tall
            if tall:
                parts.append({"kind": kind, "top": round(float(top), 1), "tall": round(float(tall), 1)})
        bars.append(
            {
                "left": left, "middle": left + WIDTH // 2, "parts": parts, "said": f"{month.first:%m}".lstrip("0"),
                "month": month.first, "came": month.came_yuan, "cost": month.cost_yuan,
                "below": round(float(month.cost_yuan * scale), 1),
            }
        )  # fmt: skip
    return {
        "bars": bars, "base": HEIGHT - below, "width": 12 * STEP + 4, "height": HEIGHT + 18, "bar": WIDTH,
        "words": HEIGHT + 14, "silent": sum(not m.came_yuan for m in months),
    }  # fmt: skip


def withdrawn_row(event: Event) -> dict[str, Any]:
    """Return a withdrawn line with the reason."""
    old = {name: pair[0] for name, pair in event.changes.items()}
    return {"event": event, "item": item_words(old["item"]), "amount": Decimal(old["amount_yuan"]), **old}


def people_of(row: Household) -> list[tuple[str, str]]:
    """Return the members as choices."""
    return [(m.code, described(m)) for m in queries.members_of(row)]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Add a line, with its cost and a file where there are any."""
    user, row = household_to_change(request, key)
    first = {"months": 1, "cost": ""}
    form = NewLineForm(request.POST or None, request.FILES or None, people=people_of(row), initial=first)
    refused = None
    if form.is_valid():
        refused = tried(lambda: add_with_file(row, form, user))
        if refused is None:
            given = form.given()
            messages.success(request, _("Saved. The net income per head is computed anew."))
            if "another" in request.POST:
                return redirect(f"{reverse('registry:income_add', args=[row.key])}?person={given.person}")
            return to_year(row, queries.period_of(given.month, given.months))
    elif "person" in request.GET:
        form.initial["person"] = request.GET["person"]
    return shown(
        request, "registry/income_form.html", row, user, form=form, refused=refused, title=_("Add an income line")
    )


def add_with_file(row: Household, form: NewLineForm, user: User) -> None:
    """Add the line, and attach the file; a file that is refused is told before anything is kept."""
    at = timezone.now()
    file = form.cleaned_data["file"]
    content = file.read() if file else b""
    if file:
        rules.check_evidence(content)
    line = actions.add_line(household=row, given=form.given(), cost=form.cost_given(), by=user, at=at)
    if file:
        title = form.cleaned_data["evidence"] or item_words(line.item)
        actions.attach_evidence(line=line, content=content, filename=file.name, title=title, by=user, at=at)


def to_year(row: Household, year: int) -> HttpResponse:
    """Return to the account of a year."""
    return redirect(f"{reverse('registry:income', args=[row.key])}?year={year}")


def line_to_change(request: HttpRequest, key: str) -> tuple[User, IncomeLine]:
    """Return who asks and a line that this person may change."""
    user = person(request)
    row = queries.one_line(key, user)
    if row is None:
        raise Http404
    rules.check_may_edit_household(user, row.household.village_id)
    return user, row


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a line, with a reason; its files and its history stand below."""
    user, line = line_to_change(request, key)
    row, people = line.household, people_of(line.household)
    form = CorrectLineForm(request.POST or None, people=people, initial=CorrectLineForm.of(line, people))
    refused = None
    if form.is_valid():
        why = {name: form.cleaned_data[name] for name in ("version", "reason", "document")}
        refused = tried(
            lambda: actions.correct_line(key=line.key, given=form.given(), by=user, at=timezone.now(), **why)
        )
        if refused is None:
            messages.success(request, _("Saved. The net income per head is computed anew."))
            return to_year(row, queries.period_of(form.given().month, form.given().months))
    return shown(
        request, "registry/income_form.html", row, user, form=form, refused=refused, line=line,
        title=_("Correct an income line"), files=queries.evidence_of(row).get(line.code, []), attach=FileForm(),
        may_open=user.may_at(Permission.HOUSEHOLD_UNMASK, row.village_id),
        history=[happened(e) for e in queries.history_of([line])[:HISTORY]],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw a line, with a reason."""
    user, line = line_to_change(request, key)
    row, year = line.household, queries.period_of(line.month, line.months)
    form = WithdrawForm(request.POST or None, initial={"version": line.version})
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        refused = tried(
            lambda: actions.withdraw_line(
                key=line.key, version=given["version"], by=user, at=timezone.now(), reason=given["reason"]
            )
        )
        if refused is None:
            messages.success(request, _("Withdrawn. It can be put back below."))
            return to_year(row, year)
    return shown(
        request, "registry/income_withdraw.html", row, user, form=form, refused=refused, line=line,
        item=item_words(line.item), who=words.shown_name(line.person.name, user) if line.person else "",
    )  # fmt: skip


@require_POST
def restore(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Put a withdrawn line back."""
    user, row = household_to_change(request, key)
    event = next((e for e in queries.withdrawn_lines(row) if e.pk == pk), None)
    if event is None:
        raise Http404
    line = actions.restore_line(event=event, by=user, at=timezone.now())
    messages.success(request, _("The line is back in the account."))
    return to_year(row, queries.period_of(line.month, line.months))


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a year with lines of the year before."""
    user, row = household_to_change(request, key)
    years = queries.years_of(row)
    asked = request.GET.get("from", "")
    year = int(asked) if asked in map(str, years) else (years[0] if years else 0)
    lines = queries.lines_of_year(row, year)
    form = CopyForm(request.POST or None, lines=[(line.key, told(line, user)) for line in lines])
    if form.is_valid():
        made = actions.copy_lines(household=row, keys=form.cleaned_data["lines"], by=user, at=timezone.now())
        messages.success(request, _("%(made)s lines copied. Check each one and say what it rests on.") % {"made": made})
        return to_year(row, year + 1)
    return shown(request, "registry/income_copy.html", row, user, form=form, year=year, lines=lines)


def told(line: IncomeLine, user: User) -> str:
    """Return a line in a few words."""
    who = words.shown_name(line.person.name, user) if line.person else _("the household")
    return f"{item_words(line.item)} · {who} · {line.month:%Y-%m} · {line.amount_yuan}"
