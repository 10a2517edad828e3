"""Wiring of items: registers reactors and registries, nothing else."""

from django.apps import AppConfig


class ItemsConfig(AppConfig):
    """Items on its floor."""

    name = "items"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from items.calendarsource import register_calendar  # noqa: PLC0415 – translations exist once apps are ready
        from items.menu import register_places  # noqa: PLC0415

        register_calendar()
        register_places()
        register_calendar()
