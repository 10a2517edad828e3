"""Wiring of spaces: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class SpacesConfig(AppConfig):
    """Spaces on its floor."""

    name = "spaces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from spaces import integrity  # noqa: F401, PLC0415 – invariants are registered once apps are ready
        from spaces.adapters.signed_source import named_sources  # noqa: PLC0415
        from spaces.events import CopyOrdered  # noqa: PLC0415 – models exist only once apps are ready
        from spaces.exchange import register_exchange  # noqa: PLC0415
        from spaces.prefill import register_libraries  # noqa: PLC0415
        from spaces.reactors import draw_ordered_copy  # noqa: PLC0415

        react(CopyOrdered, draw_ordered_copy, queue="pdf")
        register_libraries()
        for source in named_sources():
            register_exchange(source)
