"""The postings app."""

from django.apps import AppConfig


class PostingsConfig(AppConfig):
    """Registers zhucun.postings."""

    name = "zhucun.postings"
    label = "postings"
    default_auto_field = "django.db.models.BigAutoField"
