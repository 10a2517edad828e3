"""Making an archive package in a worker, and testing it before it is archived (2.10)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.events import PackageArchived, PackageFailed
from cases.models import ArchivePackage, Case, Document, Material, MaterialState, PackageCheck, PackageState
from cases.queries.archivemeta import REQUIRED, SCHEMA, metadata_of, schema_faults
from cases.queries.casefile import Piece, archive_piece, pieces_of
from cases.queries.history import was_granted
from cases.rules import packing
from cases.rules.archiving import archive_number, missing_papers, papers_needed
from cases.rules.fourproperties import PackageFacts, PieceFacts, Report, absent, report_on
from cases.services.papers import make_document
from core import clock
from core.counters import next_number
from core.filerules import PDF, refuse_active_pdf
from core.models import EventRow, StoredFile
from core.outbox import publish
from core.refusal import Refusal
from core.sealing import check_seals, digest_sealer
from core.services.files import open_file, store_checked
from identity.actors import SYSTEM

MEDIA_TYPE = "application/zip"
NOTE_LENGTH = 300
OTHERWISE = [MaterialState.DEFERRED, MaterialState.PLEDGED]
"""A required material in these states is not missing."""


@dataclass(frozen=True, slots=True)
class _Packed:
    """A package in the making: its pieces with their bytes, its metadata, the file."""

    pieces: Sequence[Piece]
    contents: Mapping[str, bytes]
    metadata: dict[str, Any]
    content: bytes


def make_package(package_id: int) -> ArchivePackage:
    """Put the package of an ended case together, seal its manifest, test it and archive it, or leave it failed.

    One that is archived or not yet listed stays as it is, so repeats change nothing. Runs in its caller's transaction;
    a worker that dies begins anew. Publishes PackageArchived or PackageFailed.
    """
    package = ArchivePackage.objects.select_for_update(of=("self",)).select_related(
        "department", "ordered_by", "previous"
    ).get(pk=package_id)  # fmt: skip
    if package.state != PackageState.ORDERED or package.file_list_id is None:
        return package
    package.case = _whole(package.case_id)
    made = _packed(package, make_document(package.file_list_id))
    stored = store_checked(made.content, media_type=MEDIA_TYPE)
    test = report_on(_facts(package, made, stored))
    _keep_results(package, test)
    package.pieces, package.pages = len(made.pieces), sum(piece.pages for piece in made.pieces)
    package.state = PackageState.FAILED
    if test.passed:
        _archive(package, stored, made)
    package.save()
    event: Any = PackageFailed(
        package_id=package.pk, case_id=package.case_id, failed=len(test.results) - test.checks_passed
    )
    if test.passed:
        event = PackageArchived(package_id=package.pk, case_id=package.case_id, archive_no=package.archive_no or "")
    publish(event, by=SYSTEM)
    return package


def _archive(package: ArchivePackage, stored: StoredFile, made: _Packed) -> None:
    """The number comes last: whoever else archives for this body waits for it."""
    now = clock.now()
    body, year = package.department, clock.local(now).year
    serial = next_number(f"archive:{body.pk}:{year}:{package.term}")
    package.archive_no = archive_number(
        region=body.region.code, body=body.code2 or str(body.pk), year=year, term=package.term, serial=serial
    )
    package.state, package.archived_at = PackageState.ARCHIVED, now
    package.file, package.digest = stored, packing.sm3_of(made.content)


def _whole(case_id: int) -> Case:
    related = ("version__item__entry", "department__region", "intake_department", "applicant", "agent", "handling")
    return Case.objects.select_related(*related, "licence__file", "licence__issuer", "delivery__signature").get(
        pk=case_id
    )


def _packed(package: ArchivePackage, file_list: Document) -> _Packed:
    case = package.case
    assert package.flow_sheet_id is not None, "a package begins with its record of the approval"
    sheet = Document.objects.select_related("file").get(pk=package.flow_sheet_id)
    found = [archive_piece(sheet, case), archive_piece(file_list, case), *pieces_of(case)]
    pieces = [piece for piece in found if piece.stored is not None]
    contents = {piece.path: _read(piece) for piece in pieces}
    pages = {piece.path: piece.pages for piece in pieces}
    metadata = metadata_of(package, pieces=len(pieces), pages=sum(pages.values()))
    contents[packing.METADATA] = packing.as_json(metadata)
    contents[packing.SCHEMA] = SCHEMA.read_bytes()
    contents[packing.READ_ME] = packing.READ_ME_WORDS.encode()
    manifest = packing.manifest_of(contents, pages, {piece.path: piece.title for piece in pieces}, _about(package))
    digest = bytes.fromhex(packing.sm3_of(manifest))
    signature = digest_sealer().seal_digest(digest, seal_name=package.department.name, reason=packing.MANIFEST)
    contents |= {packing.MANIFEST: manifest, packing.SIGNATURE: signature}
    content = packing.zipped(contents, clock.local(case.closed_at or package.ordered_at))
    return _Packed(pieces, contents, metadata, content)


def _about(package: ArchivePackage) -> dict[str, Any]:
    previous = package.previous
    return {
        **{"receipt_no": package.case.receipt_no, "case_no": package.case.case_no or "", "version": package.version},
        **{"body": package.department.name, "previous_sm3": previous.digest if previous else ""},
    }


def _facts(package: ArchivePackage, made: _Packed, stored: StoredFile) -> PackageFacts:
    """What the test looks at: the stored package is opened again, nothing is taken from memory but what was meant."""
    case, kept = package.case, _content(stored)
    entries = packing.unzipped(kept)
    inside = dict(entries)
    said = {row["path"]: row["sha256"] for row in json.loads(inside[packing.MANIFEST])["files"]}
    counted = {row["path"]: row["pages"] for row in package.file_list.content["pieces"]} if package.file_list else {}
    return PackageFacts(
        pieces=[_piece_facts(piece, inside[piece.path], counted) for piece in made.pieces],
        names=[name for name, _bytes in entries],
        listed=[*said, *packing.UNLISTED],
        wrong_digests=[
            name
            for name, content in entries
            if packing.sha256_of(content) != said.get(name) and name not in packing.UNLISTED
        ],
        missing_elements=absent(made.metadata, REQUIRED),
        missing_papers=_missing_papers(case),
        missing_materials=_missing_materials(case),
        gaps=_gaps(case),
        metadata_faults=schema_faults(made.metadata),
        signature_faults=_signature_faults(package, inside),
        read_back=kept == made.content,
    )


def _signature_faults(package: ArchivePackage, inside: Mapping[str, bytes]) -> list[str]:
    """What speaks against the seal of the manifest, as it lies in the package."""
    digest = bytes.fromhex(packing.sm3_of(inside[packing.MANIFEST]))
    check = digest_sealer().check_digest(inside[packing.SIGNATURE], digest)
    if not check.valid:
        return list(check.problems) or [packing.SIGNATURE]
    return [] if check.signer == package.department.name else [check.signer]


def _piece_facts(piece: Piece, content: bytes, listed: Mapping[str, int]) -> PieceFacts:
    assert piece.stored is not None, "only stored pieces are packed"
    media_type = piece.stored.media_type
    return PieceFacts(
        path=piece.path,
        media_type=media_type,
        digest=packing.sha256_of(content),
        kept_digest=piece.stored.digest,
        pages=piece.pages,
        listed_pages=listed.get(piece.path),
        sealed=check_seals(content).valid if piece.sealed and media_type == PDF else None,
        active=media_type == PDF and _is_active(content),
    )


def _is_active(content: bytes) -> bool:
    try:
        refuse_active_pdf(content)
    except Refusal as refusal:
        return refusal.code != "file_damaged"
    return False


def _missing_papers(case: Case) -> list[str]:
    receipt = "D-23" if case.submitted_at else "D-01"
    names = set(EventRow.objects.filter(stream="case", stream_id=case.pk).values_list("name", flat=True))
    answered = names & {"cases.CaseSubmitted", "cases.CaseReceived"}
    needed = papers_needed(
        case.state,
        receipt=receipt if answered else "",
        accepted=case.accepted_at is not None,
        granted=was_granted(case),
    )
    return missing_papers(needed, set(case.documents.exclude(file=None).values_list("kind", flat=True)))


def _missing_materials(case: Case) -> list[str]:
    """Of an accepted case: what was required and is not there. What was owed is told by its own promise
    (容缺), what was pledged by the pledge (告知承诺)."""
    if case.accepted_at is None:
        return []
    rows = Material.objects.filter(case=case, required=True).exclude(state__in=OTHERWISE)
    return [row.spec.name for row in rows.select_related("spec") if not row.is_at_hand]


def _gaps(case: Case) -> list[str]:
    rows = EventRow.objects.filter(stream="case", stream_id=case.pk).order_by("sequence")
    return [str(place) for place, number in enumerate(rows.values_list("sequence", flat=True), 1) if place != number]


def _keep_results(package: ArchivePackage, test: Report) -> None:
    package.tests_made += 1
    package.checks_made, package.checks_passed = len(test.results), test.checks_passed
    package.tested_at = clock.now()
    PackageCheck.objects.bulk_create(
        PackageCheck(
            package=package,
            test=package.tests_made,
            property=result.kind,
            key=result.key,
            passed=result.passed,
            note="、".join(result.faults)[:NOTE_LENGTH],
        )
        for result in test.results
    )


def _read(piece: Piece) -> bytes:
    assert piece.stored is not None, "only stored pieces are packed"
    return _content(piece.stored)


def _content(stored: StoredFile) -> bytes:
    with open_file(stored) as kept:
        return bytes(kept.read())
