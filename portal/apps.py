"""Wiring of portal: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Portal on its floor."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"
