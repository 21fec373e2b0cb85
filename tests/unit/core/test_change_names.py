"""How an event's changes read in the log."""

from typing import Any

import pytest
from django.utils import translation

from zhucun.core.change_names import FACT_NAMES, FIELD_NAMES, change_words


@pytest.mark.parametrize(
    ("changes", "zh", "en"),
    [
        ({"households": [120, 121]}, "总户数 120 → 121", "Households 120 → 121"),
        ({"new": [None, 157], "changed": [None, 0]}, "新增 157；变更 0", "new 157; changed 0"),
        ({"role": [None, "auditor"]}, "角色 审计监督", "role Auditor"),
        ({"status": ["draft", "proposed"]}, "状态 草稿 → 已提交", "status Draft → Proposed"),
        ({"phone": None}, "联系电话", "Phone"),
        ({"industry": [0.61, None]}, "产业发展 0.61 → —", "Industry 0.61 → —"),
        ({"settings": [None, {"floor": 0.9}]}, "设置 保底线 0.9", "settings floor 0.9"),
        ({"kinds": [[], ["poor"]]}, "村类型 — → 贫困村", "Kind of village — → Poor village"),
        ({"clinic": [None, True]}, "有卫生室 是", "Has a clinic yes"),
        ({"unheard_of": [1, 2]}, "unheard_of 1 → 2", "unheard_of 1 → 2"),
    ],
)
def test_a_change_reads_in_the_readers_language(changes: dict[str, Any], zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert change_words(changes) == zh
    with translation.override("en"):
        assert change_words(changes) == en


def test_no_name_hides_a_fact_of_the_same_key() -> None:
    assert set(FIELD_NAMES) & set(FACT_NAMES) == set()
