"""Wiring of cases: registers reactors and registries, nothing else."""

from django.apps import AppConfig

from core.events import react


class CasesConfig(AppConfig):
    """Cases on its floor."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases import archiveintegrity, integrity, parcelintegrity  # noqa: F401, PLC0415 – models exist only once apps are ready
        from cases.checkstory import register_check_story  # noqa: PLC0415
        from cases.earlier import register_earlier_answers  # noqa: PLC0415
        from cases.events import DocumentOrdered, ProceedingConcluded, ResultIssued  # noqa: PLC0415
        from cases.menu import register_places  # noqa: PLC0415
        from cases.pages.amendments import register_amendment_story  # noqa: PLC0415
        from cases.pages.archives import register_archive_badges  # noqa: PLC0415
        from cases.pages.badges import register_case_badges  # noqa: PLC0415
        from cases.pages.calendars import register_calendar_badges  # noqa: PLC0415
        from cases.pages.proceedings import register_proceeding_story  # noqa: PLC0415
        from cases.pages.publications import register_publication_badges  # noqa: PLC0415
        from cases.pages.retention import register_retention_badges  # noqa: PLC0415
        from cases.pages.story import register_case_story  # noqa: PLC0415
        from cases.parcelreactors import (  # noqa: PLC0415
            case_parcel_lane,
            follow_parcel_of_case,
            prepare_hand_over_of_issued_result,
        )
        from cases.parcelstory import register_parcel_story  # noqa: PLC0415
        from cases.pledgereactors import PLEDGE_REACTORS  # noqa: PLC0415
        from cases.previews import register_previews  # noqa: PLC0415
        from cases.reactors import (  # noqa: PLC0415
            ARCHIVE_REACTORS,
            MONEY_REACTORS,
            PAPER_REACTORS,
            REACTORS,
            charge_lane,
            package_lane,
            paper_lane,
        )
        from deliveries.events import ParcelMoved  # noqa: PLC0415

        for event_type, handler, queue in REACTORS:
            react(event_type, handler, queue=queue)
        for event_type, handler in PLEDGE_REACTORS:
            react(event_type, handler, queue="interactive")
        for event_type, handler in MONEY_REACTORS:
            react(event_type, handler, queue="interactive", lane=charge_lane)
        for event_type, handler in ARCHIVE_REACTORS:
            react(event_type, handler, queue="pdf", lane=package_lane)
        for handler in PAPER_REACTORS:
            react(DocumentOrdered, handler, queue="pdf", lane=paper_lane)
        react([ResultIssued, ProceedingConcluded], prepare_hand_over_of_issued_result, queue="interactive")
        react(ParcelMoved, follow_parcel_of_case, queue="interactive", lane=case_parcel_lane)
        register_archive_badges()
        register_calendar_badges()
        register_case_badges()
        register_publication_badges()
        register_retention_badges()
        register_earlier_answers()
        register_case_story()
        register_check_story()
        register_amendment_story()
        register_parcel_story()
        register_proceeding_story()
        register_places()
        register_previews()
