"""Another choice for a village as a sentence, for files and terminals."""

from zhucun.engine.posting.explain import Alternative
from zhucun.engine.posting.instance import Instance
from zhucun.engine.texts import Text

LOSES = Text(
    "也可派{person}（{unit}）：该村{points}分，全县总分减少{cost}，连带调整{moved}个村",
    "{person} ({unit}) instead: {points} points here, {cost} less for the county, {moved} villages change",
)
GAINS = Text(
    "也可派{person}（{unit}）：该村{points}分，全县总分增加{cost}，连带调整{moved}个村",
    "{person} ({unit}) instead: {points} points here, {cost} more for the county, {moved} villages change",
)
LEAVING = Text("，其中离开现驻村的多{leaving}人", ", and {leaving} more leave the village where they serve")
EMPTIED = Text("，多空缺{emptied}个村", ", and {emptied} more villages stay empty")


def instead(instance: Instance, other: Alternative) -> Text:
    """Say what another person here would cost the county in total fit, and who else would have to move."""
    person = instance.candidates[other.candidate]
    told = (LOSES if other.loss >= 0 else GAINS).filled(
        person=person.name, unit=person.unit, points=other.score, cost=abs(other.loss), moved=len(other.moves)
    )
    if other.leaving > 0:
        told = _joined(told, LEAVING.filled(leaving=other.leaving))
    if other.emptied > 0:
        told = _joined(told, EMPTIED.filled(emptied=other.emptied))
    return told


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, first.en + second.en)
