"""The pieces of a case file: every paper and every file of the materials under a stable name, in the order of the list
of the file (D-20)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from mimetypes import guess_extension
from typing import Any

from cases.models import (
    OF_ARCHIVE,
    Case,
    CaseMessage,
    Document,
    Material,
    MessageFile,
    Pledge,
    PledgeEvidence,
    SitePhoto,
)
from cases.queries.papers import paper_title
from cases.queries.sheets import originals_of
from cases.queries.visits import visits_of
from core.models import StoredFile
from core.pictures import page_count
from items.frozen import form_of
from items.models import FieldType


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the file: `path` in the package, what it is called, its kind (a rule such as D-12, or `material`,
    `answer`, `mail`, `message`, `licence`, `signature`), number and moment. `stored` is None for what exists on paper
    only."""

    path: str
    title: str
    kind: str
    number: str
    at: datetime | None
    stored: StoredFile | None
    sealed: bool = False

    @property
    def pages(self) -> int:
        """How many pages it has; 0 for what exists on paper only, and for what cannot be opened."""
        if self.stored is None:
            return 0
        try:
            return page_count(self.stored)
        except Exception:  # whatever a damaged file breaks in the parser: it cannot be opened, and the test says so
            return 0


def pieces_of(case: Case) -> list[Piece]:
    """Every piece but those the archive makes itself: papers by their date, materials in the order of the item, files
    of answers, scans of mailed originals, files of messages, what was found on the spot, the licence, the signature of
    the receiver."""
    handed_in = [*_papers(case), *_materials(case), *_answers(case), *_mailed(case)]
    return [*handed_in, *_said(case), *_seen(case), *_result(case)]


def unmade_papers(case: Case) -> bool:
    """Whether a paper of the case is still being made."""
    return case.documents.exclude(kind__in=OF_ARCHIVE).filter(file=None).exists()


def archive_piece(document: Document, case: Case) -> Piece:
    """A paper the archive made (D-19, D-20), under its stable name."""
    path = f"archive/{document.kind}.pdf"
    number = document.number or ""
    title = paper_title(document.kind, case)
    return Piece(path, title, document.kind, number, document.ordered_at, document.file, sealed=True)


def _papers(case: Case) -> Iterator[Piece]:
    rows = case.documents.exclude(kind__in=OF_ARCHIVE).select_related("file").order_by("ordered_at", "pk")
    for place, row in enumerate(rows, 1):
        path, title = f"papers/{place:03d}-{row.kind.replace('.', '-')}.pdf", paper_title(row.kind, case)
        yield Piece(path, title, row.kind, row.number or "", row.ordered_at, row.file, sealed=True)


def _materials(case: Case) -> Iterator[Piece]:
    rows = Material.objects.filter(case=case).select_related("spec", "licence__file").prefetch_related("files__file")
    for place, row in enumerate(rows.order_by("spec__order", "pk"), 1):
        originals = originals_of(row)
        for number, original in enumerate(originals, 1):
            path = f"materials/{place:03d}-{number:02d}{_extension(original.stored)}"
            several = f"（{number}）" if len(originals) > 1 else ""
            yield Piece(path, f"{row.spec.name}{several}", "material", "", row.provided_at, original.stored)
        if not originals and row.is_at_hand:
            yield Piece("", f"{row.spec.name}（纸质原件）", "material", "", row.provided_at, None)


def _answers(case: Case) -> Iterator[Piece]:
    named = {row.key: (row.label, _files(case.answers.get(row.key))) for row in form_of(case.version_id).questions
             if row.type in {FieldType.FILE, FieldType.SIGNATURE}}  # fmt: skip
    stored = StoredFile.objects.in_bulk([one["file"] for _label, files in named.values() for one in files])
    for key, (label, files) in named.items():
        for number, one in enumerate(files, 1):
            kept = stored.get(one["file"])
            path = f"answers/{key.replace('_', '-')}-{number:02d}{_extension(kept)}"
            yield Piece(path, label, "answer", "", case.submitted_at, kept)


def _mailed(case: Case) -> Iterator[Piece]:
    columns = {"waybill_scan": "快递面单", "contents_scan": "内件清单", "commitment_scan": "一致性承诺书"}
    rows = case.mailed_papers.select_related(*columns).order_by("pk")
    for place, row in enumerate(rows, 1):
        for column, title in columns.items():
            kept = getattr(row, column)
            if kept is not None:
                path = f"mail/{place:02d}-{column.replace('_scan', '')}{_extension(kept)}"
                yield Piece(path, title, "mail", "", row.scanned_at, kept)


def messages_of(case: Case) -> list[CaseMessage]:
    """What applicant and department wrote to each other, the oldest first."""
    return list(case.messages.order_by("pk").prefetch_related("files__file"))


def message_files(message: CaseMessage, place: int) -> list[tuple[str, MessageFile]]:
    """The files of the message at this place of the talk, each with its path in the package."""
    rows = sorted(message.files.all(), key=lambda row: row.pk)
    return [(f"talk/{place:03d}-{number:02d}{_extension(row.file)}", row) for number, row in enumerate(rows, 1)]


def _said(case: Case) -> Iterator[Piece]:
    for place, message in enumerate(messages_of(case), 1):
        for path, row in message_files(message, place):
            yield Piece(path, f"沟通附件：{row.name}", "message", "", message.at, row.file)


def _seen(case: Case) -> Iterator[Piece]:
    """Signature of a pledge and evidence of its check, photos of visits on the spot."""
    pledge = Pledge.objects.filter(case=case).select_related("signature").first()
    if pledge is not None and pledge.signature is not None:
        path = f"pledge/signature{_extension(pledge.signature)}"
        yield Piece(path, "承诺签名", "signature", "", pledge.signed_at, pledge.signature)
    found = PledgeEvidence.objects.filter(pledge__case=case).select_related("file", "pledge").order_by("pk")
    for number, one in enumerate(found, 1):
        path = f"pledge/evidence-{number:02d}{_extension(one.file)}"
        yield Piece(path, f"核查证据（{number}）", "evidence", "", one.pledge.checked_at, one.file)
    photos = SitePhoto.objects.filter(visit__case=case).select_related("file", "visit").order_by("pk")
    for number, photo in enumerate(photos, 1):
        path = f"visits/{number:02d}{_extension(photo.file)}"
        yield Piece(path, f"现场照片（{number}）", "photo", "", photo.visit.visited_at, photo.file)
    signed = [(visit, row) for visit in visits_of(case) for row in visit.signatures if "file" in row]
    stored = StoredFile.objects.in_bulk([row["file"] for _visit, row in signed])
    for number, (visit, row) in enumerate(signed, 1):
        kept = stored.get(row["file"])
        path = f"visits/signature-{number:02d}{_extension(kept)}"
        yield Piece(path, f"现场核查签名（{row['name']}）", "signature", "", visit.visited_at, kept)


def _result(case: Case) -> Iterator[Piece]:
    licence, delivery = case.licence, case.delivery
    if licence is not None and licence.file is not None:
        path = f"result/licence{_extension(licence.file)}"
        yield Piece(path, licence.name, "licence", licence.number, case.issued_at, licence.file, sealed=True)
    if delivery is not None and delivery.signature is not None:
        path = f"result/signature{_extension(delivery.signature)}"
        yield Piece(path, "送达签名", "signature", "", delivery.delivered_at, delivery.signature)


def _files(answer: Any) -> list[dict[str, Any]]:
    rows: Iterable[Any] = answer if isinstance(answer, list) else [answer]
    return [row for row in rows if isinstance(row, dict) and "file" in row]


def _extension(stored: StoredFile | None) -> str:
    return (guess_extension(stored.media_type) if stored else "") or ".bin"
