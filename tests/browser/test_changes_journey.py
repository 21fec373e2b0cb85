"""A family splits, the split is taken back; a household joins another and that is taken back, too."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TODAY, VILLAGE, press


def when_and_why(page, reason):
    page.locator("[name=on]").fill(TODAY.replace(day=1).isoformat())
    page.locator("[name=reason]").fill(reason)


def take_back(page, key, reason):
    page.goto(f"/households/{key}/change/")
    page.get_by_role("link", name="撤回").click()
    page.locator("[name=reason]").fill(reason)
    press(page, "撤回")
    page.wait_for_url("**/households/*/")


@pytest.fixture
def secretary(visit):
    return visit("secretary")


@pytest.fixture
def families(secretary):
    """Keys of two families of the village, the larger first."""
    secretary.goto(f"/households/?village={VILLAGE}&sort=-persons")
    links = secretary.locator("#listing tbody tr td:first-child a")
    return [links.nth(n).get_attribute("href").rstrip("/").rpartition("/")[2] for n in (0, 1)]


def members(page, key):
    page.goto(f"/households/{key}/")
    return page.get_by_role("table", name="家庭人口").locator("tbody tr:not(.faint)").count()


def test_a_family_splits_and_the_split_is_taken_back(secretary, families, picture):
    page, key = secretary, families[0]
    page.goto(f"/households/{key}/change/split/")
    page.locator("[name=going]").last.check()
    page.locator("[name=head]").last.check()
    press(page, "下一步")
    when_and_why(page, "儿子成家另过")
    picture(page, "split-zh", whole=True)
    press(page, "保存")
    expect(page.locator("#messages")).to_contain_text("已单独立户")
    new = page.url.rstrip("/").rpartition("/")[2]
    assert new != key
    expect(page.locator("main")).to_contain_text("儿子成家另过")
    take_back(page, key, "登记错了户")
    page.goto(f"/households/{key}/")
    expect(page.locator("main")).to_contain_text("登记错了户")


def test_a_household_joins_another_and_that_is_taken_back(secretary, families):
    page, (into, key) = secretary, families
    before = members(page, into), members(page, key)
    page.goto(f"/households/{key}/change/merge/")
    page.locator("[name=q]").fill(into.split("-")[1])
    press(page, "搜索")
    page.locator(".choices a").first.click()
    when_and_why(page, "老人并入儿子家")
    press(page, "保存")
    expect(page.locator("#messages")).to_contain_text("全部成员已并入本户")
    assert members(page, into) == sum(before)
    take_back(page, key, "并错了户")
    assert (members(page, into), members(page, key)) == before
