"""A First Secretary's week with a phone: why whom, three taps a visit, no connection, a survey sheet, a ranking."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VILLAGE, press

QUEUE = f"/visits/villages/{VILLAGE}/"


def waiting(page):
    """The first household of the week that nobody has visited or left out yet."""
    return page.locator(".visit-list:not(.next) > li:not(.done):not(.skipped)").first


def done_of(page):
    return int(page.locator(".figure-row dd").first.inner_text().split("/")[0])


@pytest.fixture
def secretary(visit):
    page = visit("secretary", phone=True)
    page.goto(QUEUE)
    press(page, "安排本周")
    expect(page.locator(".visit-list:not(.next) > li").first).to_be_visible()
    return page


def test_each_planned_household_has_its_reason_and_three_taps_enter_a_visit(secretary):
    page = secretary
    expect(waiting(page).locator("p.small").first).not_to_be_empty()
    before = done_of(page)
    waiting(page).get_by_role("link", name="登记走访").click()  # one
    page.locator("[name=outcome][value=met_at_home]").check()  # two
    press(page, "保存走访")  # three
    page.wait_for_url(f"**{QUEUE}")
    assert done_of(page) == before + 1


def test_without_a_connection_nothing_that_was_typed_is_lost(secretary, picture):
    page = secretary
    page.locator(".visit-list:not(.next) > li:not(.done):not(.skipped)").first.get_by_role(
        "link", name="登记走访"
    ).click()
    page.locator("[name=outcome][value=met_at_home]").check()
    page.locator("[name=note]").fill("信号不好，先记下：想学养牛")
    page.context.set_offline(True)
    press(page, "保存走访")
    expect(page.locator("#messages")).to_contain_text("仍在")
    expect(page.locator("[name=note]")).to_have_value("信号不好，先记下：想学养牛")
    picture(page, "visit-offline-phone-zh")
    page.context.set_offline(False)
    press(page, "保存走访")
    page.wait_for_url(f"**{QUEUE}")


def test_who_cannot_be_met_is_left_out_with_the_reason_and_taken_up_again(secretary):
    page = secretary
    row = waiting(page)
    row.locator("summary").click()
    row.locator("[name=reason]").fill("外出务工，近期不回")
    row.get_by_role("button", name="本周不走").click()
    skipped = page.locator(".visit-list:not(.next) > li.skipped", has_text="近期不回")
    skipped.get_by_role("button", name="重新列入").click()
    expect(page.locator("main")).not_to_contain_text("外出务工，近期不回")


def test_a_village_is_surveyed_on_one_sheet_from_the_keyboard(visit, picture):
    page = visit("secretary")
    page.goto(f"/villages/{VILLAGE}/survey/?all=1")
    first = page.locator("tbody tr").nth(0).locator("td").nth(2).locator("input")
    first.fill("1200")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").nth(1).locator("td").nth(2).locator("input")).to_be_focused()
    page.keyboard.type("900")
    page.locator("tbody tr").nth(0).locator("select").first.select_option("yes")
    page.locator("tbody tr").nth(2).locator("td").nth(6).locator("input").fill("13")  # no year has so many months
    picture(page, "survey-sheet-zh")
    press(page, "保存调查")
    expect(page.locator("#messages")).to_contain_text("已保存2户")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("12个月")


def test_the_villagers_order_is_entered_and_held_beside_the_figures(visit, picture):
    page = visit("secretary", phone=True)
    page.goto(f"{QUEUE}ranking/")
    page.locator("[name=participants]").fill("31")
    page.locator("[name=women]").fill("14")
    page.locator("[name=chair]").fill("郑三石")
    places = page.locator("table.ranking tbody input")
    for place in range(6):
        places.nth(place).fill(str(1 + place // 2))
    press(page, "保存排序")
    page.wait_for_url("**/visits/rankings/*/")
    address = page.url
    township = visit("township")
    township.goto(address)
    expect(township.locator("main")).to_contain_text("收入")
    picture(township, "ranking-zh")
