"""What was typed is read strictly: a fault names field, value and remedy, and nothing is half taken."""

import pytest
from django import forms
from django.test import RequestFactory

from zhucun.core.refusals import Refused
from zhucun.core.rules import check_reason
from zhucun.core.typed import checked, version_seen, way_back, whole


class Sheet(forms.Form):
    """A form to be filled in wrongly."""

    floor = forms.IntegerField(label="底线", max_value=100)
    on = forms.DateField(label="日期")


def test_a_good_form_is_taken():
    assert checked(Sheet({"floor": "90", "on": "2026-03-01"}))["floor"] == 90


def test_a_bad_form_names_each_field_and_what_was_typed():
    with pytest.raises(Refused) as refused:
        checked(Sheet({"floor": "九十", "on": "2026-13-01" + "0" * 100}))
    assert refused.value.code == "typed.wrong"
    assert all(part in refused.value.message for part in ("底线", "九十", "日期", "2026-13-01"))
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(("text", "found"), [("7", 7), (" 7 ", 7), ("", 3), ("  ", 3), ("１２", 12), ("0", 0)])
def test_a_whole_number_is_read(text, found):
    assert whole(text, 3) == found


@pytest.mark.parametrize("text", ["-1", "1.5", "x", "²", "1e9", "9" * 40, "9" * 5000, str(2**31), "NaN", "\x00"])
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(Refused) as refused:
        whole(text, 3)
    assert refused.value.code == "typed.no_number"


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/villages/?town=1", "/villages/?town=1"), ("", "/home/"), ("villages", "/home/"),
        ("//elsewhere.cn/x", "/home/"), ("https://elsewhere.cn/", "/home/"), ("javascript:alert(1)", "/home/"),
        ("/\\elsewhere.cn", "/home/"),
    ],
)  # fmt: skip
def test_the_way_back_never_leads_elsewhere(asked, goes):
    assert way_back(RequestFactory().post("/", {"next": asked}), "/home/") == goes


def test_a_page_that_says_no_version_saw_the_current_one():
    assert version_seen(RequestFactory().post("/", {}), 4) == 4
    assert version_seen(RequestFactory().post("/", {"version": "2"}), 4) == 2


@pytest.mark.parametrize("reason", ["", " ", "x", " x "])
def test_one_letter_is_no_reason(reason):
    with pytest.raises(Refused, match="the household may ask") as refused:
        check_reason(reason, "Say why; the household may ask.")
    assert refused.value.code == "no_reason"


def test_a_reason_is_kept_without_blanks():
    assert check_reason("  本人申请  ") == "本人申请"


def test_a_reason_that_is_a_letter_is_refused_and_not_cut():
    with pytest.raises(Refused) as refused:
        check_reason("因" * 1001)
    assert "1001" in refused.value.message
