"""Wiring of items: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class ItemsConfig(AppConfig):
    """Items on its floor."""

    name = "items"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from items import events, integrity  # noqa: F401, PLC0415 – models exist only once apps are ready
        from items.calendarsource import register_calendar  # noqa: PLC0415
        from items.menu import register_places  # noqa: PLC0415
        from items.menu_finding import register_places as register_finding  # noqa: PLC0415
        from items.reactors import (  # noqa: PLC0415
            index_changed_item,
            make_ordered_guide_paper,
            measure_published_version,
            tell_change,
        )

        react(events.VersionEvent.__subclasses__(), index_changed_item)
        react(events.VersionEvent.__subclasses__(), tell_change)
        react([events.VersionPublished], measure_published_version)
        react(events.GuidePaperOrdered, make_ordered_guide_paper, queue="pdf")
        register_finding()
        register_places()
        register_calendar()
