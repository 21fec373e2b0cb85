"""The visits app."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Registers zhucun.visits."""

    name = "zhucun.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log how the words of visits read; core itself knows no upper floor."""
        from zhucun.core.change_names import VALUE_NAMES
        from zhucun.visits.statuses import ListKind, Outcome, VisitKind

        VALUE_NAMES.update({word.value: word.label for words in (VisitKind, Outcome, ListKind) for word in words})
