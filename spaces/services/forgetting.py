"""Taking the holder out of licences that ended long ago, and out of libraries what came with one case only (10.5)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q, QuerySet

from core import clock
from core.events import Doer
from core.models import EventRow, StoredFile
from core.services.emptying import NOBODY, Removed, emptied
from core.services.files import forget_file
from core.services.history import forget_doers
from identity.models import Party
from identity.services.nobodies import forget_stranger, nobody_of
from spaces.events import LicenceStateChanged
from spaces.models import (
    Licence,
    LicenceCopy,
    LicenceCorrection,
    LicenceGrant,
    LicenceOrigin,
    LicencePrint,
    LicenceState,
    LicenceUse,
    ShowCode,
    WalletDocument,
)
from spaces.services.libraries import forget_document

USES_KEPT = timedelta(days=3 * 366)
"""L-10: so long a use of a licence stays, whatever became of the licence."""


def licences_ended_before(cutoff: datetime) -> QuerySet[Licence]:
    """Newest versions that ended before this moment and still name their holder. One without a last day that stands is
    never among them; one used within three years waits (L-10), and so does one read from paper, whose scan stays."""
    told = EventRow.objects.filter(
        stream="licence", stream_id=OuterRef("pk"), name__in=[LicenceStateChanged.name()]
    )  # fmt: skip
    newer = Licence.objects.filter(
        type_code=OuterRef("type_code"), number=OuterRef("number"), version__gt=OuterRef("version")
    )
    used = LicenceUse.objects.filter(licence=OuterRef("pk"), at__gte=clock.now() - USES_KEPT)
    standing = [LicenceState.VALID, LicenceState.WITHHELD]
    ended = Q(valid_until__lt=clock.local(cutoff).date()) | ~Q(state__in=standing) & Exists(told)
    found = Licence.objects.filter(ended, ~Exists(told.filter(at__gte=cutoff)), ~Exists(newer), ~Exists(used))
    return found.exclude(holder__name=NOBODY).exclude(origin=LicenceOrigin.CAPTURED)


def forget_licence(licence: Licence) -> Removed:
    """Empty every version of a licence of its holder and of what it said; kind, number, body and days stay, for the
    numbers of a year have no gap (10.1)."""
    with transaction.atomic():
        versions = Licence.objects.filter(type_code=licence.type_code, number=licence.number)
        rows = list(versions.select_for_update(of=("self",)).select_related("holder", "file"))
        copies = LicenceCopy.objects.filter(licence__in=rows).select_related("file")
        files = [row.file for row in rows if row.file] + [row.file for row in copies if row.file]
        holder = licence.holder
        blank: dict[str, Any] = {"holder_name": "", "data": {}, "digest": "", "file": None, "state_reason": ""}
        removed = emptied(versions, holder=nobody_of(holder.kind), **blank)
        removed |= emptied(LicencePrint.objects.filter(licence__in=rows), digest="", reason="")
        removed |= emptied(LicenceCorrection.objects.filter(licence__in=rows), wanted="", reason="", answer="")
        removed |= emptied(copies, user=NOBODY, purpose="", file=None)
        ShowCode.objects.filter(licence__in=rows).delete()
        uses = LicenceUse.objects.filter(licence__in=rows)
        grants = LicenceGrant.objects.filter(licence__in=rows)
        removed |= {f"spaces_licenceuse:{row.pk}": {"who": row.who, "purpose": row.purpose} for row in uses}
        removed |= {f"spaces_licencegrant:{row.pk}": {"name": row.person_name} for row in grants}
        uses.delete()
        grants.delete()
        for row in rows:
            removed |= forget_doers("licence", row.pk)
        drop_files(files)
        return removed | forget_stranger(holder)


def forget_documents(party: Party, files: Collection[StoredFile], *, by: Doer) -> Removed:
    """Take documents with these contents out of the library of a party."""
    found = WalletDocument.objects.filter(party=party, file__in=files).select_related("file")
    removed: Removed = {}
    for document in found:
        held = {"name": document.name, "file": document.file.digest, "file_name": document.file_name}
        removed[f"spaces_walletdocument:{document.pk}"] = held
        forget_document(document, by=by)
    return removed


def forget_facts(party: Party) -> Removed:
    """Delete a party without an account together with what its libraries know, where nothing else needs it."""
    with transaction.atomic():
        facts = party.facts.all()
        removed: Removed = {f"spaces_libraryfact:{fact.pk}": {"key": fact.key, "value": fact.value} for fact in facts}
        before = transaction.savepoint()
        facts.delete()
        gone = forget_stranger(party)
        if not gone:
            transaction.savepoint_rollback(before)
            return {}
        transaction.savepoint_commit(before)
        return removed | gone


def drop_files(files: Collection[StoredFile]) -> None:
    """Delete contents nothing points at any more; what stands elsewhere too stays."""
    for stored in files:
        try:
            forget_file(stored)
        except ProtectedError:  # the same content stands in another case, a library or a licence
            continue
