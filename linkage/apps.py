"""Wiring of linkage: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class LinkageConfig(AppConfig):
    """Linkage on its floor."""

    name = "linkage"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.queries.flow import add_flow_lines  # noqa: PLC0415 – models exist only once apps are ready
        from cases.queries.visibility import widen_staff_view  # noqa: PLC0415
        from cases.services.anonymising import add_forgetter  # noqa: PLC0415
        from linkage import integrity  # noqa: F401, PLC0415
        from linkage.exchange.push import register_pushes  # noqa: PLC0415
        from linkage.flowsheet import forget_opinions, review_lines  # noqa: PLC0415
        from linkage.menu import register_chapters, register_places  # noqa: PLC0415
        from linkage.queries import cases_reviewed_by  # noqa: PLC0415
        from linkage.reactors import REACTORS  # noqa: PLC0415

        for event_type, handler in REACTORS:
            react(event_type, handler)
        register_chapters()
        register_places()
        register_pushes()
        widen_staff_view(cases_reviewed_by)
        add_flow_lines(review_lines)
        add_forgetter(forget_opinions)
