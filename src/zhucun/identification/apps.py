"""The identification app."""

from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    """Registers zhucun.identification."""

    name = "zhucun.identification"
    label = "identification"
    default_auto_field = "django.db.models.BigAutoField"
