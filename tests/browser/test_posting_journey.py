"""A county posts its First Secretaries: from the demo to a published plan, in two people's browsers."""

import re

from playwright.sync_api import expect

NAME = "2026年秋季选派方案"


def begin_plan(page, name=NAME):
    page.goto("/postings/plans/new/")
    page.locator("[name=name]").fill(name)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/postings/plans/\d+/"))
    return page.url


def consent_to_change(page):
    """Where the village's own secretary would have to leave before the time, say so expressly."""
    for box in page.locator("#drawer [name=change]").all():
        box.check()


def take_step(page, opens):
    page.locator(f"[data-opens={opens}]").click()
    page.locator(f"dialog#{opens} button.primary").click()


def test_a_plan_is_made_explained_changed_proposed_approved_published_and_printed(visit, picture, site):
    page = visit("organiser")
    address = begin_plan(page)
    expect(page.locator("main")).to_contain_text("已证明")

    # Why this person here, and what instead would cost.
    page.locator(".tiles a.tile, a.tile").first.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator(".terms li").first).to_be_visible()
    expect(drawer.locator(".alternatives tbody tr")).not_to_have_count(0)
    picture(page, "workbench-zh")

    # What if: another person here; the new optimum and who moves, then applied with a reason.
    drawer.locator(".alternatives button").first.click()
    expect(drawer.locator("[name=reason]")).to_be_visible()
    picture(page, "what-if-zh")
    consent_to_change(page)
    drawer.locator("[name=reason]").fill("本人熟悉该村情况")
    drawer.locator("button.primary").click()
    expect(drawer.locator("[name=reason]")).to_have_count(0)
    page.goto(address + "?tab=rules")
    expect(page.locator("main")).to_contain_text("本人熟悉该村情况")

    page.goto(address)
    take_step(page, "propose")
    expect(page.locator("main")).to_contain_text("已提交")

    # Nobody approves their own plan: there is no button, and another person has one.
    expect(page.locator("[data-opens=approve]")).to_have_count(0)
    other = visit("organiser2")
    other.goto("/")
    expect(other.locator("main")).to_contain_text(NAME)
    picture(other, "home-zh")
    other.goto(address)
    take_step(other, "approve")
    expect(other.locator("main")).to_contain_text("已批准")

    page.goto(address)
    page.locator("[data-opens=publish]").click()
    expect(page.locator("dialog#publish")).to_contain_text("任期开始")
    page.locator("dialog#publish [name=read]").check()
    page.locator("dialog#publish button.primary").click()
    expect(page.locator("main")).to_contain_text("已发布")

    # The papers: notice, letters, workbook.
    page.goto(address + "papers/")
    picture(page, "papers-zh")
    notice = page.goto(address + "papers/notice/")
    assert notice.ok
    expect(page.locator("body")).to_contain_text("第一书记")
    picture(page, "notice-zh")
    with page.expect_download() as download:
        page.goto(address)
        page.locator("main details.drop > summary").click()
        page.locator("a[href$='workbook/']").click()
    checked = site.command("verify", str(download.value.path()), "--lang", "en")
    assert checked.returncode == 0, checked.stdout + checked.stderr

    # The township and the sending unit have news of it; the neighbour of neither sees more than its own.
    township = visit("township")
    expect(township.locator("main")).to_contain_text(NAME)


def test_a_returned_plan_comes_back_with_the_reason(visit):
    page = visit("organiser")
    address = begin_plan(page, "退回试验")
    take_step(page, "propose")
    other, late = visit("organiser2"), visit("organiser2")
    for decider in (other, late):
        decider.goto(address)
        decider.locator("[data-opens=return]").click()
        decider.locator("dialog#return [name=note]").fill("请补充两个软弱涣散村的理由")
    other.locator("dialog#return button.primary").click()
    expect(other.locator("main")).to_contain_text("退回")
    late.locator("dialog#return button.primary").click()
    expect(late.locator("main [role=alert]")).to_be_visible()
    late.locator("[data-back]").click()
    expect(late.locator("dialog#return [name=note]")).to_have_value("请补充两个软弱涣散村的理由")
    page.goto("/")
    expect(page.locator("main")).to_contain_text("请补充两个软弱涣散村的理由")


def test_two_people_editing_one_plan_lose_nothing(visit):
    first, second = visit("organiser"), visit("organiser2")
    address = begin_plan(first, "两人同改")
    for page in (first, second):
        page.goto(address)
        page.locator("a.tile").first.click()
        page.locator("#drawer .alternatives button").first.click()
        expect(page.locator("#drawer [name=reason]")).to_be_visible()
        consent_to_change(page)
        page.locator("#drawer [name=reason]").fill("理由")
    first.locator("#drawer button.primary").click()
    expect(first.locator("#drawer [name=reason]")).to_have_count(0)
    second.locator("#drawer button.primary").click()
    expect(second.locator("body")).to_contain_text("您编辑期间")


def test_english_and_a_phone(visit, picture):
    page = visit("organiser", language="en-GB")
    page.goto("/postings/plans/")
    expect(page.locator("h1")).to_have_text("Posting plans")
    begin_plan(page, "Autumn posting")
    page.locator("a.tile").first.click()
    expect(page.locator("#drawer .terms li").first).to_be_visible()
    picture(page, "workbench-en")
    phone = visit("secretary", phone=True)
    phone.goto("/")
    picture(phone, "home-phone-zh")
    expect(phone.locator("main")).to_be_visible()
    wider = phone.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    assert not wider
