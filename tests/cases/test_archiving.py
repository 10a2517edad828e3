"""The file of an ended case becomes a package that proves itself and never changes (2.10, D-19, D-20, Y49)."""

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from cases.models import ArchivePackage, ArchiveTransfer, Case, DocumentKind, KeepingTerm, PackageState
from cases.queries.archivemeta import SCHEMA
from cases.queries.archives import cases_to_archive, packages_to_transfer, packages_visible_to
from cases.rules.fourproperties import CHECKS
from cases.services.archiving import hand_to_archives, order_package, retry_package
from cases.services.issuing import deliver_result, issue_result, withdraw_case
from cases.services.packing import make_package
from core import clock
from core.clock import SimulatedClock
from core.models import Delivery, DeliveryState
from core.outbox import drain
from core.refusal import Refusal
from core.sealing import check_seals, digest_sealer
from core.services.files import store_file
from deliveries.models import DeliveryWay
from identity.actors import Actor
from linkage.models import Verdict
from supervision.services import rate_case
from tests import world
from tests.brokenness import broken
from tests.cases.archived import closed, packed
from tests.cases.paperwork import content_of, words
from tests.cases.results import follow
from tests.cases.walks import accepted, at, decided, declined, move
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")


def entries(package: ArchivePackage) -> dict[str, bytes]:
    assert package.file is not None
    with ZipFile(BytesIO(content_of(package.file))) as found:
        return {name: found.read(name) for name in found.namelist()}


def metadata(package: ArchivePackage) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(entries(package)["metadata.json"])
    return found


def archived(archivist: Actor) -> ArchivePackage:
    """A row of a package, without the work of making it."""
    case, now = declined(), clock.now()
    return ArchivePackage.objects.create(
        **{"case": case, "department": case.department, "state": PackageState.ARCHIVED, "term": KeepingTerm.D10},
        **{"ordered_at": now, "ordered_by_id": archivist.staff_id, "archive_no": f"no {case.pk}", "archived_at": now},
        **{"file": store_file(world.pdf(), name="a.pdf"), "transfer_on": at(2037, 1, 1).date()},
    )


def test_210_a_closed_case_is_packed_tested_and_archived() -> None:
    """2.10, D-19, D-20: status, number of checks and of those passed, who had it archived and when; every paper and
    material under a stable name, listed with its pages; each level's opinion, name and time."""
    applicant, archivist = world.citizen(name="王秀英"), world.staff("档案管理岗")
    case = closed(applicant)
    package = packed(case, by=archivist)
    assert (package.state, package.tests_made) == (PackageState.ARCHIVED, 1)
    assert package.checks_made == package.checks_passed == len(CHECKS)
    assert package.ordered_by_id == archivist.staff_id and package.archived_at is not None
    assert package.archive_no == "320582-31-2026-D30-000001"
    inside = entries(package)
    manifest = json.loads(inside["manifest.json"])
    assert {row["path"] for row in manifest["files"]} | {"manifest.json", "signature.der"} == set(inside)
    kinds = {name.split("-", 1)[1] for name in inside if name.startswith("papers/")}
    assert kinds >= {"D-23.pdf", "D-03.pdf", "D-12.pdf", "D-16.pdf"}
    assert {"materials/001-01.pdf", "materials/002-01.pdf", "result/licence.pdf"} <= set(inside)
    pages = {row["path"]: row["pages"] for row in manifest["files"] if row["path"].endswith(".pdf")}
    assert pages == {name: len(PdfReader(BytesIO(inside[name])).pages) for name in pages}
    assert package.file_list is not None
    rows = package.file_list.content["pieces"]
    assert {row["path"] for row in rows} == set(pages) - {"archive/D-20.pdf"}
    text = words(case, DocumentKind.FILE_LIST)
    assert "案卷目录" in text and "准予行政许可决定书" in text and "审批流转表" in text
    assert f"共{len(rows)}件、{sum(row['pages'] for row in rows)}页" in text
    assert (package.pieces, package.pages) == (len(pages), sum(pages.values()))
    sheet = words(case, DocumentKind.FLOW_SHEET)
    for review in case.reviews.select_related("decided_by", "stage"):
        assert review.decided_by and review.decided_by.name in sheet and review.stage.title in sheet
    assert sheet.count("符合条件") == 2
    assert "予以受理" in sheet and "送达申请人" in sheet and "2026年3月2日10时00分" in sheet
    assert check_seals(inside["archive/D-19.pdf"]).valid
    digest = hashlib.new("sm3", inside["manifest.json"]).digest()
    check = digest_sealer().check_digest(inside["signature.der"], digest)
    assert check.valid and check.signer == package.department.name
    assert not digest_sealer().check_digest(inside["signature.der"], digest[::-1]).valid
    document = case.documents.get(kind=DocumentKind.FLOW_SHEET)
    own = signed_in(applicant)
    assert own.get(reverse("cases:document_file", args=[case.pk, document.pk])).status_code == 404
    assert str(document.number) not in own.get(reverse("cases:space_case", args=[case.pk])).content.decode()
    assert broken() == {}


def test_210_an_archived_package_never_changes_and_a_correction_is_a_further_version() -> None:
    """2.10, 2.13: the next version says why, names the one it follows by its digest, and holds what came since."""
    applicant, archivist = world.citizen(name="王秀英"), world.staff("档案管理岗")
    case = closed(applicant)
    first = packed(case, by=archivist)
    for statement in (
        "UPDATE cases_archivepackage SET pages = 0",
        "DELETE FROM cases_archivepackage",
        "UPDATE cases_packagecheck SET passed = false",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    make_package(first.pk)
    assert ArchivePackage.objects.get(pk=first.pk).tests_made == 1
    with pytest.raises(Refusal) as refused:
        order_package(case, by=archivist)
    assert refused.value.code == "reason"
    rate_case(case, level=1, text="很快", by=applicant)
    second = packed(case, reason="补入评价", by=archivist)
    assert (second.version, second.previous_id, second.reason) == (2, first.pk, "补入评价")
    before, after = entries(first), entries(second)
    assert {name for name in before if before[name] != after.get(name)} == {
        *("manifest.json", "signature.der", "metadata.json", "archive/D-19.pdf", "archive/D-20.pdf")
    }
    assert json.loads(after["manifest.json"])["previous_sm3"] == first.digest
    assert second.archive_no != first.archive_no and broken() == {}
    said, schema = metadata(second), json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(said)) == []
    assert said["package"]["previous_digest"] == first.digest
    assert said["application"]["applicant"]["code"] == case.applicant.code  # type: ignore[index]
    assert metadata(first)["evaluation"] is None and said["evaluation"]["text"] == "很快"
    assert after["schema.json"] == SCHEMA.read_bytes()


def test_210_a_package_that_fails_its_test_is_not_archived_and_can_be_tested_again() -> None:
    """S-30: the named checks say what is missing and what changed since it came in; afterwards it is tested anew."""
    archivist, case = world.staff("档案管理岗"), declined()
    follow()
    first, second = case.materials.order_by("spec__order")
    stored, decision = first.files.get().file, case.documents.get(kind=DocumentKind.DECLINE_NOTICE)
    genuine = content_of(stored)
    default_storage.delete(stored.path)
    default_storage.save(stored.path, ContentFile(world.pdf().read()))
    case.documents.filter(pk=decision.pk).update(kind=DocumentKind.SPECIAL_NOTICE)
    second.files.all().delete()
    package = packed(case, by=archivist)
    failed = package.checks.filter(passed=False).order_by("pk")
    assert package.state == PackageState.FAILED and package.file_id is None and package.archive_no is None
    found = [(check.property, check.key, check.note) for check in failed]
    assert found == [("authenticity", "unchanged", "materials/001-01.pdf"), ("integrity", "papers", "D-04")]
    default_storage.delete(stored.path)
    default_storage.save(stored.path, ContentFile(genuine))
    case.documents.filter(pk=decision.pk).update(kind=DocumentKind.DECLINE_NOTICE)
    retry_package(package, by=archivist)
    drain(["pdf"])
    package.refresh_from_db()
    assert (package.state, package.tests_made) == (PackageState.ARCHIVED, 2)
    assert package.checks.count() == 2 * len(CHECKS) and broken() == {}
    assert f"{second.spec.name}（纸质原件）" in words(case, DocumentKind.FILE_LIST)


@pytest.mark.parametrize("ending", ["withdrawn", "refused"])
def test_22_every_ending_can_be_archived(ending: str) -> None:
    """2.2: the papers the ending demands are there, so the test passes; nothing that gave a right is kept 30 years."""
    applicant = world.citizen(name="王秀英")
    case = accepted(applicant)
    if ending == "withdrawn":
        withdraw_case(case, by=applicant)
    else:
        case = issue_result(decided(case, Verdict.OBJECT, "不符合法定条件，缺少证明"), by=world.staff("制证岗"))
        deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=world.staff("窗口受理岗"))
    follow()
    package = packed(Case.objects.get(pk=case.pk))
    assert package.state == PackageState.ARCHIVED, list(package.checks.filter(passed=False).values_list("key", "note"))
    assert package.term == "D10"


def test_the_package_waits_until_every_paper_is_made() -> None:
    """The truth is in the rows: a worker that comes too early tries again."""
    case = declined()
    follow()
    receipt = case.documents.get(kind=DocumentKind.RECEIPT)
    case.documents.filter(pk=receipt.pk).update(file=None)
    package = order_package(case, by=world.staff("档案管理岗"))
    drain(["pdf"])
    assert Delivery.objects.get(reactor__endswith="list_ordered_package").state == DeliveryState.WAITING
    case.documents.filter(pk=receipt.pk).update(file=receipt.file_id)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(run_after=package.ordered_at)
    drain(["pdf"])
    package.refresh_from_db()
    assert package.state == PackageState.ARCHIVED


def test_who_archives_what_and_when() -> None:
    """An archivist of the handling body, an ended case, one package at a time."""
    archivist, case = world.staff("档案管理岗"), declined()
    for stranger in (world.staff("窗口受理岗"), world.staff("档案管理岗", "住建局"), world.citizen()):
        with pytest.raises(Refusal) as refused:
            order_package(case, by=stranger)
        assert refused.value.code == "forbidden"
        assert not cases_to_archive(stranger).exists() and not packages_visible_to(stranger).exists()
    assert list(cases_to_archive(archivist)) == [case]
    with pytest.raises(Refusal) as refused:
        order_package(accepted(), by=archivist)
    assert refused.value.code == "not_ended"
    order_package(case, by=archivist)
    with pytest.raises(Refusal) as refused:
        order_package(case, by=archivist)
    assert refused.value.code == "in_work" and refused.value.conflict
    assert not cases_to_archive(archivist).exists()


def test_210_packages_go_to_the_archives_when_their_years_are_over(time: SimulatedClock) -> None:
    """2.10: each once, together with the number of the receipt, which is written down once."""
    archivist = world.staff("档案管理岗")
    first, second = archived(archivist), archived(archivist)
    name = "张家港市档案馆"

    def refusal_of(*packages: ArchivePackage, archives: str = name, receipt: str = "接收〔2037〕1号") -> str:
        with pytest.raises(Refusal) as refused:
            hand_to_archives([each.pk for each in packages], archives=archives, receipt=receipt, by=archivist)
        return refused.value.code

    assert refusal_of(first) == "packages"
    move(time, at(2037, 1, 4))
    assert (refusal_of(first, archives=" "), refusal_of(first, receipt=""), refusal_of()) == (
        *("archives", "receipt"),
        "packages",
    )
    assert {*packages_to_transfer(archivist, clock.today())} == {first, second}
    transfer = hand_to_archives([first.pk], archives=name, receipt="接收〔2037〕1号", by=archivist)
    assert list(transfer.packages.all()) == [first]
    assert list(packages_to_transfer(archivist, clock.today())) == [second]
    assert (refusal_of(first, receipt="2"), refusal_of(second)) == ("packages", "receipt")
    assert ArchiveTransfer.objects.count() == 1
