"""Wiring of portal: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react
from portal.menu import register_places


class PortalConfig(AppConfig):
    """Portal on its floor."""

    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from identity.events import PlaceEvent  # noqa: PLC0415 – models exist only once apps are ready
        from items import previews  # noqa: PLC0415
        from items.events import VersionEvent  # noqa: PLC0415
        from portal import reactors  # noqa: PLC0415
        from portal.pages.guide_preview import PREVIEW  # noqa: PLC0415

        versions, places = VersionEvent.__subclasses__(), PlaceEvent.__subclasses__()
        react(versions, reactors.forget_guide_at_once)
        react(versions, reactors.make_sure_guide_is_forgotten, queue="interactive")
        react(places, reactors.forget_all_guides_at_once)
        react(places, reactors.make_sure_all_guides_are_forgotten, queue="interactive")
        register_places()
        previews.register(PREVIEW)
