"""Reads of visits: visits and the week, the means test, monthly lists, rankings."""

from zhucun.visits.queries.counts import (
    count_of,
    counted,
    counts_by_village,
    counts_of,
    with_waiting,
)
from zhucun.visits.queries.lists import (
    areas_of,
    cases_of,
    counts_of_runs,
    entries,
    entry_history,
    excluded_homes,
    explained_counts,
    explained_keys,
    explanations,
    last_run,
    newest_of_months,
    one_entry,
    one_run,
    plain_counts,
    run_running,
    runs,
    towns,
)
from zhucun.visits.queries.means import fit_in_use, fit_running, fits, one_fit
from zhucun.visits.queries.queue import (
    Waiting,
    capacity,
    homes_by_key,
    one_planned,
    queue_of,
    unreached,
    week_counts,
    week_of,
    week_rows,
)
from zhucun.visits.queries.rankings import homes_to_rank, one_ranking, places_of, rankings
from zhucun.visits.queries.visits import (
    capacities,
    capacity_of,
    days,
    last_visits,
    limit,
    of_household,
    one_visit,
    people_with_capacity,
    surveyed_now,
    unvisited,
    visits,
    visits_by_day,
    walkers,
    wished,
)

__all__ = [
    "Waiting", "areas_of", "capacities", "capacity", "capacity_of", "cases_of",
    "count_of", "counted", "counts_by_village", "counts_of",
    "counts_of_runs", "days", "entries", "entry_history", "excluded_homes", "explained_counts", "explained_keys",
    "explanations", "fit_in_use", "fit_running", "fits", "homes_by_key", "homes_to_rank", "last_run", "last_visits",
    "limit", "newest_of_months", "of_household", "one_entry", "one_fit", "one_planned", "one_ranking", "one_run",
    "one_visit", "people_with_capacity", "places_of", "plain_counts", "queue_of", "rankings", "run_running", "runs",
    "surveyed_now", "towns", "unreached", "unvisited", "visits", "visits_by_day", "walkers", "week_counts", "week_of",
    "week_rows", "wished", "with_waiting",
]  # fmt: skip
