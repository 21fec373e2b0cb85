"""The ui app."""

from django.apps import AppConfig

from zhucun.ui.fields import speak


class UiConfig(AppConfig):
    """Registers zhucun.ui."""

    name = "zhucun.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the fields of all forms their sentences."""
        speak()
