"""Every form refuses in the product's words, and no box cuts what is pasted into it."""

import pytest
from django import forms
from django.utils.translation import override


class Sheet(forms.Form):
    """One field of each kind that people fill in."""

    remark = forms.CharField(max_length=5)
    count = forms.IntegerField(min_value=1, max_value=12)
    amount = forms.DecimalField(decimal_places=2, max_digits=6)
    on = forms.DateField()
    kind = forms.ChoiceField(choices=[("a", "A")])
    kinds = forms.MultipleChoiceField(choices=[("a", "A")])


def said(language: str, **typed: object) -> dict[str, str]:
    with override(language):
        return {name: str(errors[0]) for name, errors in Sheet(typed).errors.items()}


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("remark", "", "请填写或选择"),
        ("remark", "家住村东头第三户", "现有8个字。请缩短"),
        ("count", "十二", "只写数字"),
        ("count", "0", "不得小于1"),
        ("count", "13", "不得大于12"),
        ("amount", "1.234", "小数点后最多2位"),
        ("amount", "12345", "小数点前最多4位"),
        ("on", "2026-02-30", "没有这一天"),
        ("kind", "b", "“b”不在可选项中"),
        ("kinds", ["b"], "“b”不在可选项中"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(name: str, typed: object, words: str):
    assert words in said("zh-hans", **{name: typed})[name]


def test_the_same_is_said_in_english():
    assert said("en", remark="long text")["remark"].startswith("There is room for 5 characters; these are 9.")


def test_no_box_cuts_a_pasted_text_without_a_word():
    sheet = Sheet({"remark": "家住村东头第三户"})
    assert "maxlength" not in str(sheet["remark"])
    assert "家住村东头第三户" in str(sheet["remark"])
