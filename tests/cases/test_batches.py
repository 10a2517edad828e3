"""Batch intake: every row checked, errors named by row and column, nothing lost, nothing filed twice (C-03, C-04)."""

import csv
from collections.abc import Mapping
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from cases.models import BatchRow, BatchRowState, Case, CaseState, IntakeBatch, MaterialState, Resolver
from cases.queries.batches import headings_of
from cases.services import batches
from cases.services.batches import file_rows, receive_batch
from core.identifiers import fictional_id_number
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.spaces.papers import licence
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("calendar")
FORM, LICENCE = "申请书", "营业执照"
QUESTION = {
    "ask": "您的主体业态是？",
    "options": [{"label": "餐饮服务", "adds": ["卫生制度"]}, {"label": "食品销售", "adds": []}],
}
FIELDS = [
    {"key": "place", "label": "经营场所", "type": "text", "required": True},
    {"key": "area", "label": "面积", "type": "integer", "required": True},
]


@pytest.fixture
def clerk() -> Actor:
    return world.staff("窗口受理岗")


@pytest.fixture
def version() -> ItemVersion:
    licensed = world.material(LICENCE, source="government", licence=LICENCE)
    materials = [world.material(FORM), licensed, world.material("卫生制度", required=False)]
    return world.item(materials=materials, form=FIELDS, situations=[QUESTION])


def person(number: int, name: str = "") -> dict[str, str]:
    code = fictional_id_number("320582", date(1988, 4, 9), 500 + number)
    return {"个人或企业": "个人", "申请人名称": name or f"申请人{number}", "公民身份号码或统一社会信用代码": code}


def row(number: int, **changes: str) -> dict[str, str]:
    usual = {"手机号": "13900000001", "您的主体业态是？": "食品销售", "经营场所": f"沙洲中路{number}号", "面积": "120"}
    return {**person(number), **usual, f"纸质：{FORM}": "有", **changes}


def book(version: ItemVersion, *rows: Mapping[str, Any], extra: str = "") -> BytesIO:
    """A workbook with the headings of the item and these rows."""
    headings = [one.words for one in headings_of(version)]
    made, out = Workbook(), BytesIO()
    sheet = made.active
    assert sheet is not None
    sheet.append([*headings, extra] if extra else headings)
    for one in rows:
        assert set(one) <= set(headings), set(one) - set(headings)
        sheet.append([one.get(heading, "") for heading in headings])
    made.save(out)
    out.seek(0)
    return out


def received(version: ItemVersion, clerk: Actor, *rows: Mapping[str, Any]) -> IntakeBatch:
    return receive_batch(version, book(version, *rows), name="批量.xlsx", by=clerk)


def states(batch: IntakeBatch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("state", flat=True))


def faults(batch: IntakeBatch) -> dict[int, list[list[str]]]:
    return {one.number: one.faults for one in batch.rows.exclude(faults=[])}


def test_sound_rows_become_cases_of_their_own_and_what_is_complete_is_accepted(
    version: ItemVersion, clerk: Actor
) -> None:
    """C-03, C-04: one holds his licence, one does not and waits for it."""
    batch = received(version, clerk, row(1), row(2))
    assert states(batch) == ["sound", "sound"] and not Case.objects.exists()
    holder = Party(kind="person", name="申请人1", code_type="111", created_at=batch.created_at)
    holder.set_code(person(1)["公民身份号码或统一社会信用代码"])
    holder.save()
    licence(holder, name=LICENCE)
    assert file_rows(batch, by=clerk) == 0
    first, second = (one.case for one in batch.rows.order_by("number"))
    assert first is not None and second is not None
    assert first.applicant == holder and first.accepted_at is not None
    assert first.answers["place"] == "沙洲中路1号" and first.answers["area"] == 120
    assert first.materials.get(spec__name=FORM).resolver == Resolver.PAPER
    assert (second.state, second.materials.get(spec__name=LICENCE).state) == (CaseState.RECEIVED, MaterialState.NEEDED)
    assert LICENCE in batch.rows.get(case=second).note
    assert broken() == {}


def test_errors_are_named_by_row_and_column_and_the_sound_rows_stay_sound(version: ItemVersion, clerk: Actor) -> None:
    letters = dict(zip([one.words for one in headings_of(version)], "ABCDEFGH", strict=False))
    batch = received(
        version,
        clerk,
        row(1),
        row(2, 面积="很大"),
        row(3) | {"公民身份号码或统一社会信用代码": "320582198804095001"},
        row(4) | {"您的主体业态是？": "别的"},
        row(5) | {"个人或企业": "神仙"},
        row(6) | {"手机号": "12345"},
        row(7) | {"经营场所": ""},
        row(8) | {"申请人名称": ""},
    )
    found = {number: [column for column, _words in said] for number, said in faults(batch).items()}
    assert found == {
        3: [letters["面积"]],
        4: [letters["公民身份号码或统一社会信用代码"]],
        5: [letters["您的主体业态是？"]],
        6: [letters["个人或企业"]],
        7: [letters["手机号"]],
        8: [letters["经营场所"]],
        9: [letters["申请人名称"]],
    }
    assert states(batch) == ["sound", *["faulty"] * 7]
    file_rows(batch, by=clerk)
    assert Case.objects.count() == 1 and batch.rows.count() == 8, "nothing is lost"


def test_the_same_file_is_the_same_batch_and_the_same_row_is_taken_in_once(version: ItemVersion, clerk: Actor) -> None:
    file = book(version, row(1), row(1))
    batch = receive_batch(version, file, name="批量.xlsx", by=clerk)
    assert states(batch) == ["sound", "faulty"] and "第 2 行" in batch.rows.get(number=3).faults[0][1]
    file.seek(0)
    assert receive_batch(version, file, name="改名.xlsx", by=clerk) == batch
    file_rows(batch, by=clerk)
    file_rows(batch, by=clerk)
    again = received(version, clerk, row(1), row(2))
    case = Case.objects.get()
    assert states(again) == ["faulty", "sound"]
    assert (case.case_no or case.receipt_no or "") in again.rows.get(number=2).faults[0][1]
    file_rows(again, by=clerk)
    assert Case.objects.count() == 2


def test_a_row_of_two_files_that_were_checked_before_either_was_filed_is_filed_once(
    version: ItemVersion, clerk: Actor
) -> None:
    first, second = received(version, clerk, row(1)), received(version, clerk, row(1), row(2))
    file_rows(first, by=clerk)
    file_rows(second, by=clerk)
    assert Case.objects.count() == 2 and states(second) == ["faulty", "filed"]
    assert broken() == {}


def test_somebody_elses_name_on_a_known_number_is_told(version: ItemVersion, clerk: Actor) -> None:
    known = Party.objects.get(pk=world.citizen(name="林晓").self_party_id)
    batch = received(version, clerk, row(1) | {"公民身份号码或统一社会信用代码": known.code})
    assert states(batch) == ["faulty"] and known.code not in str(faults(batch))


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_take_in_one_batch_at_once_make_each_case_once(
    version: ItemVersion, clerk: Actor, time: object
) -> None:
    batch, other = received(version, clerk, *(row(number) for number in range(1, 7))), world.staff("窗口受理岗")
    at_once(lambda: file_rows(batch, by=clerk), lambda: file_rows(batch, by=other))
    file_rows(batch, by=clerk)
    assert Case.objects.count() == 6 and states(batch) == ["filed"] * 6
    assert broken() == {}


class TestHostileFiles:
    def refusal(self, version: ItemVersion, clerk: Actor, file: BytesIO, name: str = "批量.xlsx") -> str:
        with pytest.raises(Refusal) as refused:
            receive_batch(version, file, name=name, by=clerk)
        assert not IntakeBatch.objects.exists()
        return refused.value.code

    def test_what_is_no_sheet_of_this_item_is_refused(
        self, version: ItemVersion, clerk: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.refusal(version, clerk, BytesIO(b"no workbook")).startswith("workbook")
        assert self.refusal(version, clerk, BytesIO(b""), "a.exe") == "workbook_not_xlsx"
        assert self.refusal(version, clerk, book(version)) == "batch_empty"
        assert self.refusal(version, clerk, book(version, row(1), extra="密码")) == "unknown_columns"
        other = world.item(form=[*FIELDS, {"key": "more", "label": "别的", "type": "text", "required": False}])
        assert self.refusal(other, clerk, book(version, row(1))) in {"unknown_columns", "headings_missing"}
        monkeypatch.setattr(batches, "MOST_ROWS", 1)
        assert self.refusal(version, clerk, book(version, row(1), row(2))) == "batch_too_long"

    def test_an_item_of_another_body_is_not_his(self, version: ItemVersion) -> None:
        other = world.staff("窗口受理岗", "住建局")
        assert self.refusal(version, other, book(version, row(1))) == "other_department"

    @pytest.mark.parametrize("text", ["=1+1", "\u202e乱", "<script>alert(1)</script>", "长" * 5000, "'; DROP TABLE x"])
    def test_whatever_stands_in_a_cell_stays_text(self, version: ItemVersion, clerk: Actor, text: str) -> None:
        sheet = StringIO()
        writer = csv.writer(sheet)
        headings = [one.words for one in headings_of(version)]
        writer.writerow(headings)
        writer.writerow(
            [(row(1) | {"经营场所": text, "申请人名称": text[:40]}).get(heading, "") for heading in headings]
        )
        batch = receive_batch(version, BytesIO(sheet.getvalue().encode()), name="批量.csv", by=clerk)
        file_rows(batch, by=clerk)
        page = browser(clerk).get(reverse("cases:batch", args=[batch.pk])).content.decode()
        assert "<script>alert" not in page and batch.rows.count() == 1


class TestPages:
    def test_the_empty_sheet_filled_in_is_taken_in(self, version: ItemVersion, clerk: Actor) -> None:
        client = browser(clerk)
        answer = client.get(reverse("cases:batch_sheet"), {"version": version.pk})
        empty = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
        sheet = empty.worksheets[0]
        headings = [str(cell.value) for cell in next(sheet.iter_rows())]
        sheet.append([row(1).get(heading, "") for heading in headings])
        out = BytesIO()
        empty.save(out)
        upload = SimpleUploadedFile("批量.xlsx", out.getvalue())
        shown = client.post(reverse("cases:batches"), {"version": version.pk, "file": upload}, follow=True)
        words = shown.content.decode()
        assert "申请人1" in words and "收下 1 行" in words
        batch = IntakeBatch.objects.get()
        done = client.post(reverse("cases:file_batch", args=[batch.pk]), follow=True).content.decode()
        case = Case.objects.get()
        assert (case.case_no or case.receipt_no or "?") in done
        assert "已收件 1 行" in client.get(reverse("cases:batches")).content.decode()

    def test_a_wrong_form_is_told(self, version: ItemVersion, clerk: Actor) -> None:
        client = browser(clerk)
        foreign = world.item("住建局")
        for typed in ({}, {"version": "x"}, {"version": foreign.pk, "file": SimpleUploadedFile("a.csv", b"a")}):
            assert client.post(reverse("cases:batches"), typed).status_code == 422
        assert client.get(reverse("cases:batch_sheet"), {"version": "\0"}).status_code in {302, 400}

    def test_faults_stand_beside_their_row(self, version: ItemVersion, clerk: Actor) -> None:
        batch = received(version, clerk, row(1), row(2, 面积="很大"))
        page = browser(clerk).get(reverse("cases:batch", args=[batch.pk])).content.decode()
        assert "列（面积）：“很大”不能作为“面积”的答案" in page
        assert BatchRow.objects.get(batch=batch, number=3).state == BatchRowState.FAULTY


def browser(actor: Actor) -> Client:
    client = signed_in(actor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    return client
