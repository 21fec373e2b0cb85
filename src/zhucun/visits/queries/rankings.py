"""Reads of villagers' rankings."""

from django.db.models import Count, QuerySet

from zhucun.core.models import User
from zhucun.engine.words_household import ExitStatus
from zhucun.registry.models import Household, Village
from zhucun.visits.models import RankedHousehold, Ranking


def rankings(user: User) -> QuerySet[Ranking]:
    """Return the rankings of a person's place with how many households each orders."""
    rows = Ranking.objects.visible_to(user).select_related("village", "by")
    counted: QuerySet[Ranking] = rows.annotate(ranked=Count("places"))
    return counted


def one_ranking(pk: int, user: User) -> Ranking | None:
    """Return a ranking if it is there for this person."""
    rows = Ranking.objects.visible_to(user).select_related("village", "by", "withdrawn_by")
    return rows.filter(pk=pk).first()


def places_of(ranking: Ranking) -> list[RankedHousehold]:
    """Return the ranked households, the hardest up first."""
    return list(ranking.places.select_related("household"))


def homes_to_rank(village: Village) -> list[Household]:
    """Return the households of a village as a meeting goes through them, by group."""
    rows = Household.objects.filter(village=village).exclude(status=ExitStatus.GONE)
    return list(rows.only("key", "code", "head_name", "group", "village_id").order_by("group", "key"))
