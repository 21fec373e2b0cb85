"""The policy app."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """Registers zhucun.policy."""

    name = "zhucun.policy"
    label = "policy"
    default_auto_field = "django.db.models.BigAutoField"
