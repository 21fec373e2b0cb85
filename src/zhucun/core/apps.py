"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers zhucun.core."""

    name = "zhucun.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
