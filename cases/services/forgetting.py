"""Taking what is personal out of hearings, pledges, visits and credit records of an ended case (10.5)."""

from typing import Any

from django.db.models import QuerySet

from cases.models import (
    Case,
    CreditRecord,
    Hearing,
    Pledge,
    PledgeEvidence,
    ProceedingEvidence,
    SitePhoto,
    SiteVisit,
)
from cases.queries.visits import visits_of
from core.models import StoredFile
from core.services.emptying import NOBODY, Removed, emptied


def forget_what_was_said(case: Case) -> Removed:
    """Empty words, names and signatures; their files are dropped with those of the case. Callers hold its lock."""
    removed = emptied(
        Hearing.objects.filter(case=case),
        **{"matter": NOBODY, "interested": "", "statement": "", "minutes": "", "participants": []},
    )
    removed |= emptied(Pledge.objects.filter(case=case), signed_by=NOBODY, signature=None, findings="")
    visits = {"place": NOBODY, "purpose": NOBODY, "findings": "", "signatures": [], "refusal": "", "witness": ""}
    removed |= emptied(SiteVisit.objects.filter(case=case), **visits, cards=[])
    removed |= emptied(CreditRecord.objects.filter(case=case).exclude(repaired_at=None), facts=NOBODY, repair="")
    for rows in _shown(case):
        for row in rows.select_related("file"):
            removed[f"{row._meta.db_table}:{row.pk}"] = {"name": row.name, "file": row.file.digest}
        rows.delete()
    return removed


def files_that_say_it(case: Case) -> list[StoredFile]:
    """Signatures, evidence and photos, before they are forgotten."""
    signed = [row["file"] for visit in visits_of(case) for row in visit.signatures if "file" in row]
    found = [row.signature for row in Pledge.objects.filter(case=case).select_related("signature") if row.signature]
    found += [row.file for rows in _shown(case) for row in rows.select_related("file")]
    return [*found, *StoredFile.objects.filter(pk__in=signed)]


def _shown(case: Case) -> list[QuerySet[Any]]:
    """Rows with a name and a file each, which showed something."""
    return [
        PledgeEvidence.objects.filter(pledge__case=case),
        ProceedingEvidence.objects.filter(proceeding__case=case),
        SitePhoto.objects.filter(visit__case=case),
    ]
