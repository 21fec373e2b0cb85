"""What list cells of several pages show alike."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhucun.core.refusals import engine_language
from zhucun.engine.words import Word
from zhucun.postings.models import Candidate
from zhucun.postings.queries.candidates import Judged


def pill(text: Any, tone: str = "") -> SafeString:
    """Return a short word on a coloured ground."""
    return format_html('<span class="pill {}">{}</span>', tone, text)


def word(words: type[Word], value: str) -> str:
    """Return the label of a stored word of a closed list in the reader's language, '' for none."""
    return words(value).say(engine_language()) if value else ""


def labels(words: type[Word], values: tuple[str, ...]) -> str:
    """Return the labels of several stored words, joined."""
    joint = "、" if engine_language() == "zh" else ", "
    return joint.join(word(words, v) for v in values)


def eligible_pill(judged: Judged | None, candidate: Candidate) -> SafeString | str:
    """Return whether a person may be posted: eligible, to be confirmed, not eligible, withdrawn."""
    return pill(*eligible_words(judged, candidate))


def eligible_words(judged: Judged | None, candidate: Candidate) -> tuple[str, str]:
    """Return the same as text and tone."""
    if candidate.withdrawn_at:
        return _("Withdrawn"), ""
    if judged is None or not judged.eligible:
        return _("Not eligible"), "danger"
    return (_("To be confirmed"), "warning") if judged.to_confirm else (_("Eligible"), "good")


def limits_in_words(least: int, most: int | None) -> str:
    """Return a quota in words."""
    if most is None:
        return _("at least %(least)s villages") % {"least": least}
    if least == most:
        return _("exactly %(count)s villages") % {"count": most}
    if not least:
        return _("at most %(most)s villages") % {"most": most}
    return _("%(least)s to %(most)s villages") % {"least": least, "most": most}
