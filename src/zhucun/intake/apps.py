"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers zhucun.intake and its background work."""

    name = "zhucun.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the background work known to the worker before it starts."""
        from zhucun.intake import jobs  # noqa: F401
