"""A list of vehicles is compared; a suspect is seen by two people and closed with a reason; audits measure."""

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.conftest import TODAY, VILLAGE, press

# Somebody of the secretary's village who left poverty, is registered and has no check: number, name, household number.
SOMEBODY = f"""
from zhucun.registry.models import Member
from zhucun.verification.models import Check
held = Check.objects.values("household_id")
homes = dict(household__village_id="{VILLAGE}", household__status="left")
rows = Member.objects.filter(relation="head", state="present", **homes)
one = rows.exclude(household_id__in=held).exclude(identity="").order_by("pk").first()
print(one.identity.open()[:18], one.name, one.household.code)
"""


@pytest.fixture
def somebody(site):
    """A made-up person of the served demo as the police would know them."""
    return site.shell(SOMEBODY).split()


@pytest.fixture
def vehicles(tmp_path, somebody):
    """The list of vehicles as a department sends it."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["机动车所有人", "身份证号码", "车辆类型", "购置价格", "登记日期"],
        [somebody[1], somebody[0], "小型轿车", 126000, "2017-05-03"],
        ["欧阳甲", "", "小型轿车", 98000, "2016-01-09"],
    ):
        sheet.append(row)
    path = tmp_path / "机动车登记.xlsx"
    book.save(path)
    return path


def test_a_vehicle_becomes_a_suspect_is_seen_by_two_and_closed_with_the_reason(visit, picture, vehicles, somebody):
    office, secretary, township = visit("office"), visit("secretary", phone=True), visit("township")
    office.goto("/verification/lists/new/")
    office.locator("[name=source]").select_option("vehicle")
    office.locator("[name=as_of]").fill(TODAY.isoformat())
    office.locator("[name=file]").set_input_files(vehicles)
    press(office, "读取文件")
    expect(office.locator("main")).to_contain_text("机动车所有人")
    picture(office, "list-columns-zh")
    office.get_by_role("button", name="读入2行").click()
    office.goto("/verification/lists/")
    press(office, "比对")
    # The page follows the comparison in the background and says at its end what was raised.
    expect(office.locator("main")).to_contain_text("新提出1项")

    # The secretary sees what to look for, and nothing of rule or points.
    secretary.goto(f"/verification/?village={VILLAGE}&q={somebody[2]}")
    secretary.locator("#listing a:visible", has_text=somebody[1]).first.click()
    secretary.wait_for_url("**/verification/checks/*/")
    address = secretary.url
    expect(secretary.locator("main")).to_contain_text("小型轿车")
    secretary.locator("[name=finding][value=found_true]").check()
    secretary.locator("[name=spoken_to]").fill("户主")
    secretary.locator("[name=note]").fill("车停在院内，户主说是前年买的")
    picture(secretary, "check-phone-zh", whole=True)
    press(secretary, "记录入户情况")
    expect(secretary.locator("#messages")).not_to_be_empty()

    township.goto(address)
    township.locator("[name=agrees][value=yes]").check()
    press(township, "第二人确认")
    office.goto(address)
    office.locator("[name=outcome][value=found_true]").check()
    office.locator("[name=reason]").fill("两人入户核实属实，提交村级评议")
    press(office, "办结")
    expect(office.locator("main")).to_contain_text("提交村级评议")
    picture(office, "check-closed-zh", whole=True)


def test_audits_are_drawn_by_a_seed_and_tell_how_good_suspicion_is(visit):
    office = visit("office")
    office.goto("/verification/measures/")
    office.locator("[name=seed]").fill("20260901")
    press(office, "抽取")
    expect(office.locator("#messages")).to_contain_text("已抽取")
    expect(office.locator("main")).to_contain_text("20260901")
    expect(office.locator("main")).to_contain_text("查全率")
