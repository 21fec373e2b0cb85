"""The dashboards app."""

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    """Registers zhucun.dashboards."""

    name = "zhucun.dashboards"
    label = "dashboards"
    default_auto_field = "django.db.models.BigAutoField"
