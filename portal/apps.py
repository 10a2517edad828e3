"""Wiring of portal: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from portal.menu import register_places


class PortalConfig(AppConfig):
    """Portal on its floor."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_places()
