"""The pages that the guides describe, role by role; their pictures are the guides' pictures."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VILLAGE

# A page's address, the picture it gives and words that must stand on it: what the guide tells the reader to find there.
COUNTY = [
    ("/households/", "households-zh", "导出名册"),
    ("/quality/", "quality-zh", "误报说明一次即可"),
    ("/verification/lists/", "register-lists-zh", "比对只产生核查任务"),
    ("/verification/measures/", "audits-zh", "误疑率"),
    ("/visits/lists/", "monthly-lists-zh", "本身不改变任何农户的身份"),
    ("/visits/means/", "means-test-zh", "只用于安排走访次序"),
    ("/policy/", "policy-figures-zh", "历史规定不覆盖"),
    ("/identification/villages/", "village-exits-zh", "继续跟踪一年"),
    ("/households/export/", "export-zh", "不截断"),
]
TOWNSHIP = [
    ("/visits/", "visits-villages-zh", "不用于给任何人排名"),
    ("/verification/", "checks-township-zh", "任何比对都不会直接清退农户"),
    ("/identification/", "board-township-zh", "待您办理"),
]
SECRETARY = [
    (f"/visits/villages/{VILLAGE}/", "week-phone-zh", "本周已走访"),
    (f"/identification/villages/{VILLAGE}/meeting/exit/", "meeting-phone-zh", "会议"),
]
# Behind one household's page: what a First Secretary does at the door.
AT_THE_DOOR = [
    ("change/", "change-phone-zh", "有人离开或返回"),
    ("survey/", "survey-phone-zh", "看到什么写什么"),
    ("income/add/", "income-phone-zh", "证明材料"),
]


def photograph(page, pages, picture, before=""):
    """Open each page, see the words the guide speaks of, and take its picture."""
    for address, name, words in pages:
        page.goto(before + address)
        expect(page.locator("main")).to_contain_text(words)
        picture(page, name)


def test_the_county_finds_what_its_guide_describes(visit, picture):
    page = visit("office")
    photograph(page, COUNTY, picture)
    page.goto("/households/")
    page.locator("#listing tbody a").first.click()
    expect(page.locator("main")).to_contain_text("四看法得分")
    picture(page, "household-zh")


def test_the_township_finds_what_its_guide_describes(visit, picture):
    page = visit("township")
    photograph(page, TOWNSHIP, picture)
    page.goto("/verification/")
    page.locator("#listing tbody a").first.click()
    expect(page.locator("main")).to_contain_text("核查什么")
    expect(page.locator("main")).not_to_contain_text("仅县级可见")
    picture(page, "check-zh")


def test_the_secretary_finds_what_the_guide_describes_on_a_phone(visit, picture):
    page = visit("secretary", phone=True)
    photograph(page, SECRETARY, picture)
    page.goto("/households/")
    page.locator("#listing tbody a:visible").first.click()
    page.wait_for_url("**/households/610426-*/")
    expect(page.locator("main")).to_contain_text("四看法")
    expect(page.locator("main")).not_to_contain_text("四看法得分")
    photograph(page, AT_THE_DOOR, picture, before=page.url)
    page.goto(f"/visits/villages/{VILLAGE}/")
    page.get_by_role("link", name="登记走访").first.click()
    expect(page.locator("main")).to_contain_text("是否见到农户")
    picture(page, "visit-phone-zh")


@pytest.mark.parametrize("username", ["township", "secretary"])
@pytest.mark.parametrize("address", ["/visits/means/", "/verification/signs/", "/verification/red-lines/", "/people/"])
def test_who_surveys_does_not_find_what_the_guide_says_is_kept_from_them(visit, username, address):
    page = visit(username)
    answer = page.goto(address)
    assert answer.status == 409
