"""What cases does when something happened to a parcel or a result is ready to go."""

from cases.models import Case, CaseParcel, MailedPapers
from cases.services.handing import prepare_hand_over
from cases.services.sending import follow_papers, follow_result
from core.events import Record
from deliveries.rules.tracks import ParcelState
from identity.actors import SYSTEM


def prepare_hand_over_of_issued_result(record: Record) -> None:
    """D-18, H71: the courier is called, or a pick-up code given and the applicant told."""
    prepare_hand_over(Case.objects.get(pk=record.event.case_id), by=SYSTEM)


def follow_parcel_of_case(record: Record) -> None:
    """C-21, H70, H71: what becomes of a parcel is known on its case."""
    state = ParcelState(record.event.state)
    papers = MailedPapers.objects.filter(parcel_id=record.event.parcel_id).select_related("case").first()
    if papers is not None:
        follow_papers(papers, state)
        return
    link = CaseParcel.objects.filter(parcel_id=record.event.parcel_id).select_related("case", "parcel").first()
    if link is not None:
        follow_result(link, state)


def case_parcel_lane(record: Record) -> str:
    """What happens to one parcel reaches its case in the order in which it happened."""
    return f"case-parcel:{record.stream_id}"
