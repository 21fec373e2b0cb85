"""The registry app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers zhucun.registry."""

    name = "zhucun.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
