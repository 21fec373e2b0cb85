"""Between rows of the database and the engine's values."""

from zhucun.postings.bridge.rows import (
    candidate_facts,
    candidate_values,
    posting_facts,
    unit_facts,
    unit_values,
)

__all__ = ["candidate_facts", "candidate_values", "posting_facts", "unit_facts", "unit_values"]
