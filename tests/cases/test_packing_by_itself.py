"""2.10, S-30: the file of an ended case is packed by itself, its messages with it; what fails is told."""

import json
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings as product
from django.urls import reverse

from cases.models import ArchivePackage, Case, DocumentKind, PackageState
from cases.rules import packing
from cases.services.archiving import order_due_packages, retry_package
from cases.services.handing import hand_over
from cases.services.talks import write_to_applicant, write_to_department
from cases.tasks import pack_ended_cases
from core import clock
from core.clock import SimulatedClock
from core.invariants import check, registered
from core.outbox import drain
from core.services.files import open_file
from notices.models import Message
from supervision.archives import sweep_unarchived
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken, damage
from tests.cases.archived import closed
from tests.cases.results import before_clerk, issued
from tests.cases.walks import at, declined, move
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")
SCRIPT = product.BASE_DIR / "examples" / "archive_check" / "check.py"


def content_of(package: ArchivePackage) -> bytes:
    assert package.file is not None
    with open_file(package.file) as kept:
        return bytes(kept.read())


def checked(folder: Path, content: bytes) -> tuple[int, str]:
    """What the script says, run as a process of its own."""
    path = folder / "package.zip"
    path.write_bytes(content)
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_210_an_ended_case_is_packed_a_day_later_without_anybody(time: SimulatedClock) -> None:
    """Batches, each case once, and nothing for what was packed, is open or was looked at already."""
    first, second, archivist = declined(), declined(), world.staff("档案管理岗")
    drain(["interactive", "pdf"])
    pack_ended_cases()
    assert not ArchivePackage.objects.exists()
    move(time, clock.now() + timedelta(days=1, minutes=1))
    assert order_due_packages(limit=1) == 1 and ArchivePackage.objects.count() == 1
    assert order_due_packages() == 1 and order_due_packages() == 0
    drain(["pdf"])
    pack_ended_cases()
    assert {row.case_id for row in ArchivePackage.objects.all()} == {first.pk, second.pk}
    for package in ArchivePackage.objects.all():
        assert package.is_archived and package.ordered_by is None and package.version == 1
        inside = dict(packing.unzipped(content_of(package)))
        assert json.loads(inside[packing.METADATA])["package"]["ordered_by"] == "系统自动归档"
    page = reverse("cases:archive_package", args=[package.pk])
    assert "系统自动归档" in signed_in(archivist).get(page).content.decode()
    assert not Case.objects.exclude(pack_at=None).exists() and broken() == {}


def test_210_a_case_whose_papers_are_still_being_made_waits_for_them(time: SimulatedClock) -> None:
    declined()
    move(time, clock.now() + timedelta(days=1, minutes=1))
    assert order_due_packages() == 0, "its notice is not drawn yet"
    drain(["pdf"])
    assert order_due_packages() == 1


def test_210_the_days_are_a_setting(time: SimulatedClock, settings: object) -> None:
    settings.ARCHIVE_AFTER_DAYS = 3  # type: ignore[attr-defined]
    declined()
    drain(["pdf"])
    move(time, clock.now() + timedelta(days=2))
    assert order_due_packages() == 0
    move(time, clock.now() + timedelta(days=1, minutes=1))
    assert order_due_packages() == 1


def test_210_messages_and_their_files_are_part_of_the_package(time: SimulatedClock, tmp_path: Path) -> None:
    """C-35: with who wrote what when, and the script that needs no product checks them."""
    applicant, clerk = world.citizen(), world.staff("窗口受理岗")
    case = issued(applicant)
    write_to_department(case, text="平面图改过了，请看附件", files=[world.pdf(), world.pdf()], by=applicant)
    write_to_applicant(case, text="已收到", files=[world.pdf()], by=clerk)
    hand_over(case, before_clerk(case.applicant), by=clerk)
    drain(["interactive", "pdf"])
    move(time, clock.now() + timedelta(days=1, minutes=1))
    pack_ended_cases()
    drain(["pdf"])
    package = ArchivePackage.objects.get()
    assert package.is_archived
    content = content_of(package)
    inside = dict(packing.unzipped(content))
    asked, answered = json.loads(inside[packing.METADATA])["further"]["messages"]
    assert [one["path"] for one in asked["files"]] == ["talk/001-01.pdf", "talk/001-02.pdf"]
    assert (asked["side"], asked["text"]) == ("applicant", "平面图改过了，请看附件")
    assert [one["path"] for one in answered["files"]] == ["talk/002-01.pdf"] and answered["side"] == "department"
    listed = package.file_list.content["pieces"] if package.file_list else []
    assert [row["path"] for row in listed if row["path"].startswith("talk/")] == sorted(
        name for name in inside if name.startswith("talk/")
    )
    code, said = checked(tmp_path, content)
    assert code == 0 and "0 faults" in said
    for change, expected in (
        ({"talk/002-01.pdf": None}, "missing: talk/002-01.pdf of message 2"),
        ({"talk/001-02.pdf": b"%PDF other"}, "changed: talk/001-02.pdf of message 1"),
        ({packing.METADATA: b'{"further": {"messages": []}}'}, "of no message: talk/001-01.pdf"),
        ({packing.METADATA: b"[1, "}, f"cannot be read: {packing.METADATA}"),
    ):
        code, said = checked(tmp_path, _rezipped(inside, change))
        assert code == 1 and expected in said.splitlines()


def _rezipped(inside: dict[str, bytes], change: dict[str, bytes | None]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, content in {**inside, **change}.items():
            if content is not None:
                package.writestr(name, content)
    return out.getvalue()


def test_s30_a_package_that_fails_is_told_to_the_archivist_once(time: SimulatedClock) -> None:
    archivist, case = world.staff("档案管理岗"), closed()
    damage(f"DELETE FROM cases_document WHERE kind = '{DocumentKind.DELIVERY_RECEIPT}'")
    move(time, clock.now() + timedelta(days=1, minutes=1))
    pack_ended_cases()
    drain(["interactive", "pdf"])
    package = ArchivePackage.objects.get()
    assert package.state == PackageState.FAILED
    alarm = Alarm.objects.get(rule="S-30")
    assert (alarm.case_id, alarm.level) == (case.pk, "warning")
    told = Message.objects.get(account_id=archivist.account_id)
    assert told.link == reverse("cases:archive_package", args=[package.pk])
    retry_package(package, by=archivist)
    drain(["interactive", "pdf"])
    move(time, clock.now() + timedelta(days=20))
    assert order_due_packages() == 0 and sweep_unarchived() == 0
    assert Alarm.objects.filter(rule="S-30").count() == 1
    (told,) = (one for one in registered() if one.number == "30.8")
    assert check(told).holds
    damage("DELETE FROM supervision_alarm")
    assert check(told).rows == ((package.pk, case.pk),)


def test_s30_who_is_not_archived_after_five_working_days_is_told_once(time: SimulatedClock) -> None:
    """Ended on Monday 2 March and to be packed a day later: the fifth working day since ends on Tuesday the 10th."""
    case = declined()
    drain(["interactive", "pdf"])
    move(time, at(2026, 3, 9, 17))
    assert sweep_unarchived() == 0
    move(time, at(2026, 3, 11, 9))
    assert sweep_unarchived() == 1 and sweep_unarchived() == 0
    assert Alarm.objects.get(rule="S-30").case_id == case.pk
    order_due_packages()
    drain(["pdf"])
    assert ArchivePackage.objects.get().is_archived
