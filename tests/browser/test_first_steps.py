"""First steps of each role: what they see, and that the pages are whole on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VILLAGE

# One village and one household of the demo, to see the pages behind the lists as well.
HOUSEHOLD = "610426-9900000001"
# What everybody who works with households opens, and what only the county does.
HOUSEHOLDS = [
    "/households/",
    f"/households/{HOUSEHOLD}/",
    f"/households/{HOUSEHOLD}/income/",
    "/quality/",
    f"/quality/{VILLAGE}/",
    "/identification/",
    "/identification/villages/",
    "/visits/",
    "/visits/all/",
    "/visits/lists/",
    "/visits/rankings/",
    "/verification/",
    "/policy/",
    "/policy/rules/",
]
COUNTY = [
    "/visits/means/",
    "/visits/capacity/",
    "/verification/lists/",
    "/verification/lists/new/",
    "/verification/signs/",
    "/verification/measures/",
    "/verification/red-lines/",
    "/households/export/",
    "/imports/",
    "/imports/new/",
]
AT_HOME = [
    f"/households/{HOUSEHOLD}/survey/",
    f"/households/{HOUSEHOLD}/change/",
    f"/households/{HOUSEHOLD}/change/joined/",
    f"/households/{HOUSEHOLD}/income/add/",
    f"/visits/households/{HOUSEHOLD}/record/",
    f"/visits/villages/{VILLAGE}/week/",
]
PAGES = {
    "organiser": [
        "/",
        "/villages/",
        "/postings/candidates/",
        "/postings/units/",
        "/postings/plans/",
        "/postings/schemes/",
        "/postings/helping/",
        "/postings/pool/",
        "/people/",
        "/people/new/",
        "/events/",
        "/ui/",
    ],
    "office": ["/", "/villages/", *HOUSEHOLDS, *COUNTY],
    "township": ["/", "/villages/", "/postings/plans/", "/visits/capacity/", *HOUSEHOLDS],
    "secretary": ["/", "/villages/", "/postings/plans/", *HOUSEHOLDS, *AT_HOME],
    "unit": ["/", "/postings/candidates/", "/postings/units/"],
    "auditor": ["/", "/postings/candidates/", "/events/", "/households/", "/verification/measures/"],
    "province": ["/", "/villages/", "/policy/"],
}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
@pytest.mark.parametrize("username", sorted(PAGES))
def test_no_page_is_wider_than_the_screen_or_speaks_the_wrong_language(visit, username, phone):
    page = visit(username, phone=phone)
    wrong = []
    for address in PAGES[username]:
        answer = page.goto(address)
        if answer.status != 200:
            wrong.append(f"{address} answers {answer.status}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            wrong.append(f"{address} is wider than the screen")
        if page.locator("h1").count() != 1:
            wrong.append(f"{address} has {page.locator('h1').count()} main headings")
        if page.locator("html").get_attribute("lang") != "zh-hans":
            wrong.append(f"{address} is not in Chinese")
    assert wrong == []


def test_villages_are_coloured_and_a_village_shows_its_needs_with_reasons(visit, picture):
    page = visit("organiser")
    page.goto("/villages/")
    expect(page.locator("a.tile").first).to_be_visible()
    picture(page, "villages-zh")
    page.locator("a.tile").first.click()
    page.wait_for_url(re.compile(r"/villages/\d{12}/"))
    expect(page.locator("main")).to_contain_text("需求")
    picture(page, "village-zh")


def test_a_candidates_facts_are_masked_and_shown_for_a_purpose_that_is_logged(visit, picture):
    page = visit("organiser")
    page.goto("/postings/candidates/?sort=-code")
    page.locator("#listing tbody th a, #listing tbody td a").first.click()
    expect(page.locator("main")).to_contain_text("是否符合第一书记条件")
    picture(page, "candidate-zh")
    office = visit("office")
    office.goto("/postings/candidates/")
    expect(office.locator("#listing tbody")).to_contain_text("*")


def test_the_keyboard_is_enough_to_search(visit):
    page = visit("organiser")
    page.goto("/postings/candidates/")
    page.keyboard.press("/")
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.type("Y0011")
    page.keyboard.press("Enter")
    expect(page.locator("#listing tbody tr")).to_have_count(1)


def test_sign_in_says_that_people_are_made_up_and_remembers_the_dark(visit, picture):
    page = visit(None)
    page.goto("/accounts/login/")
    expect(page.locator("body")).to_contain_text("虚构")
    picture(page, "sign-in-zh")
    dark = visit("organiser", dark=True)
    dark.goto("/villages/")
    picture(dark, "villages-dark-zh")
    background = dark.evaluate("getComputedStyle(document.body).backgroundColor")
    assert sum(int(n) for n in re.findall(r"\d+", background)[:3]) < 200


def test_a_township_sees_its_own_villages_and_the_phone_shows_them(visit, picture):
    page = visit("township", phone=True)
    page.goto("/villages/")
    expect(page.locator("main")).not_to_contain_text("监军街道")
    picture(page, "villages-phone-zh")
