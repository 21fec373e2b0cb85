"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers zhucun.core."""

    name = "zhucun.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of passwords that people set for themselves."""
        from allauth.account.signals import password_changed

        from zhucun.core.accounts import note_own_password

        password_changed.connect(note_own_password)
