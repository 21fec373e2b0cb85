"""Models hold exactly the facts of the dictionary."""

import pytest

from zhucun.engine.facts import CANDIDATE, UNIT, VILLAGE
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER


@pytest.mark.parametrize(
    ("app", "model", "facts", "elsewhere"),
    [
        ("registry", "Village", VILLAGE, {"county"}),  # the first six digits of the code
        ("registry", "Household", HOUSEHOLD, {"village_code", "county", "town"}),  # its village tells
        ("registry", "Member", MEMBER, {"household_code", "age"}),  # its household tells; worked out for a day
        ("postings", "Candidate", CANDIDATE, set()),
        ("core", "SendingUnit", UNIT, set()),
    ],
)
def test_a_model_has_every_fact_of_its_subject(app, model, facts, elsewhere):
    from django.apps import apps

    fields = {f.name for f in apps.get_model(app, model)._meta.get_fields()}
    assert {f.key for f in facts} - elsewhere <= fields


APPS = (
    "core", "policy", "registry", "identification", "verification", "visits", "postings", "intake", "dashboards",
)  # fmt: skip


def test_every_change_leaves_through_an_action():
    """No view, form or query writes: save, create, update and delete stand in actions and the like only."""
    import re
    from pathlib import Path

    root = Path(__file__).resolve().parents[2] / "src/zhucun"
    writing = re.compile(r"\.(save|create|bulk_create|bulk_update|update_or_create|get_or_create|delete)\(")
    found = [
        str(path.relative_to(root))
        for app in APPS
        for name in ("views*", "queries*", "forms*", "bridge*", "rules*")
        for path in [*(root / app).glob(f"{name}.py"), *(root / app).glob(f"{name}/*.py")]
        if writing.search(path.read_text("utf-8"))
    ]
    assert found == []
