"""Every door in one table: each role knocks on each door, in its own county and in the next.

A route without a row fails. "in" means the page or action is reached (also when it then says what is missing);
"out" means: not there, or not your role.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.conftest import COUNTY, NOON, make_person
from tests.contract.world import make_world, scope_of
from zhucun.core.actions import load_places
from zhucun.core.statuses import Role

ORGANISER, OFFICE, TOWNSHIP, SECRETARY, UNIT, AUDITOR, PROVINCE = (
    "organiser", "office", "township", "first_secretary", "sending_unit", "auditor", "province",
)  # fmt: skip
EVERYBODY = frozenset(Role.values)


@dataclass(frozen=True)
class Door:
    """Who may go through, and what the address needs."""

    may: frozenset[str]
    needs: dict[str, str] = field(default_factory=dict)  # name in the address: key of WORLD
    method: str = "get"
    body: dict[str, Any] = field(default_factory=dict)


def door(*may: str, method: str = "get", body: dict[str, Any] | None = None, **needs: str) -> Door:
    return Door(frozenset(may), needs, method, body or {})


def everybody(**needs: str) -> Door:
    return Door(EVERYBODY, needs)


def only(*may: str, **needs: str) -> Door:
    return door(*may, **needs)


def post(*may: str, **needs: str) -> Door:
    return door(*may, method="post", **needs)


SEES_PEOPLE = (ORGANISER, OFFICE, UNIT, AUDITOR, PROVINCE)
SEES_DRAFTS = (ORGANISER, OFFICE, AUDITOR, PROVINCE)
IMPORTS = (ORGANISER, OFFICE)
SEES_HOUSEHOLDS = (ORGANISER, OFFICE, TOWNSHIP, SECRETARY, AUDITOR)
EDITS_HOUSEHOLDS = (ORGANISER, OFFICE, TOWNSHIP, SECRETARY)
VILLAGE_STEPS = (TOWNSHIP, SECRETARY)
SEES_POLICY = (ORGANISER, OFFICE, TOWNSHIP, SECRETARY, AUDITOR, PROVINCE)
ANSWERS = (ORGANISER, OFFICE, TOWNSHIP)
MANAGES = (ORGANISER, OFFICE)
MEASURES = (ORGANISER, OFFICE, AUDITOR)

DOORS: dict[str, Door] = {
    "core:events": only(ORGANISER, AUDITOR),
    "core:accounts": only(ORGANISER),
    "core:account_new": only(ORGANISER),
    "core:account_townships": only(ORGANISER),
    "core:account": only(ORGANISER, pk="account"),
    "core:account_reset": post(ORGANISER, pk="account"),
    "core:account_close": post(ORGANISER, pk="account"),
    "core:account_reopen": post(ORGANISER, pk="account"),
    "core:language": Door(EVERYBODY, method="post"),
    "core:notices_seen": Door(EVERYBODY, method="post"),
    "core:health": everybody(),
    "dashboards:home": everybody(),
    "ui:gallery": everybody(),
    "registry:villages": everybody(),
    "registry:add": only(ORGANISER, OFFICE, TOWNSHIP),
    "registry:village": everybody(code="village"),
    "registry:edit": only(ORGANISER, OFFICE, TOWNSHIP, code="village"),
    "registry:sheet": everybody(code="village"),
    "registry:adjust": post(ORGANISER, OFFICE, code="village", need="need"),
    "registry:withdraw": post(ORGANISER, OFFICE, code="village", need="need"),
    "registry:people": everybody(code="village"),
    "registry:survey_sheet": only(*EDITS_HOUSEHOLDS, code="village"),
    "registry:households": only(*SEES_HOUSEHOLDS),
    "registry:household_new": only(*EDITS_HOUSEHOLDS),
    "registry:household_withdraw": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household": only(*SEES_HOUSEHOLDS, key="household"),
    "registry:household_card": only(*SEES_HOUSEHOLDS, key="household"),
    "registry:household_edit": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_change": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_left": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_joined": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_head": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_split": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_merge": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_undo": only(*EDITS_HOUSEHOLDS, key="household", pk="natural_change"),
    "registry:export": only(*SEES_HOUSEHOLDS),
    "registry:household_survey": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:household_survey_withdraw": post(*EDITS_HOUSEHOLDS, key="household", pk="survey"),
    "registry:income": only(*SEES_HOUSEHOLDS, key="household"),
    "registry:income_add": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:income_copy": only(*EDITS_HOUSEHOLDS, key="household"),
    "registry:income_restore": post(*EDITS_HOUSEHOLDS, key="household", pk="withdrawn_line"),
    "registry:income_line": only(*EDITS_HOUSEHOLDS, key="income_line"),
    "registry:income_withdraw": only(*EDITS_HOUSEHOLDS, key="income_line"),
    "registry:income_evidence": post(*EDITS_HOUSEHOLDS, key="income_line"),
    "registry:evidence": only(*EDITS_HOUSEHOLDS, key="household", pk="evidence"),
    "registry:evidence_remove": post(*EDITS_HOUSEHOLDS, key="household", pk="evidence"),
    "registry:member_edit": only(*EDITS_HOUSEHOLDS, key="member"),
    "registry:quality": only(*SEES_HOUSEHOLDS),
    "registry:statistics": everybody(),
    "registry:village_quality": only(*SEES_HOUSEHOLDS, code="village"),
    "registry:explain": post(*EDITS_HOUSEHOLDS, code="village"),
    "registry:speak_again": post(*EDITS_HOUSEHOLDS, code="village", pk="explanation"),
    "registry:assign": post(*EDITS_HOUSEHOLDS, code="village"),
    "identification:board": only(*SEES_HOUSEHOLDS),
    "identification:choose": only(*VILLAGE_STEPS, kind="flow"),
    "identification:household_cases": only(*SEES_HOUSEHOLDS, key="household"),
    "identification:open": only(*VILLAGE_STEPS, kind="flow", key="waiting_household"),
    "identification:case": only(*SEES_HOUSEHOLDS, pk="case"),
    "identification:step": post(*VILLAGE_STEPS, pk="case", move="move"),
    "identification:meeting": only(*VILLAGE_STEPS, code="village", kind="flow"),
    "identification:together": only(*VILLAGE_STEPS, code="village", move="move_together"),
    "identification:villages": only(*SEES_HOUSEHOLDS),
    "identification:village_exit": only(*SEES_HOUSEHOLDS, code="village"),
    "identification:village_case": only(*SEES_HOUSEHOLDS, pk="village_case"),
    "identification:village_form": only(*SEES_HOUSEHOLDS, pk="village_case"),
    "identification:village_step": post(TOWNSHIP, pk="village_case", move="village_move"),
    "identification:exit_tests": only(*SEES_HOUSEHOLDS, key="household"),
    "identification:case_form": only(*SEES_HOUSEHOLDS, pk="case"),
    "identification:propose": only(*VILLAGE_STEPS, code="village", kind="flow"),
    "identification:attach_paper": post(*EDITS_HOUSEHOLDS, of="paper_about", pk="case"),
    "identification:paper": only(*EDITS_HOUSEHOLDS, pk="signed_paper"),
    "identification:remove_paper": post(*EDITS_HOUSEHOLDS, pk="signed_paper"),
    "identification:notice": only(*SEES_HOUSEHOLDS, pk="notice"),
    "identification:enter_objection": only(*EDITS_HOUSEHOLDS, pk="notice"),
    "identification:objection": only(*SEES_HOUSEHOLDS, pk="objection"),
    "identification:answer": post(*ANSWERS, pk="objection"),
    "identification:contact": post(*ANSWERS, pk="objection"),
    "identification:public": everybody(code="public_village"),
    "identification:public_picture": everybody(code="public_village"),
    "identification:public_objection": everybody(pk="public_notice"),
    "identification:public_answer": everybody(),
    "policy:figures": only(*SEES_POLICY),
    "policy:figure": only(*SEES_POLICY, name="figure"),
    "policy:figure_withdraw": post(ORGANISER, OFFICE, pk="own_figure"),
    "policy:rule_sets": only(*SEES_POLICY),
    "policy:rule_set_new": only(ORGANISER, OFFICE, kind="rule_kind"),
    "policy:rule_set": only(*SEES_POLICY, pk="own_rules"),
    "visits:queue": only(*SEES_HOUSEHOLDS),
    "visits:visits": only(*SEES_HOUSEHOLDS),
    "visits:visit": only(*SEES_HOUSEHOLDS, pk="visit"),
    "visits:correct": only(*EDITS_HOUSEHOLDS, pk="visit"),
    "visits:withdraw": post(*EDITS_HOUSEHOLDS, pk="visit"),
    "visits:restore": post(*EDITS_HOUSEHOLDS, pk="visit"),
    "visits:note": post(*EDITS_HOUSEHOLDS, pk="visit"),
    "visits:village_queue": only(*SEES_HOUSEHOLDS, code="village"),
    "visits:plan": post(*EDITS_HOUSEHOLDS, code="village"),
    "visits:week": only(*SEES_HOUSEHOLDS, code="village"),
    "visits:village_unvisited": everybody(code="village"),
    "visits:ranking_new": only(*EDITS_HOUSEHOLDS, code="village"),
    "visits:household_visits": only(*SEES_HOUSEHOLDS, key="household"),
    "visits:record": only(*EDITS_HOUSEHOLDS, key="household"),
    "visits:put_in": post(*EDITS_HOUSEHOLDS, key="household"),
    "visits:leave_out": post(*EDITS_HOUSEHOLDS, pk="planned_visit"),
    "visits:take_up": post(*EDITS_HOUSEHOLDS, pk="planned_visit"),
    "visits:capacity": only(*EDITS_HOUSEHOLDS),
    "visits:set_capacity": post(*EDITS_HOUSEHOLDS, pk="visitor"),
    "visits:means": only(*MANAGES),
    "visits:fit": post(*MANAGES),
    "visits:means_version": only(*MANAGES, pk="means_fit"),
    "visits:retire": post(*MANAGES, pk="means_fit"),
    "visits:lists": only(*SEES_HOUSEHOLDS),
    "visits:make_lists": post(*MANAGES),
    "visits:entries": only(*SEES_HOUSEHOLDS, pk="list_run"),
    "visits:progress": only(*SEES_HOUSEHOLDS, pk="list_run"),
    "visits:explain": only(*EDITS_HOUSEHOLDS, pk="list_entry"),
    "visits:speak_again": post(*EDITS_HOUSEHOLDS, pk="entry_explanation"),
    "visits:rankings": only(*SEES_HOUSEHOLDS),
    "visits:ranking": only(*SEES_HOUSEHOLDS, pk="ranking"),
    "visits:ranking_withdraw": post(*EDITS_HOUSEHOLDS, pk="ranking"),
    "verification:checks": only(*SEES_HOUSEHOLDS),
    "verification:check": only(*SEES_HOUSEHOLDS, pk="check"),
    "verification:seen": post(*EDITS_HOUSEHOLDS, pk="check"),
    "verification:second": post(*EDITS_HOUSEHOLDS, pk="check"),
    "verification:close": post(*ANSWERS, pk="check"),
    "verification:assign": post(*ANSWERS, pk="check"),
    "verification:record": post(*EDITS_HOUSEHOLDS, pk="check"),
    "verification:sheet": only(*EDITS_HOUSEHOLDS, pk="check"),
    "verification:give": only(*ANSWERS, code="village"),
    "verification:sheets": only(*EDITS_HOUSEHOLDS, code="village"),
    "verification:lists": only(*MEASURES),
    "verification:upload": only(*IMPORTS),
    "verification:list": only(*MEASURES, pk="register_list"),
    "verification:columns": post(*IMPORTS, pk="register_list"),
    "verification:taking": only(*MEASURES, pk="register_list"),
    "verification:drop": post(*IMPORTS, pk="register_list"),
    "verification:withdraw": post(*IMPORTS, pk="register_list"),
    "verification:compare": post(*IMPORTS),
    "verification:comparing": only(*MEASURES, pk="comparison"),
    "verification:stop_comparing": post(*IMPORTS, pk="comparison"),
    "verification:red_lines": only(*MEASURES),
    "verification:red_line_set": only(*IMPORTS, code="red_line_set"),
    "verification:signs": only(*MEASURES),
    "verification:raise_signs": post(*IMPORTS),
    "verification:measures": only(*MEASURES),
    "verification:draw": post(*IMPORTS),
    "postings:candidates": only(*SEES_PEOPLE),
    "postings:candidate_new": only(ORGANISER),
    "postings:candidate": only(*SEES_PEOPLE, pk="candidate"),
    "postings:candidate_edit": only(ORGANISER, pk="candidate"),
    "postings:candidate_withdraw": post(ORGANISER, pk="candidate"),
    "postings:candidate_restore": post(ORGANISER, pk="candidate"),
    "postings:candidate_fit": only(*SEES_PEOPLE, pk="candidate"),
    "postings:units": only(*SEES_PEOPLE),
    "postings:unit": only(*SEES_PEOPLE, pk="unit"),
    "postings:unit_edit": only(ORGANISER, OFFICE, pk="unit"),
    "postings:distribution": only(ORGANISER, OFFICE, AUDITOR),
    "postings:serving": everybody(),
    "postings:helping": only(ORGANISER, OFFICE, UNIT, AUDITOR),
    "postings:plans": everybody(),
    "postings:plan_new": only(ORGANISER),
    "postings:plan_compare": only(*SEES_DRAFTS),
    "postings:plan": everybody(pk="published"),
    "postings:plan_village": everybody(pk="published", code="village"),
    "postings:plan_what_if": door(*SEES_DRAFTS, body={"do": "empty", "village": "610426001001"}, pk="draft"),
    "postings:plan_people": door(*SEES_DRAFTS, body={"village": "610426001001"}, pk="draft"),
    "postings:plan_pair": post(ORGANISER, pk="draft"),
    "postings:plan_pair_free": post(ORGANISER, pk="draft", rule="pair_rule"),
    "postings:plan_quota": post(ORGANISER, pk="draft"),
    "postings:plan_quota_what_if": door(*SEES_DRAFTS, body={"area": "610426"}, pk="draft"),
    "postings:plan_quota_lift": post(ORGANISER, pk="draft", quota="area_quota"),
    "postings:plan_solve": post(ORGANISER, pk="draft"),
    "postings:plan_solving": everybody(pk="published"),
    "postings:plan_solving_stop": post(ORGANISER, pk="draft"),
    "postings:plan_floors": only(*SEES_DRAFTS, pk="draft"),
    "postings:plan_reposting": only(*SEES_DRAFTS, pk="draft"),
    "postings:plan_papers": everybody(pk="published"),
    "postings:plan_paper": everybody(pk="published", kind="paper"),
    "postings:plan_workbook": only(ORGANISER, OFFICE, AUDITOR, pk="published"),
    "postings:secretary_accounts": only(ORGANISER),
    "postings:term_recall": only(ORGANISER, pk="term"),
    "postings:term_end": only(ORGANISER, pk="term"),
    "postings:village_posts": everybody(code="village"),
    "postings:plan_publish": post(ORGANISER, pk="draft"),
    "postings:plan_step": post(ORGANISER, pk="draft", step="step"),
    "postings:schemes": only(*SEES_PEOPLE),
    "postings:scheme_new": only(ORGANISER),
    "postings:scheme": only(*SEES_PEOPLE, pk="scheme"),
    "postings:scheme_version": only(ORGANISER, pk="scheme"),
    "postings:sensitivity": only(ORGANISER, OFFICE, AUDITOR, pk="scheme"),
    "intake:imports": only(*IMPORTS),
    "intake:upload": only(*IMPORTS),
    "intake:template": only(*IMPORTS, subject="subject"),
    "intake:import": only(*IMPORTS, key="import"),
    "intake:columns": only(*IMPORTS, key="import"),
    "intake:problems": only(*IMPORTS, key="import"),
    "intake:names": post(*IMPORTS, key="import"),
    "intake:changes": only(*IMPORTS, key="import"),
    "intake:confirm": post(*IMPORTS, key="import"),
    "intake:result": only(*IMPORTS, key="import"),
    "intake:continue": post(*IMPORTS, key="import"),
    "intake:drop": post(*IMPORTS, key="import"),
    "intake:pairs": only(*IMPORTS, key="import"),
    "intake:decide": post(*IMPORTS, key="import"),
    "intake:mend": only(*IMPORTS, key="import", number="import_row"),
    "intake:faulty": only(*IMPORTS, key="import"),
    "intake:undo": only(*IMPORTS, key="import"),
}

OF_THE_COUNTY = {
    "account",
    "village",
    "household",
    "member",
    "waiting_household",
    "case",
    "village_case",
    "notice",
    "objection",
    "explanation",
    "visit",
    "planned_visit",
    "visitor",
    "means_fit",
    "list_run",
    "list_entry",
    "entry_explanation",
    "ranking",
    "check",
    "register_list",
    "comparison",
    "candidate",
    "unit",
    "published",
    "draft",
    "scheme",
    "own_figure",
    "own_rules",
    "import",
}
PREFIXES = (
    "core:",
    "dashboards:",
    "policy:",
    "registry:",
    "identification:",
    "visits:",
    "verification:",
    "postings:",
    "intake:",
    "ui:",
)


def all_doors(patterns: list[Any] | None = None, namespace: str = "") -> set[str]:
    """Return the name of every route of ours."""
    found: set[str] = set()
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= all_doors(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(f"{namespace}{pattern.name}")
    return {name for name in found if name.startswith(PREFIXES)}


def test_every_door_is_in_the_table():
    assert all_doors() == set(DOORS)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One county for all doors; each test's own changes are rolled back to here, all of it at the end."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        load_places(prefix=COUNTY, by=None, at=NOON)
        made = make_world(make_person)
        made["ids"] |= {"need": "health", "step": "propose", "subject": "villages", "paper": "notice"}
        made["ids"] |= {
            "flow": "exit",
            "move": "withdraw_exit",
            "move_together": "publish_exit",
            "village_move": "check_village",
        }
        made["ids"] |= {"figure": "income_line.exit", "rule_kind": "exit"}
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def knock(client: Any, name: str, ids: dict[str, Any]) -> str:
    """Knock on a door; say whether one came in. A refusal for any reason but role and place counts as in."""
    wanted = DOORS[name]
    address = reverse(name, kwargs={key: ids[value] for key, value in wanted.needs.items()})
    response = getattr(client, wanted.method)(address, wanted.body, headers={"accept": "application/json"})
    if response.status_code == 409:
        return "out" if response.json()["code"] in OUT else "in"
    return {200: "in", 302: "in", 400: "in", 422: "in", 403: "out", 404: "out"}[response.status_code]


OUT = {"not_your_role", "not_your_place"}


@pytest.mark.parametrize("role", list(Role.values))
@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_role_comes_through_its_doors_and_no_other(name, role, world, db, client_for):
    client = client_for(world["people"][role])
    assert knock(client, name, world["ids"]) == ("in" if role in DOORS[name].may else "out")


@pytest.mark.parametrize("name", sorted(n for n, d in DOORS.items() if set(d.needs.values()) & OF_THE_COUNTY))
@pytest.mark.parametrize("role", [r for r in Role.values if r not in ("sending_unit", "province")])
def test_what_belongs_to_the_next_county_is_not_there(name, role, world, person, client_for):
    neighbour = person(role, scope=scope_of(role, "610425100200"))
    assert knock(client_for(neighbour), name, world["ids"]) == "out"
