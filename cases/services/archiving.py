"""Having the file of an ended case packed, again when something has to be corrected, and handing it to the archives."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.events import PackageListed, PackageOrdered, PackagesTransferred
from cases.models import (
    OF_ARCHIVE,
    ArchivePackage,
    ArchiveTransfer,
    Case,
    CaseState,
    Document,
    DocumentKind,
    PackageState,
    TransferredPackage,
)
from cases.queries.archives import packages_to_transfer
from cases.queries.casefile import archive_piece, pieces_of, unmade_papers
from cases.queries.flow import flow_of
from cases.queries.history import was_granted
from cases.rules.archiving import term_of, transfer_on
from cases.services.life import locked
from cases.services.papers import make_document, order_document
from core import clock
from core.events import Doer
from core.outbox import TryLater, publish
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Role

BATCH = 50
"""Packages ordered in one round."""


def order_package(case: Case, *, reason: str = "", by: Actor) -> ArchivePackage:
    """Have the file of an ended case packed (预归档); a worker makes the package and tests it (2.10).

    A case that is archived already gets a further version, for the given `reason`: an archived one never changes.
    Refuses `forbidden` for anybody but an archivist of the handling body, `not_ended` (2.2), `anonymous` (10.5),
    `reason` for a further version without one, `in_work` (a conflict) while a package of it is being made. Publishes
    PackageOrdered.
    """
    _must_keep(case, by)
    with locked(case) as case:
        if not CaseState(case.state).is_final:
            raise Refusal("not_ended", _("Only the file of a case that has ended goes to the archive."), conflict=True)
        return _ordered(case, reason, by)


def order_due_packages(*, limit: int = BATCH) -> int:
    """Have the files of cases packed whose days after the end are over and whose papers are made (2.10), each in a
    transaction of its own; how many. What was ordered is not found again: a worker that died leaves no gap, one that is
    held waits. Publishes PackageOrdered."""
    unmade = Document.objects.filter(case=OuterRef("pk"), file=None).exclude(kind__in=OF_ARCHIVE)
    due = Case.objects.filter(~Exists(unmade), pack_at__lte=clock.now()).order_by("pack_at", "pk")
    return sum(_order_due(case) for case in due[:limit])


def put_off_packing(*, until: datetime, every: timedelta) -> int:
    """Let the cases whose packing is due wait until then, one more every so often, the latest first; how many. After a
    move of many old cases, so that the papers of the day are not kept waiting."""
    due = list(Case.objects.filter(pack_at__lte=until).order_by("-closed_at", "-pk").only("pack_at"))
    for place, case in enumerate(due):
        case.pack_at = until + place * every
    Case.objects.bulk_update(due, ["pack_at"], batch_size=200)
    return len(due)


def _order_due(case: Case) -> bool:
    try:
        with locked(case) as case:
            if case.pack_at is None:
                return False
            if not CaseState(case.state).is_final or case.packages.exists() or hasattr(case, "anonymised"):
                _seen_to(case)
            else:
                _ordered(case, "", SYSTEM)
    except Refusal:  # somebody holds the case: the next round finds it again
        return False
    return True


def _seen_to(case: Case) -> None:
    case.pack_at = None
    case.save(update_fields=["pack_at"])


def succeed_package(case: Case, *, reason: str, by: Actor) -> ArchivePackage | None:
    """The file of an archived case has grown: a further version, which names the one before; None where none is
    archived yet. Refuses `in_work` (a conflict) while one is being made. Publishes PackageOrdered."""
    with locked(case) as case:
        if not case.packages.exists():
            return None
        return _ordered(case, reason, by)


def _ordered(case: Case, reason: str, by: Actor) -> ArchivePackage:
    if hasattr(case, "anonymised"):
        raise Refusal("anonymous", _("This case is anonymous by now; its archived package stays."), conflict=True)
    last = case.packages.order_by("-version").first()
    if last is not None and not last.is_archived:
        raise Refusal("in_work", _("A package of this case is being made already."), conflict=True)
    if last is not None and not reason.strip():
        raise Refusal("reason", _("Say why a further version is needed."), field="reason")
    now = clock.now()
    ended_on = clock.local(case.closed_at or now).date()
    package = ArchivePackage.objects.create(
        case=case,
        department=case.department,
        version=last.version + 1 if last else 1,
        previous=last,
        reason=reason.strip()[:300] if last else "",
        term=term_of(granted=was_granted(case) is True),
        ordered_at=now,
        ordered_by_id=by.staff_id,
        transfer_on=transfer_on(ended_on, case.department.level),
    )
    _seen_to(case)
    _begin(package, by)
    return package


def retry_package(package: ArchivePackage, *, by: Actor) -> ArchivePackage:
    """Pack and test a package anew that failed its test, after what was wrong has been seen to.

    Refuses `forbidden`, `in_work` (a conflict) unless it failed. Publishes PackageOrdered.
    """
    _must_keep(package.case, by)
    with locked(package.case):
        package = _held(package.pk)
        if package.state != PackageState.FAILED:
            raise Refusal("in_work", _("Only a package that failed its test is tested again."), conflict=True)
        package.state = PackageState.ORDERED
        _begin(package, by)
    return package


def list_package(package_id: int) -> None:
    """Fix the list of the case file (D-20) with the pages of every piece, once the record of the approval (D-19) and
    all other papers are made; repeats change nothing. Raises TryLater while a paper is being made. Publishes
    PackageListed.
    """
    package = ArchivePackage.objects.select_related("case").get(pk=package_id)
    if package.state != PackageState.ORDERED or package.file_list_id is not None:
        return
    assert package.flow_sheet_id is not None, "a package begins with its record of the approval"
    make_document(package.flow_sheet_id)
    if unmade_papers(package.case):
        raise TryLater("a paper of the case is still being made")
    with locked(package.case) as case:
        package = _held(package_id)
        content = _list_content(package, case)
        by = SYSTEM
        package.file_list = _paper(case, DocumentKind.FILE_LIST, content, by)
        package.save(update_fields=["file_list"])
        publish(PackageListed(package_id=package.pk, case_id=case.pk), by=by)


def hand_to_archives(package_ids: Collection[int], *, archives: str, receipt: str, by: Actor) -> ArchiveTransfer:
    """Write down that packages whose years are over went to the archives, with the number of their receipt.

    Refuses `packages` for none, or one that is not due or not of the archivist's body, `archives` and `receipt` when
    they are empty, `receipt` for one that was used. Publishes PackagesTransferred.
    """
    if not archives.strip() or not receipt.strip():
        missing = "receipt" if archives.strip() else "archives"
        raise Refusal(missing, _("Name the archives and the number of their receipt."), field=missing)
    with transaction.atomic():
        due = packages_to_transfer(by, clock.today()).filter(pk__in=package_ids)
        packages = list(due.select_for_update(of=("self",)).order_by("pk"))
        bodies = {package.department_id for package in packages}
        if not packages or len(packages) != len(set(package_ids)) or len(bodies) != 1:
            raise Refusal("packages", _("Choose packages of one body whose years are over."), field="packages")
        transfer = _transfer(bodies.pop(), archives.strip()[:80], receipt.strip()[:60], by)
        rows = [TransferredPackage(transfer=transfer, package=package) for package in packages]
        TransferredPackage.objects.bulk_create(rows)
        publish(PackagesTransferred(transfer_id=transfer.pk, packages=len(rows)), by=by)
    return transfer


def _transfer(department_id: int, archives: str, receipt: str, by: Actor) -> ArchiveTransfer:
    facts = {"department_id": department_id, "archives": archives, "receipt": receipt, "made_by_id": by.staff_id}
    try:
        with transaction.atomic():
            return ArchiveTransfer.objects.create(**facts, made_at=clock.now())
    except IntegrityError as error:
        raise Refusal("receipt", _("This receipt was written down before."), field="receipt") from error


def _must_keep(case: Case, by: Actor) -> None:
    if not by.has_role(Role.ARCHIVIST) or case.department_id not in by.department_ids:
        raise Refusal("forbidden", _("The archivist of the handling body archives its cases."))


def _held(package_id: int) -> ArchivePackage:
    return ArchivePackage.objects.select_for_update(of=("self",)).select_related("case").get(pk=package_id)


def _begin(package: ArchivePackage, by: Actor) -> None:
    """Order the record of the approval (D-19) and tell the worker."""
    case = package.case
    lines = [
        {
            **{"stage": line.stage, "unit": line.unit, "person": line.person, "verdict": line.verdict},
            **{"opinion": line.opinion, "at": clock.local(line.ended_at).isoformat(timespec="minutes")},
        }
        for line in flow_of(case)
    ]
    content = {"applicant": case.applicant_name, "lines": lines, "ending": str(case.get_state_display())}
    package.flow_sheet, package.file_list = _paper(case, DocumentKind.FLOW_SHEET, content, by), None
    package.save(update_fields=["state", "flow_sheet", "file_list"])
    publish(PackageOrdered(package_id=package.pk, case_id=case.pk, version=package.version), by=by)


def _paper(case: Case, kind: DocumentKind, content: dict[str, Any], by: Doer) -> Document:
    serial = case.documents.filter(kind=kind).count() + 1
    return order_document(case, kind, content=content, by=by, at=clock.now(), serial=serial)


def _list_content(package: ArchivePackage, case: Case) -> dict[str, Any]:
    """What D-20 says: every piece in order with its pages; the record of the approval comes first."""
    assert package.flow_sheet_id is not None, "a package begins with its record of the approval"
    sheet = Document.objects.select_related("file").get(pk=package.flow_sheet_id)
    pieces = [archive_piece(sheet, case), *pieces_of(case)]
    rows = [
        {
            **{"path": piece.path, "title": piece.title, "number": piece.number, "pages": piece.pages},
            "on": clock.local(piece.at).date().isoformat() if piece.at else "",
        }
        for piece in pieces
    ]
    return {
        **{"applicant": case.applicant_name, "pieces": rows, "pages": sum(piece.pages for piece in pieces)},
        **{"version": package.version, "term": str(package.get_term_display()), "reason": package.reason},
        "ended_on": clock.local(case.closed_at or package.ordered_at).date().isoformat(),
    }
