"""Wiring of portal: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from portal.menu import register_places


class PortalConfig(AppConfig):
    """Portal on its floor."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from items import previews  # noqa: PLC0415 – models exist only once apps are ready
        from portal.pages.guide import PREVIEW  # noqa: PLC0415

        register_places()
        previews.register(PREVIEW)
