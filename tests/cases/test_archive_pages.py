"""The archivist's pages: what waits, one package with its test, hand-overs (2.10)."""

import pytest
from django.urls import reverse

from cases.models import ArchivePackage, ArchiveTransfer, CaseRead, PackageState
from core.clock import SimulatedClock
from core.outbox import drain
from tests import world
from tests.cases.paperwork import content_of
from tests.cases.results import follow
from tests.cases.walks import at, declined, move
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")


def test_210_an_archivist_packs_tests_again_versions_and_hands_over(time: SimulatedClock) -> None:
    """The whole way in a browser's words: list, order, page with the test, file, further version, transfer."""
    case, archivist = declined(), world.staff("档案管理岗")
    follow()
    browser, listed = signed_in(archivist), reverse("cases:archives")
    assert case.receipt_no in browser.get(listed).content.decode()
    case.documents.filter(kind="D-04").update(kind="D-08")
    answer = browser.post(reverse("cases:order_packages"), {"case": [case.pk, "x", 10**9]})
    assert answer.headers["Location"] == f"{listed}?tab=work"
    drain(["pdf"])
    package = ArchivePackage.objects.get()
    page = reverse("cases:archive_package", args=[package.pk])
    shown = browser.get(page).content.decode()
    assert "D-04" in shown and "检测未通过" in shown
    assert browser.get(reverse("cases:archive_file", args=[package.pk])).status_code == 404
    case.documents.filter(kind="D-08").update(kind="D-04")
    assert browser.post(page).status_code == 302
    drain(["pdf"])
    package.refresh_from_db()
    assert package.state == PackageState.ARCHIVED and str(package.archive_no) in browser.get(page).content.decode()
    file = browser.get(reverse("cases:archive_file", args=[package.pk]))
    assert b"".join(file.streaming_content) == content_of(package.file)  # type: ignore[arg-type, attr-defined]
    assert CaseRead.objects.filter(case=case, who=archivist.label).count() == 2
    assert browser.post(page, {"reason": " "}).status_code == 422
    assert browser.post(page, {"reason": "漏装一份材料"}).status_code == 302
    assert ArchivePackage.objects.filter(version=2, reason="漏装一份材料").exists()
    move(time, at(2037, 1, 4))
    transfers = reverse("cases:archive_transfers")
    back = signed_in(archivist)
    assert str(package.archive_no) in back.get(transfers).content.decode()
    typed = {"packages": [package.pk], "archives": "张家港市档案馆", "receipt": "接收〔2037〕1号"}
    assert back.post(transfers, {**typed, "receipt": ""}).status_code == 422
    assert back.post(transfers, typed).status_code == 302
    assert ArchiveTransfer.objects.get().packages.get() == package
    assert "接收〔2037〕1号" in back.get(transfers).content.decode()


def test_nothing_ticked_orders_nothing() -> None:
    case, browser = declined(), signed_in(world.staff("档案管理岗"))
    assert browser.post(reverse("cases:order_packages")).headers["Location"].endswith("?tab=todo")
    assert not ArchivePackage.objects.filter(case=case).exists()
