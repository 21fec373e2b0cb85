"""The ui app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers zhucun.ui."""

    name = "zhucun.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
