"""The commands that need no server: what they print, what they write, how they end."""

import dataclasses
import json
import subprocess
import sys

import openpyxl
import pytest
from typer.testing import CliRunner

from tests.unit.intake.books import CANDIDATE_HEAD, VILLAGE_HEAD, VILLAGE_ROWS, book, candidate
from zhucun.cli import app
from zhucun.engine.facts import Subject
from zhucun.engine.intake import write_facts
from zhucun.engine.sample_world import county

RUNNER = CliRunner()
DAY = ["--on", "2026-09-01"]


def run(*words):
    return RUNNER.invoke(app, [str(word) for word in words])


def said(result):
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A small made-up county as four files."""
    folder = tmp_path_factory.mktemp("county")
    world = county("610426", villages=12, people=50)
    write_facts(Subject.VILLAGES, world.villages, folder / "villages.xlsx")
    write_facts(Subject.CANDIDATES, world.candidates, folder / "candidates.xlsx")
    units = [dataclasses.replace(unit, least=None) for unit in world.units]  # so few people cannot meet every least
    write_facts(Subject.UNITS, units, folder / "units.xlsx")
    write_facts(Subject.POSTS, world.posts, folder / "posts.xlsx")
    return folder


@pytest.fixture(scope="module")
def made(files):
    """The plan of that county, and what was said of it."""
    result = run(
        "post", files / "villages.xlsx", files / "candidates.xlsx", "--units", files / "units.xlsx", *DAY,
        "-o", files / "plan.xlsx", "--json",
    )  # fmt: skip
    return files / "plan.xlsx", said(result), result.exit_code


def test_inspect_ends_with_0_where_nothing_is_wrong(tmp_path):
    path = tmp_path / "村.xlsx"
    path.write_bytes(book([VILLAGE_HEAD, *VILLAGE_ROWS]))
    result = run("inspect", path, "--kind", "villages", "--json")
    found = said(result)
    assert result.exit_code == 0
    assert (found["rows"], found["good_rows"], found["faults"]) == (3, 3, [])
    assert [c["key"] for c in found["columns"]] == ["name", "town", "poor_households", "poor_persons"]


@pytest.mark.parametrize(("language", "word"), [("zh", "不是数字"), ("en", "is not a number")])
def test_inspect_ends_with_1_and_names_each_fault(tmp_path, language, word):
    path = tmp_path / "村.xlsx"
    path.write_bytes(book([VILLAGE_HEAD, *VILLAGE_ROWS, ["丁村", "东镇", "许多", 3], ["合计", None, 42, 131]]))
    result = run("inspect", path, "--kind", "villages", "--json", "--lang", language)
    found = said(result)
    assert result.exit_code == 1
    assert [(f["rule"], f["row"], f["column"], f["value"]) for f in found["faults"]] == [
        ("number.form", 5, "贫困户数 [C]", "许多"), ("total.differs", 6, "贫困人口 [D]", "131"),
    ]  # fmt: skip
    assert word in found["faults"][0]["message"]
    assert found["total_rows"][0]["agrees"] is False
    printed = run("inspect", path, "--kind", "villages", "--lang", language)
    assert word in printed.stdout
    assert printed.exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("inspect", "没有.xlsx", "--kind", "villages"),
        ("inspect", __file__, "--kind", "villages"),
        ("inspect", "没有.xlsx", "--kind", "no_such_kind"),
        ("match", "没有.xlsx"),
        ("post", "没有.xlsx", "没有.xlsx", "-o", "x.xlsx"),
        ("verify", __file__),
        ("no_such_command",),
    ],
)
def test_what_cannot_be_read_or_is_no_command_ends_with_2(words):
    assert run(*words).exit_code == 2


def test_a_refusal_is_json_too_when_json_is_asked_for():
    result = run("inspect", "没有.xlsx", "--kind", "villages", "--json")
    assert said(result)["error"] == "file.missing"


def test_a_day_must_be_a_day(tmp_path):
    path = tmp_path / "村.xlsx"
    path.write_bytes(book([VILLAGE_HEAD, *VILLAGE_ROWS]))
    assert run("inspect", path, "--kind", "villages", "--on", "昨天").exit_code == 2


def test_match_names_what_is_doubtful_and_ends_with_1(tmp_path):
    left, right = tmp_path / "左.xlsx", tmp_path / "右.xlsx"
    left.write_bytes(book([VILLAGE_HEAD, ["凤岐村", "东镇", 1, 3], ["卫东村", "东镇", 1, 3]]))
    right.write_bytes(book([VILLAGE_HEAD, ["凤歧村", "东镇", 1, 3], ["石东村", "东镇", 1, 3]]))
    result = run("match", left, right, "--json")
    assert result.exit_code == 1
    assert [(m["left"], m["right"], m["band"]) for m in said(result)["matches"]] == [
        ("凤岐村", "凤歧村", "doubtful"), ("卫东村", "石东村", "doubtful"),
    ]  # fmt: skip
    assert "石东村" in run("match", left, right).stdout


def test_match_finds_official_codes(tmp_path):
    path = tmp_path / "村.xlsx"
    path.write_bytes(book([["村名", "乡镇", "总户数"], ["建设路社区", "监军街道", 1]]))
    result = run("match", path, "--county", "610426", "--json")
    assert result.exit_code == 0
    assert said(result)["matches"][0]["code"] == "610426001001"


def test_match_matches_units(tmp_path):
    left, right = tmp_path / "左.xlsx", tmp_path / "右.xlsx"
    left.write_bytes(book([["单位名称", "隶属关系"], ["海珠区赤岗街道办事处", "市直"]]))
    right.write_bytes(book([["单位名称", "隶属关系"], ["海珠区赤岗街", "市直"]]))
    assert run("match", left, right, "--kind", "units").exit_code == 0


@pytest.mark.parametrize("kind", list(Subject))
def test_a_template_is_written(tmp_path, kind):
    path = tmp_path / "模板.xlsx"
    assert run("template", kind, "-o", path).exit_code == 0
    assert openpyxl.load_workbook(path).sheetnames == ["填报表", "填写说明"]


def test_a_plan_is_optimal_complete_and_told(made, files):
    _, told, code = made
    assert code == 0
    assert told["proved"] is True
    assert told["total"] == told["bound"] == sum(p["fit"] for p in told["posts"])
    assert told["unfilled"] == []
    assert len({p["candidate_code"] for p in told["posts"]}) == len(told["posts"]) == 12
    assert all(p["reasons"] for p in told["posts"])


def test_a_plan_is_a_workbook_with_reasons_figures_people_and_faults(made):
    sheets = openpyxl.load_workbook(made[0])
    assert sheets.sheetnames == ["选派方案", "派驻理由", "统计", "未派人选", "数据问题", "zhucun"]
    assert sheets["zhucun"].sheet_state == "veryHidden"
    assert [row[5] for row in sheets["选派方案"].iter_rows(min_row=2, values_only=True)] == [
        p["candidate_code"] for p in made[1]["posts"]
    ]


def test_the_same_files_give_the_same_bytes(made, files):
    again = files / "again.xlsx"
    words = ("post", files / "villages.xlsx", files / "candidates.xlsx", "--units", files / "units.xlsx", *DAY)
    assert run(*words, "-o", again).exit_code == 0
    assert again.read_bytes() == made[0].read_bytes()


def test_a_plan_is_verified_from_its_file_alone(made):
    result = run("verify", made[0], "--json")
    found = said(result)
    assert result.exit_code == 0
    assert (found["sound"], found["optimal"], found["changed_by_hand"]) == (True, True, [])
    assert found["total"] == made[1]["total"]
    assert "最优" in run("verify", made[0]).stdout


def test_a_change_by_hand_is_found_and_priced(made, files):
    changed, told = files / "changed.xlsx", made[1]
    sheets = openpyxl.load_workbook(made[0])
    page = sheets["选派方案"]
    first, second = page["F2"].value, page["F3"].value
    page["F2"], page["F3"] = second, first
    sheets.save(changed)
    found = said(run("verify", changed, "--json"))
    assert found["changed_by_hand"] == [p["code"] for p in told["posts"][:2]]
    assert found["optimal"] is False
    assert found["total"] <= told["total"]


@pytest.mark.parametrize(("cell", "value"), [("F3", "没有此人"), ("F3", "same")])
def test_a_change_by_hand_that_breaks_a_rule_is_refused(made, files, cell, value):
    changed = files / "broken.xlsx"
    sheets = openpyxl.load_workbook(made[0])
    page = sheets["选派方案"]
    page[cell] = page["F2"].value if value == "same" else value
    sheets.save(changed)
    result = run("verify", changed, "--json")
    assert result.exit_code == 1
    assert said(result)["faults"]


def test_a_broken_seal_is_refused(made, files):
    changed = files / "unsealed.xlsx"
    sheets = openpyxl.load_workbook(made[0])
    sheets["zhucun"]["A1"] = "eJ" + str(sheets["zhucun"]["A1"].value)[2:-9]
    sheets.save(changed)
    assert run("verify", changed).exit_code == 2


def test_present_posts_count_when_staying_is_worth_something(files):
    words = ("post", files / "villages.xlsx", files / "candidates.xlsx", "--posts", files / "posts.xlsx", *DAY)
    told = said(run(*words, "--keep", "10000", "--floor", "0", "-o", files / "kept.xlsx", "--json"))
    assert sum(p["stays"] for p in told["posts"]) == len(county("610426", villages=12, people=50).posts)


def test_other_people_are_told_with_what_each_would_cost(files):
    words = ("post", files / "villages.xlsx", files / "candidates.xlsx", *DAY, "-o", files / "others.xlsx")
    told = said(run(*words, "--others", "2", "--json"))
    assert [len(p["others"]) for p in told["posts"]] == [2] * 12
    assert "全县总分减少" in told["posts"][0]["others"][0]
    rows = openpyxl.load_workbook(files / "others.xlsx")["派驻理由"].iter_rows(min_row=2, values_only=True)
    assert [row[4] for row in rows].count("其他选择") == 24


def test_rows_with_errors_are_left_out_and_said_or_stop_everything(tmp_path):
    villages, people = tmp_path / "村.xlsx", tmp_path / "人.xlsx"
    villages.write_bytes(book([VILLAGE_HEAD, VILLAGE_ROWS[0]]))
    people.write_bytes(book([CANDIDATE_HEAD, candidate("1"), candidate("2", 出生日期="某日")]))
    words = ("post", villages, people, *DAY, "-o", tmp_path / "plan.xlsx", "--json")
    result = run(*words)
    told = said(result)
    assert result.exit_code == 1
    assert [f["rule"] for f in told["faults"]] == ["day.form"]
    assert any("1 行有错误" in remark for remark in told["remarks"])
    assert told["posts"][0]["candidate_code"] == "1"
    strict = run(*words, "--strict")
    assert (strict.exit_code, said(strict)["error"]) == (2, "post.errors")


def test_a_village_nobody_can_take_is_said_and_ends_with_1(tmp_path):
    villages, people = tmp_path / "村.xlsx", tmp_path / "人.xlsx"
    villages.write_bytes(book([VILLAGE_HEAD, *VILLAGE_ROWS]))
    people.write_bytes(book([CANDIDATE_HEAD, candidate("1"), candidate("2", 政治面貌="群众", 入党日期=None)]))
    result = run("post", villages, people, *DAY, "-o", tmp_path / "plan.xlsx", "--json")
    assert result.exit_code == 1
    assert len(said(result)["unfilled"]) == 2


def test_a_unit_typed_in_another_form_is_read_as_the_register_s(tmp_path):
    villages, people, units = tmp_path / "村.xlsx", tmp_path / "人.xlsx", tmp_path / "单位.xlsx"
    villages.write_bytes(book([VILLAGE_HEAD, VILLAGE_ROWS[0]]))
    people.write_bytes(book([CANDIDATE_HEAD, candidate("1", 派出单位="赤岗街道办事处")]))
    units.write_bytes(book([["单位名称", "最多选派人数"], ["赤岗街", 1]]))
    told = said(run("post", villages, people, "--units", units, *DAY, "-o", tmp_path / "plan.xlsx", "--json"))
    assert told["posts"][0]["unit"] == "赤岗街"
    assert any("赤岗街道办事处" in remark for remark in told["remarks"])


def test_a_file_command_starts_without_django_or_the_solver(tmp_path):
    path = tmp_path / "村.xlsx"
    path.write_bytes(book([VILLAGE_HEAD, *VILLAGE_ROWS]))
    code = (
        "import sys; sys.argv=['zhucun','inspect',sys.argv[1],'--kind','villages','--json']\n"
        "from zhucun.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "heavy={'django','numpy','numba','scipy','allauth','xlsxwriter'} & set(sys.modules)\n"
        "print('heavy', sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert "heavy []" in done.stderr, done.stderr


def test_a_posting_loads_only_what_it_needs(files):
    code = (
        "import sys; sys.argv=['zhucun','post',*sys.argv[1:]]\n"
        "from zhucun.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code in (0, 1), end.code\n"
        "heavy={'django','scipy.linalg','cffi','coverage','pandas','openpyxl'} & set(sys.modules)\n"
        "print('heavy', sorted(heavy), file=sys.stderr)"
    )
    names = ["villages.xlsx", "candidates.xlsx"]
    words = [*(str(files / name) for name in names), "-o", str(files / "cold.xlsx"), *DAY]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert "heavy []" in done.stderr, done.stderr
