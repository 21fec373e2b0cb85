"""A clerk brings a list as it is: two header rows, a total row, faults; mends it; a killed server loses nothing."""

import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import press
from zhucun.engine.households.identity import check_character

HEAD = ("人员编号", "姓名", "性别", "出生年月", "工作单位", "政治面貌", "入党时间", "参加工作时间", "技术特长")


def people(count, start=1):
    for number in range(start, start + count):
        born = f"{1968 + number % 18}-{1 + number % 12:02}-05"
        yield (f"N{number:05d}", f"赵虚构{number}", "男", born, "永寿县教育局", "中共党员", "2008.7", "2006.7", "教育")


def write(path, rows, head=HEAD):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["永寿县选派人选汇总表"])
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def begin(page, file, subject="candidates"):
    page.goto("/imports/new/")
    page.locator(f"[name=subject][value={subject}]").check()
    page.locator("[name=file]").set_input_files(str(file))
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/columns/"))


def test_a_clerk_imports_a_faulty_list_mends_it_and_imports_it_again(visit, tmp_path, picture):
    page = visit("organiser")
    rows = list(people(6))
    rows[2] = (*rows[2][:2], "南", *rows[2][3:])  # no such sex
    rows[4] = (rows[3][0], *rows[4][1:])  # the number of the row above
    begin(page, write(tmp_path / "人选.xlsx", rows))
    expect(page.locator("main")).to_contain_text("技术特长")
    picture(page, "import-columns-zh")
    page.locator("main form button.primary").first.click()
    page.wait_for_url(re.compile(r"/problems/"))
    # Row, column, value and remedy of each fault.
    expect(page.locator("main")).to_contain_text("南")
    picture(page, "import-problems-zh")
    page.locator("main a.button.primary").click()
    page.wait_for_url(re.compile(r"/changes/"))
    picture(page, "import-changes-zh")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/result/"))
    expect(page.locator("main")).to_contain_text("查看名单")
    page.goto("/postings/candidates/?q=N00001")
    expect(page.locator("#listing")).to_contain_text("N00001")

    # The mended file: two are new, the rest the same.
    begin(page, write(tmp_path / "人选改.xlsx", people(6)))
    page.locator("main form button.primary").first.click()
    page.wait_for_url(re.compile(r"/(problems|changes)/"))
    page.goto(re.sub(r"/problems/.*", "/changes/", page.url))
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/result/"))
    expect(page.locator("main")).to_contain_text("查看名单")
    page.goto("/postings/candidates/?q=N0000")
    expect(page.locator("#listing tbody tr")).to_have_count(6)


def test_a_picture_that_is_no_workbook_is_refused_in_words_and_the_form_stays(visit, tmp_path):
    page = visit("organiser")
    file = tmp_path / "照片.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 2000)
    page.goto("/imports/new/")
    page.locator("[name=subject][value=villages]").check()
    page.locator("[name=file]").set_input_files(str(file))
    page.locator("main form button.primary").click()
    expect(page.locator("main")).to_contain_text("照片.xlsx")
    expect(page.locator("[name=subject][value=villages]")).to_be_checked()


def test_a_server_killed_in_the_middle_of_an_import_goes_on_where_it_stopped(visit, tmp_path, site):
    page = visit("organiser")
    begin(page, write(tmp_path / "大表.xlsx", people(6000, start=10_000)))
    page.locator("main form button.primary").first.click()
    page.wait_for_url(re.compile(r"/(problems|changes)/"))
    page.goto(re.sub(r"/problems/.*", "/changes/", page.url))
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/result/"))
    address = page.url
    site.kill()
    site.start()
    page.goto(address)
    # The page follows the worker; the link to the list comes when the last row is in.
    expect(page.locator("main")).to_contain_text("查看名单", timeout=120_000)
    page.goto("/postings/candidates/?q=赵虚构")
    expect(page.locator("main")).to_contain_text(re.compile(r"6,?0\d\d"))


ROSTER = (
    "序号", "数据日期", "县(市、区、旗)", "乡(镇)", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码",
    "人数", "与户主关系", "民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工时间（月）",
    "是否参加大病保险", "致贫原因1", "危房户", "是否解决安全饮用水", "人均纯收入", "户联系电话", "人联系电话",
    "首次识别时间", "人员识别时间", "户类型", "易返贫致贫户(监测对象)类型", "风险是否消除", "风险识别时间",
    "风险消除时间",
)  # fmt: skip
IDENTITY, RELATION, IN_VILLAGE, PERSON = (ROSTER.index(one) for one in ("证件号码", "与户主关系", "行政村", "人编号"))


def identity(day, sequence):
    """A number with a right check digit in an area that does not exist, so nobody has it."""
    first = f"990426{day}{sequence:03}"
    return first + check_character(first)


def of_home(home, *people):
    """Rows of one household in 白坊村 (in the demo county); a person is (name, identity number, relation)."""
    for place, (name, number, relation) in enumerate(people, start=1):
        yield [
            place, "2026-03-01", "永寿县", "监军街道", "白坊村", "第1小组", home, f"{home}{place:02}", name, number,
            len(people), relation, "汉族", "初中", "非在校生", "健康", "普通劳动力", 6, "是", "因病", "否", "是", 8000,
            "10012345678", "", "2014-04-01", "2014-04-01", "脱贫户", "", "", "", "",
        ]  # fmt: skip


def roster(path, *homes):
    return write(path, [row for home in homes for row in home], head=ROSTER)


def wrong_digit(number):
    return number[:17] + ("1" if number[17] == "0" else "0")


def known_family():
    return list(
        of_home(
            "990001",
            ("石虚构山", identity("19700501", 11), "户主"),
            ("林虚构华", identity("19720301", 12), "配偶"),
        )
    )


def faulty_roster(path):
    """Four new families, each with a fault, and two of the known one without numbers: written otherwise."""
    one = list(of_home("990101", ("田虚构甲", identity("19650101", 31), "户主"), ("田虚构乙", "", "之子")))
    one[1][IDENTITY] = wrong_digit(identity("20100101", 37))
    two = list(of_home("990102", ("钱虚构丙", identity("19660101", 33), "户主")))
    two[0][IN_VILLAGE] = "云中村"
    three = list(
        of_home(
            "990103", ("孙虚构丁", identity("19670101", 34), "户主"), ("孙虚构戊", identity("19680101", 35), "户主")
        )
    )
    good = list(of_home("990104", ("周虚构己", identity("19690101", 36), "户主")))
    known = list(of_home("990001", ("石虚构珊", "", "户主"), ("凌虚构华", "", "配偶")))
    known[0][PERSON] = known[1][PERSON] = ""
    return roster(path, one, two, three, good, known)


def row_says(page, number, *words):
    row = page.locator("#listing tbody tr", has=page.get_by_role("link", name=str(number), exact=True))
    for word in words:
        expect(row).to_contain_text(word)


def correct(page, number, column, value):
    page.locator("#listing").get_by_role("link", name=str(number), exact=True).click()
    page.wait_for_url(re.compile(rf"/rows/{number}/"))
    cell = page.locator(".field.wrong", has_text=column).locator("input")
    expect(cell).to_have_attribute("aria-invalid", "true")
    cell.fill(value)
    press(page, "更正并重新核对")
    page.wait_for_url(re.compile(r"/problems/"))


def homes_listed(page, code):
    page.goto(f"/households/?q={code}")
    return page.locator("#listing tbody a", has_text=code)


@pytest.fixture
def known(site, tmp_path):
    """A family that the county has already, brought in by an earlier roster."""
    file = roster(tmp_path / "三月名册.xlsx", known_family())
    taken = site.command("import", str(file), "--kind", "roster", "--county", "610426", "--by", "office")
    assert taken.returncode == 0, taken.stdout + taken.stderr


def test_a_clerk_mends_a_faulty_roster_compares_doubtful_people_takes_it_and_undoes_it(visit, known, tmp_path, picture):
    page = visit("office")
    main = page.locator("main")
    begin(page, faulty_roster(tmp_path / "四月名册.xlsx"), subject="roster")
    press(page, "核对各行")
    page.wait_for_url(re.compile(r"/problems/"))
    # Each fault by its row, with what is wrong and what to do.
    row_says(page, 4, "校验码不符", "请核对证件")
    row_says(page, 5, "云中村", "请在“名称核对”中选定")
    row_says(page, 7, "2 名户主", "请更正与户主关系")
    row_says(page, 9, "可能就是已登记的一人（户）", "请在“比对”中辨认")
    picture(page, "import-roster-problems-zh", whole=True)

    # Three rows are corrected on the page: the identity number, the village, the second head.
    correct(page, 4, "证件号码", identity("20100101", 37))
    correct(page, 5, "行政村", "白坊村")
    correct(page, 7, "与户主关系", "之兄")
    expect(page.locator("#listing tbody tr")).to_have_count(2)

    # Of the two doubtful people one is the same and one is somebody else; a slip is taken back.
    page.get_by_role("link", name="比对存疑的人或户").click()
    page.wait_for_url(re.compile(r"/pairs/"))
    expect(main).to_contain_text("第 9 行是不是同一个")
    expect(main).to_contain_text("姓名同音，同村")
    expect(main).not_to_contain_text("石虚构山")
    picture(page, "import-pairs-zh", whole=True)
    page.keyboard.press("2")
    expect(main).to_contain_text("第 9 行：两个不同的")
    press(page, "撤回")
    expect(main).to_contain_text("第 9 行是不是同一个")
    page.keyboard.press("1")
    expect(main).to_contain_text("第 9 行：同一个")
    expect(main).to_contain_text("第 10 行是不是同一个")
    page.locator("button[name=answer][value=different]").click()
    expect(main).to_contain_text("第 10 行：两个不同的")

    page.get_by_role("link", name="查看将有哪些变化").click()
    page.wait_for_url(re.compile(r"/changes/"))
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/result/"))
    expect(main).to_contain_text("撤销这次导入")
    result = page.url
    homes = ("990101", "990102", "990103", "990104")
    for home in homes:
        expect(homes_listed(page, home)).to_have_count(1)
    expect(homes_listed(page, "990001")).to_have_count(1)

    # The whole import is undone: its families are gone, the known one is as it was.
    page.goto(result)
    page.get_by_role("link", name="撤销这次导入").click()
    page.wait_for_url(re.compile(r"/undo/"))
    picture(page, "import-undo-zh", whole=True)
    press(page, "撤销这次导入")
    expect(main).to_contain_text("已撤销的行")
    for home in homes:
        expect(homes_listed(page, home)).to_have_count(0)
    homes_listed(page, "990001").click()
    expect(main).to_contain_text("石虚构山")
    expect(main).not_to_contain_text("凌虚构华")
