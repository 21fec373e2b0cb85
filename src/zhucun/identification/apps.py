"""The identification app."""

from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    """Registers zhucun.identification."""

    name = "zhucun.identification"
    label = "identification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the log how the steps of cases read; core itself knows no upper floor."""
        from zhucun.core.change_names import VALUE_NAMES
        from zhucun.identification.statuses import Status, VillageStatus

        VALUE_NAMES.update({status.value: status.label for status in (*Status, *VillageStatus)})
