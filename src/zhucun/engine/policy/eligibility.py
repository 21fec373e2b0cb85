"""Whether a person may be a First Secretary at all, with every rule behind the answer.

The written rules of the day decide: before 2021-05-11 the 2015 notice, from then on the 2021 opinion. Age and schooling
are no rule and appear nowhere here. A fact that nobody has given leaves its rule open (`met` is None): the person stays
in the pool, marked as to be confirmed, because an empty cell is no proof of anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhucun.engine.facts import CandidateFacts
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.texts import Text
from zhucun.engine.words import Health, PartyStatus


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule and what it says of one person: `met` True, False, or None where a fact is missing."""

    rule: str
    text: Text
    figure: Figure | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The verdict on one person with every rule behind it."""

    eligible: bool
    reasons: tuple[Reason, ...]

    @property
    def broken(self) -> tuple[Reason, ...]:
        """Return the rules that bar this person."""
        return tuple(r for r in self.reasons if r.met is False)

    @property
    def unconfirmed(self) -> tuple[Reason, ...]:
        """Return the rules that wait for a fact."""
        return tuple(r for r in self.reasons if r.met is None)


def eligibility(
    candidate: CandidateFacts, *, on: date, area: str | None = None, local: Iterable[Figure] = ()
) -> Eligibility:
    """Judge one person by the written rules that hold on this day in this area."""
    local = tuple(local)

    def asked(name: str) -> Figure:
        return figure(f"eligible.{name}", on=on, area=area, local=local)

    reasons = (
        _full_member(candidate, asked("full_member")),
        _party_years(candidate, asked("party_years"), asked("probation_years"), on),
        _work_years(candidate, asked("work_years"), on),
        _healthy(candidate, asked("healthy")),
        _no_discipline(candidate, asked("no_discipline")),
    )
    return Eligibility(all(r.met is not False for r in reasons), reasons)


def full_years(since: date, on: date) -> int:
    """Return the whole years from one day to another, as ages are counted."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))


def _full_member(candidate: CandidateFacts, rule: Figure) -> Reason:
    met = candidate.party is PartyStatus.FULL or not rule.value
    text = Text("政治面貌：{party}（要求中共正式党员）", "{party} (must be a full CPC member)")
    return Reason("full_member", text.filled(party=candidate.party.text), rule, met)


def _party_years(candidate: CandidateFacts, rule: Figure, probation: Figure, on: date) -> Reason:
    if not rule.value:
        return Reason("party_years", Text("未规定党龄", "No years of Party standing are asked"), rule, True)
    if candidate.party is not PartyStatus.FULL:
        text = Text("无党龄（要求满{years}年）", "No Party standing ({years} year(s) asked)")
        return Reason("party_years", text.filled(years=rule.value), rule, False)
    if candidate.party_joined is None:
        text = Text(
            "入党日期未填，党龄待核（要求满{years}年）：请补填入党日期",
            "Day of joining the Party not given; {years} year(s) of standing asked: add the day of joining",
        )
        return Reason("party_years", text.filled(years=rule.value), rule, None)
    standing = max(0, full_years(candidate.party_joined, on) - int(probation.value))
    text = Text(
        "党龄{standing}年（{joined}入党，预备期{probation}年不计；要求满{years}年）",
        "{standing} year(s) of Party standing (joined {joined}, less {probation} year of probation; {years} asked)",
    ).filled(standing=standing, joined=candidate.party_joined, probation=probation.value, years=rule.value)
    return Reason("party_years", text, rule, standing >= rule.value)


def _work_years(candidate: CandidateFacts, rule: Figure, on: date) -> Reason:
    worked = full_years(candidate.work_started, on)
    text = Text(
        "工作{worked}年（{since}参加工作；要求满{years}年）",
        "{worked} year(s) of work (since {since}; {years} asked)",
    ).filled(worked=max(0, worked), since=candidate.work_started, years=rule.value)
    return Reason("work_years", text, rule, worked >= rule.value)


def _healthy(candidate: CandidateFacts, rule: Figure) -> Reason:
    if candidate.health is None:
        text = Text("健康状况未填，待核", "Health not given, to be confirmed")
        return Reason("healthy", text, rule, None)
    text = Text("健康状况：{health}", "Health: {health}").filled(health=candidate.health.text)
    return Reason("healthy", text, rule, candidate.health is not Health.UNFIT or not rule.value)


def _no_discipline(candidate: CandidateFacts, rule: Figure) -> Reason:
    if candidate.under_discipline is None:
        text = Text("是否受处分未填，待核", "Discipline not given, to be confirmed")
        return Reason("no_discipline", text, rule, None)
    text = Text("在处分影响期内", "Under discipline") if candidate.under_discipline else Text("无处分", "No discipline")
    return Reason("no_discipline", text, rule, not (candidate.under_discipline and rule.value))
