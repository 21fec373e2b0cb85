"""Masks, ranges, word lists, versions."""

import pytest

from zhucun.core.fields import WordList
from zhucun.core.refusals import Refused, allowed, check_version
from zhucun.engine.households.identity import mask_identity, mask_name, mask_phone


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "张三丰", "张**"),
        (mask_name, "张", "张*"),
        (mask_name, "", ""),
        (mask_phone, "13800001234", "138****1234"),
        (mask_phone, "8001234", "*******"),
        (mask_identity, "610426198805011234", "61*************234"),
    ],
)
def test_a_masked_value_shows_only_what_notices_may(mask, value, shown):
    assert mask(value) == shown


def test_a_word_list_keeps_order_and_never_splits_a_word_at_its_comma():
    field = WordList()
    stored = field.get_prep_value(("b", "a,c"))
    assert field.to_python(stored) == ("b", "a，c")
    assert field.get_prep_value(()) == ""
    assert field.to_python(None) == ()


def test_a_save_on_an_older_version_is_refused():
    check_version(3, 3)
    check_version(None, 3)
    with pytest.raises(Refused):
        check_version(2, 3)
    assert not allowed(check_version, 2, 3)
