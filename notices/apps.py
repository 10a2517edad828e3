"""Wiring of notices: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices on its floor."""

    name = "notices"
    default_auto_field = "django.db.models.BigAutoField"
