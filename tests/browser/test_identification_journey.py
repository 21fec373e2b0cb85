"""A family applies, is appraised, objected to, confirmed, helped and leaves; another leaves; a village applies.

The seven days of a publicity are let pass in the served database, as no test waits a week.
"""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import VILLAGE, press

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def days_pass(site):
    """Let the publicities that are up have run out yesterday."""

    def pass_by():
        with sqlite3.connect(site.home / "zhucun.sqlite3", timeout=20) as base:
            base.execute(
                "UPDATE identification_publicity SET since = date('now', '-9 day'), until = date('now', '-2 day')"
            )
            base.execute("UPDATE identification_case SET until = date('now', '-2 day') WHERE status != 'exit_tracked'")
            base.execute("UPDATE identification_villagecase SET until = date('now', '-2 day') WHERE until IS NOT NULL")

    return pass_by


def stands_at(page, status):
    expect(page.locator(".steps [aria-current=step]")).to_have_text(status)


def open_first(page, kind):
    page.goto(f"/identification/new/{kind}/")
    page.locator("tbody tr a").first.click()
    page.locator("main form button.primary").click()
    page.wait_for_url("**/identification/cases/*/")
    return page.url


def hold_meeting(page, kind, name):
    page.goto(f"/identification/villages/{VILLAGE}/meeting/{kind}/")
    values = {"place": "村委会", "chair": "郑三石", "recorder": "王四水", "entitled": "30", "attended": "24"}
    for key, value in values.items():
        page.locator(f"[name={key}]").fill(value)
    row = page.locator("tbody tr", has_text=name)
    row.locator("input").nth(0).fill("20")
    row.locator("input").nth(1).fill("2")
    press(page, "保存记录")
    expect(page.locator("#messages")).to_contain_text("1户过半数同意")


def fill_step(page, move, **values):
    for key, value in values.items():
        page.locator(f"[name={move}-{key}]").fill(value)


def name_on(page):
    return page.locator("h1").inner_text().split(":")[0].strip()


def help_family(secretary, address):
    """Who helps is named in the registry, with the reason and the paper of the change."""
    secretary.goto(address)
    secretary.get_by_role("link", name="农户页面").click()
    secretary.goto(f"{secretary.url.rstrip('/')}/edit/")
    secretary.locator("[name=helper_name]").fill("周一水")
    secretary.locator("[name=helper_unit]").fill("虚构帮扶单位")
    secretary.locator("[name=reason]").fill("结对帮扶，发展养殖")
    secretary.locator(".form-end button[type=submit]").click()
    expect(secretary.locator("main")).to_contain_text("虚构帮扶单位")


def leave(secretary, office, address, name, days_pass, picture):
    """The same family leaves: tests seen, proposed, appraised, verified, signed by both, made public, announced."""
    key = secretary.url.rstrip("/").rpartition("/")[2]
    secretary.goto(f"/identification/tests/{key}/")
    expect(secretary.locator("main")).to_contain_text("一超六有")
    picture(secretary, "exit-tests-zh", whole=True)
    secretary.goto(f"/identification/new/exit/{key}/")
    secretary.locator("main form button.primary").click()
    secretary.wait_for_url("**/identification/cases/*/")
    case = secretary.url
    assert case != address
    hold_meeting(secretary, "exit", name)
    secretary.goto(case)
    fill_step(secretary, "verify", people="周一水 吴二木")
    press(secretary, "登记核实情况")
    fill_step(secretary, "agree", village_signature="郑三石", household_signature=name, paper="村档案17号")
    secretary.locator("[name=agree-file]").set_input_files({"name": "签字.png", "mimeType": "image/png", "buffer": PNG})
    press(secretary, "登记双方签字")
    expect(secretary.get_by_role("link", name="登记双方签字")).to_be_visible()  # the picture is kept with the step
    secretary.get_by_role("link", name="签字表").click()
    expect(secretary.locator("main")).to_contain_text("郑三石")
    picture(secretary, "exit-form-zh", whole=True)
    secretary.goto(case)
    press(secretary, "开始退出公示")
    stands_at(secretary, "退出公示")
    days_pass()
    office.goto(case)
    press(office, "公告退出")
    stands_at(office, "已退出，跟踪中")
    expect(office.locator("main")).to_contain_text("绿：已脱贫")


def test_a_family_applies_is_appraised_objected_to_confirmed_helped_and_leaves(visit, picture, days_pass):
    secretary, township, office = visit("secretary"), visit("township"), visit("office")
    address = open_first(secretary, "entry")
    name = name_on(secretary)
    fill_step(secretary, "survey", people="周一水 吴二木")
    press(secretary, "登记入户调查")
    stands_at(secretary, "入户调查")
    hold_meeting(secretary, "entry", name)
    secretary.goto(address)
    ground = "老人长期卧床，自付护理费多"  # the income of this family is not below the line
    signed = {"village_signature": "郑三石", "household_signature": name}
    fill_step(secretary, "check", people="周一水 吴二木", ground=ground, **signed)
    press(secretary, "登记村级核查")
    press(secretary, "开始第一次公示")
    stands_at(secretary, "第一次公示")
    picture(secretary, "identification-case-zh", whole=True)
    secretary.get_by_role("link", name="公示（公告）").click()
    picture(secretary, "notice-household-zh")

    # A neighbour objects on a phone, without signing in, and keeps the number.
    neighbour = visit(None, phone=True)
    neighbour.goto(f"/identification/public/{VILLAGE}/")
    neighbour.locator("section.card", has_text=name).get_by_role("link", name="我有异议").click()
    neighbour.locator("[name=about]").select_option(index=1)
    neighbour.locator("[name=text]").fill("听说他家在县城有房，请核实")
    picture(neighbour, "objection-zh")
    press(neighbour, "提交异议")
    number = neighbour.locator(".reference").inner_text()

    # Nothing goes on before it is answered; the township answers, the neighbour reads it.
    days_pass()
    township.goto(address)
    expect(township.locator("main")).to_contain_text("尚有1件异议未答复")
    township.get_by_role("link", name=number).click()
    township.locator("[name=upheld][value=no]").check()
    township.locator("[name=answer]").fill("已到县城核实，房屋为租住")
    press(township, "答复")
    neighbour.goto("/identification/public/answer/")
    neighbour.locator("[name=reference]").fill(number)
    press(neighbour, "查询")
    expect(neighbour.locator("main")).to_contain_text("房屋为租住")

    township.goto(address)
    press(township, "乡镇审核通过")
    press(township, "开始第二次公示")
    stands_at(township, "第二次公示")
    days_pass()
    office.goto(address)
    press(office, "县级审定通过")
    press(office, "公告并登记入册")
    expect(office.locator("main")).to_contain_text("新识别")
    office.goto("/identification/")
    picture(office, "identification-board-zh")

    help_family(secretary, address)
    leave(secretary, office, address, name, days_pass, picture)


def test_a_family_leaves_with_both_signatures_and_is_tracked(visit, days_pass):
    secretary, office = visit("secretary"), visit("office")
    secretary.goto("/identification/?kind=exit&status=exit_proposed")
    secretary.locator("tbody tr a").first.click()
    secretary.wait_for_url("**/identification/cases/*/")
    address, name = secretary.url, name_on(secretary)
    hold_meeting(secretary, "exit", name)
    secretary.goto(address)
    fill_step(secretary, "verify", people="周一水 吴二木")
    press(secretary, "登记核实情况")
    fill_step(secretary, "agree", village_signature="郑三石", household_signature=name)
    press(secretary, "登记双方签字")
    press(secretary, "开始退出公示")
    stands_at(secretary, "退出公示")
    days_pass()
    office.goto(address)
    press(office, "公告退出")
    stands_at(office, "已退出，跟踪中")
    expect(office.locator("main")).to_contain_text("绿：已脱贫")


def answer_tests(page, move):
    """What no fact tells is answered by who checks."""
    for chosen in page.locator(f"[name^={move}-told-]").all():
        chosen.select_option("yes")


def test_a_village_leaves_the_list_by_every_step(visit, picture, days_pass):
    township, office = visit("township"), visit("office")
    township.goto("/identification/villages/?status=village_applied")
    township.locator("tbody tr a").first.click()
    township.wait_for_url("**/identification/villages/cases/*/")
    expect(township.locator("main")).to_contain_text("贫困发生率低于标准")
    picture(township, "village-exit-zh", whole=True)
    fill_step(township, "check_village", people="周一水 吴二木")
    answer_tests(township, "check_village")
    press(township, "登记乡镇审核")
    stands_at(township, "乡镇审核")

    address = township.url
    office.goto(address)
    fill_step(office, "verify_village", people="王三木 赵四石")
    answer_tests(office, "verify_village")
    press(office, "登记县级核查")
    township.goto(address)
    press(township, "开始在乡镇公示")
    stands_at(township, "贫困村退出公示")
    days_pass()
    office.goto(address)
    press(office, "公告贫困村退出")
    stands_at(office, "已退出，跟踪中")
    office.get_by_role("link", name="签字表").click()
    expect(office.locator("main")).to_contain_text("贫困发生率")
    office.goto(address)
    office.get_by_role("link", name="村页面").click()
    expect(office.locator("main")).to_contain_text("脱贫村")


def test_a_sending_unit_sees_nothing_of_households(visit):
    page = visit("unit")
    answer = page.goto("/identification/")
    assert answer.status == 409
    expect(page.locator("main")).not_to_contain_text("第一次公示")
