"""A clerk brings a list as it is: two header rows, a total row, faults; mends it; a killed server loses nothing."""

import re

import openpyxl
from playwright.sync_api import expect

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
