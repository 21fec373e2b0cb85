"""Accounts are given on a page; a township of the neighbour county sees nothing of this one, whatever it tries."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

NEIGHBOUR = """
from datetime import UTC, datetime
from zhucun.core.actions import load_places, make_account
from zhucun.core.models import User
from zhucun.core.queries import townships
from zhucun.core.statuses import Role
at = datetime.now(UTC)
load_places(prefix="610425", by=None, at=at)
place = townships("610425")[0]
if not User.objects.filter(username="neighbour").exists():
    make_account(username="neighbour", password="zhucun-demo-2026", name="邻县乡镇", role=Role.TOWNSHIP,
                 scope=place.code, by=None, at=at, made_up=True)
"""


@pytest.fixture(scope="module")
def neighbour(site):
    """An account of a township in the next county."""
    site.shell(NEIGHBOUR)
    return "neighbour"


def test_an_account_is_given_and_its_owner_sets_a_password_of_their_own(visit, picture):
    giver = visit("organiser")
    giver.goto("/people/")
    picture(giver, "accounts-zh")
    giver.get_by_role("link", name="新建账户").click()
    giver.locator("[name=username]").fill("zhangyuan")
    giver.locator("[name=name]").fill("张原")
    giver.locator("[name=role]").select_option("first_secretary")
    giver.locator("[name=scope]").select_option(index=giver.locator("[name=scope] option").count() - 1)
    giver.get_by_role("button", name="建立账户").click()
    password = giver.locator(".slip code").nth(1).inner_text()
    picture(giver, "account-slip-zh")

    owner = visit(None, phone=True)
    owner.goto("/accounts/login/")
    owner.locator("[name=login]").fill("zhangyuan")
    owner.locator("[name=password]").fill(password)
    owner.locator("form:has([name=login]) button[type=submit]").click()
    owner.wait_for_url("**/accounts/password/change/")
    owner.locator("[name=oldpassword]").fill(password)
    owner.locator("[name=password1]").fill("wo-zai-cun-li-2026")
    owner.locator("[name=password2]").fill("wo-zai-cun-li-2026")
    owner.locator("form:has([name=password1]) button[type=submit]").click()
    owner.wait_for_url(lambda address: "/password/change/" not in address)
    owner.goto("/households/")
    expect(owner.locator("h1")).to_have_count(1)

    giver.goto("/people/?q=zhangyuan")
    giver.locator("tbody a").first.click()
    giver.locator("form[action$='/close/'] [name=reason]").fill("演示结束")
    giver.get_by_role("button", name="停用账户").click()
    expect(giver.locator("#messages")).to_contain_text("已停用")


def test_a_township_of_the_next_county_sees_nothing_through_page_export_search_or_json(visit, neighbour):
    here = visit("township")
    here.goto("/households/")
    address = here.locator("tbody a").first.get_attribute("href")
    number = re.search(r"(\d{10})", address).group(1)
    county_doors = knocked_on_by(here, address)
    here.goto(address)
    name = re.search(r"[\u4e00-\u9fff]{2,4}", here.locator("h1").inner_text()).group()

    there = visit(neighbour)
    for query in ("", f"?q={name}", f"?q={number}", "?state=poor"):
        there.goto(f"/households/{query}")
        expect(there.locator("main tbody a")).to_have_count(0)
        assert name not in there.locator("main table, main .empty").all_inner_texts()
    for kind in ("csv", "xlsx"):
        answer = there.request.get(f"/households/?export={kind}")
        assert number not in answer.text() if kind == "csv" else answer.ok
    assert len(list(csv.reader(io.StringIO(there.request.get("/households/?export=csv").text())))) <= 1
    for accept in ("text/html", "application/json"):
        seen = {door: there.request.get(door, headers={"Accept": accept}) for door in county_doors}
        opened = {door: answer.status for door, answer in seen.items() if answer.status == 200}
        assert opened == {}
        said = {door: text for door, answer in seen.items() if name in (text := answer.text())}
        assert said == {}, name


def knocked_on_by(page, household):
    """Return the addresses behind a household's page and its village's, as its own township sees them."""
    found = {household}
    page.goto(household)
    found |= of_the_county(page)
    village = next(a for a in sorted(found) if re.fullmatch(r"/villages/\d{12}/", a))
    page.goto(village)
    return sorted(found | {a for a in of_the_county(page) if "/households/" in a or "/cases/" in a} - {village})


def of_the_county(page):
    """Return the links of a page that name a household, a member, a case or a village of the county."""
    links = page.locator("main a[href]").evaluate_all("found => found.map(a => new URL(a.href).pathname)")
    return {link for link in links if re.search(r"610426|/cases/\d+/|/notices/\d+/", link)}
