"""Wiring of supervision: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class SupervisionConfig(AppConfig):
    """Supervision on its floor."""

    name = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases.events import OrderMoved  # noqa: PLC0415 – models exist only once apps are ready
        from cases.pages.space import add_deeds  # noqa: PLC0415
        from cases.queries.flow import add_archive_part  # noqa: PLC0415
        from cases.services.anonymising import add_forgetter  # noqa: PLC0415
        from supervision import integrity  # noqa: F401, PLC0415
        from supervision.menu import register_places  # noqa: PLC0415
        from supervision.pages import rating_deed  # noqa: PLC0415
        from supervision.queries import evaluation_of  # noqa: PLC0415
        from supervision.reactors import LATER, REACTORS, make_paper_of_order, order_paper_lane  # noqa: PLC0415
        from supervision.services import forget_words  # noqa: PLC0415

        for event_type, handler in REACTORS:
            react(event_type, handler)
        react(OrderMoved, make_paper_of_order, queue="pdf", lane=order_paper_lane)
        for event_types, worker in LATER:
            react(event_types, worker, queue="interactive")
        register_places()
        add_deeds(rating_deed)
        add_archive_part("evaluation", evaluation_of)
        add_forgetter(forget_words)
