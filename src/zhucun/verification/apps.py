"""The verification app."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Registers zhucun.verification."""

    name = "zhucun.verification"
    label = "verification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log how states and findings read; core itself knows no upper floor."""
        from zhucun.core.change_names import LABEL_WORDS, VALUE_NAMES
        from zhucun.verification.statuses import Outcome, Source, State

        for words in (State, Outcome, Source):
            VALUE_NAMES.update({word.value: word.label for word in words})
        LABEL_WORDS.extend(source.label for source in Source)
