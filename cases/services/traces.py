"""What is kept beside a case and names its applicant: batches, intakes, reads, demands, history, libraries (10.5)."""

from django.db.models import F

from cases.models import BatchRow, Case, ClockLine, Deferral, IntakeBatch, Material, MaterialFile
from core.models import StoredFile
from core.services.emptying import NOBODY, Removed, emptied
from core.services.history import CITIZEN, forget_doers
from deliveries.models import Parcel, ParcelEvent
from identity.actors import SYSTEM
from identity.services.nobodies import nobody_of
from spaces.services.forgetting import forget_documents


def forget_traces(case: Case) -> Removed:
    """Empty them. Callers hold the lock of the case, which still says who applied."""
    removed = _forget_batch(case) | _forget_intake(case)
    removed |= emptied(case.reads.all(), why=NOBODY)
    removed |= emptied(case.demands.all(), reason=NOBODY)
    removed |= emptied(Deferral.objects.filter(case=case), promised_by=NOBODY)
    removed |= emptied(case.withdrawals.all(), reason="")
    removed |= emptied(case.transfers.all(), remark="")
    removed |= emptied(Material.with_hidden.filter(case=case), remark="", why="", licence=None)
    removed |= _forget_parcels(case)
    lines = ClockLine.objects.filter(clock__case=case, actor_kind=CITIZEN).exclude(actor_label=NOBODY)
    removed |= {f"cases_clockline:{line.pk}": {"id": line.actor_id, "label": line.actor_label} for line in lines}
    lines.update(actor_id=None, actor_label=NOBODY)
    return removed | forget_doers("case", case.pk) | _forget_library(case)


def files_of_traces(case: Case) -> list[StoredFile]:
    """The sheet of a batch all of whose cases are anonymous once this one is."""
    batch = _batch_to_forget(case)
    return [batch.file] if batch is not None and batch.file is not None else []


def _batch_to_forget(case: Case) -> IntakeBatch | None:
    batch = IntakeBatch.objects.filter(rows__case=case).select_related("file").first()
    if batch is None or batch.rows.filter(case__anonymised=None).exclude(case=case).exclude(case=None).exists():
        return None
    return batch


def _forget_batch(case: Case) -> Removed:
    """The row of this case; with the last case of a batch also its sheet and the rows that were never taken in."""
    batch, blank = _batch_to_forget(case), {"values": {}, "applicant_name": NOBODY, "faults": [], "key": "", "note": ""}
    if batch is None:
        return emptied(BatchRow.objects.filter(case=case), **blank)
    sheet = emptied(IntakeBatch.objects.filter(pk=batch.pk), file=None, file_name=NOBODY)
    return emptied(batch.rows.all(), **blank) | sheet


def _forget_intake(case: Case) -> Removed:
    """The applicant of a visit to the window, with the last of its cases; the project a case belonged to."""
    removed: Removed = {}
    entry = getattr(case, "intake_entry", None)
    if entry is not None:
        others = entry.intake.entries.exclude(case=case)
        if not others.filter(case__anonymised=None).exists():
            rows = type(entry.intake).objects.filter(pk=entry.intake_id)
            removed |= emptied(rows, applicant=nobody_of(case.applicant.kind))
    project = getattr(case, "project_entry", None)
    if project is not None:
        removed[f"cases_caseproject:{project.pk}"] = {"project": project.project_id}
        project.delete()
    return removed


def _forget_parcels(case: Case) -> Removed:
    """Both ends of every parcel, and what carriers wrote of who signed and where."""
    ids = {*case.parcels.values_list("parcel", flat=True), *case.mailed_papers.values_list("parcel", flat=True)}
    blank = {"sender_name": "", "sender_phone": "", "sender_address": ""}
    blank |= {"receiver_name": "", "receiver_phone": "", "receiver_address": ""}
    removed = emptied(Parcel.objects.filter(pk__in=ids), **blank)
    return removed | emptied(ParcelEvent.objects.filter(parcel__in=ids), place="", note="")


def _forget_library(case: Case) -> Removed:
    """Documents of the applicant's library that came with this case and stand in no other of his."""
    own = MaterialFile.objects.filter(material__case=case).values_list("file", flat=True)
    same = MaterialFile.objects.filter(file__in=own).annotate(applicant=F("material__case__applicant"))
    elsewhere = same.filter(applicant=case.applicant_id).exclude(material__case=case).values_list("file", flat=True)
    files = StoredFile.objects.filter(pk__in=set(own) - set(elsewhere))
    return forget_documents(case.applicant, list(files), by=SYSTEM)
