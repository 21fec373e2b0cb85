"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers zhucun.intake."""

    name = "zhucun.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
