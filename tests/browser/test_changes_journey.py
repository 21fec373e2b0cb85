"""A family splits, and the split is taken back."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

VILLAGE = "610426102242"
TODAY = datetime.now(tz=UTC).date()  # never later than in the village


def press(page, label):
    page.get_by_role("button", name=label, exact=True).first.click()


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
    links = secretary.locator("#listing tbody tr a[href*='/households/610426-']")
    return [links.nth(n).get_attribute("href").rstrip("/").rpartition("/")[2] for n in (0, 1)]


def members(page, key):
    page.goto(f"/households/{key}/")
    return page.locator("table").first.locator("tbody tr").count()


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
