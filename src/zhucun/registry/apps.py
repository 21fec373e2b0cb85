"""The registry app."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers zhucun.registry and its background work."""

    name = "zhucun.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the background work known to the worker before it starts."""
        from zhucun.registry import jobs  # noqa: F401
