"""The official lists: taken over without fault or not at all, and compared with what is in force (H95–H98)."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from core.models import EventRow
from core.refusal import Refusal
from govportal.founding.lists import load_lists
from identity.actors import SYSTEM
from items.listfiles import MOST_BYTES, MOST_ROWS, read_list
from items.listgaps import fault_words, gaps_of
from items.models import EntryBasis, ItemVersion, ListKind, ListRow
from items.rules.listrows import HEADINGS
from items.rules.lists import Carried, Listed, gaps
from items.services.cancelling import cancel_version
from items.services.importing import import_item
from items.services.lists import import_list
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
KEEPER = "清单管理岗"
POWER = Carried("市监局", "000131001000", "食品经营许可", "01", ("环境检测",))
SERVICE = Carried("市监局", "002031002000", "政策咨询", "20")
INSPECTION = Carried("市监局", "000631003000", "食品检查", "06")
ITEMS = [POWER, SERVICE, INSPECTION]


def listed(one: Carried, **changes: Any) -> Listed:
    columns = {"body": one.body, "base_code": one.base_code, "name": one.name, "type": one.type}
    return Listed(**{**columns, "accountable": "许可科", "details": ("受理责任",), **changes})


def codes(kind: str, rows: list[Listed]) -> list[tuple[str, str]]:
    return [(gap.code, gap.base_code[2:8]) for gap in gaps(kind, rows, ITEMS)]


BOTH = [listed(POWER), listed(INSPECTION)]


def test_equal_lists_have_no_difference_and_public_services_need_none() -> None:
    assert codes("powers", BOTH) == codes("duties", BOTH) == codes("checks", [listed(INSPECTION)]) == []
    assert codes("services", [listed(POWER, name="环境检测")]) == []


@pytest.mark.parametrize(
    ("kind", "rows", "found"),
    [
        ("powers", [listed(INSPECTION)], [("not_in_list", "013100")]),
        ("powers", [*BOTH, listed(POWER, base_code="000131009000")], [("not_in_force", "013100")]),
        ("powers", [listed(POWER, name="餐饮许可"), listed(INSPECTION)], [("other_name", "013100")]),
        ("powers", [listed(POWER, type="07"), listed(INSPECTION)], [("other_type", "013100")]),
        ("powers", [listed(POWER, body="住建局"), listed(INSPECTION)], [("other_body", "013100")]),
        ("powers", [*BOTH, listed(SERVICE)], [("not_in_force", "203100")]),
        ("duties", [listed(POWER, details=()), listed(INSPECTION)], [("no_duties", "013100")]),
        ("duties", [listed(POWER, accountable=""), listed(INSPECTION)], [("no_accountable", "013100")]),
        ("checks", [], [("not_in_list", "063100")]),
        ("checks", [listed(INSPECTION), listed(POWER)], [("not_in_force", "013100")]),
        ("services", [], [("service_not_listed", "013100")]),
        (
            "services",
            [listed(POWER, name="环境检测"), listed(POWER, name="图纸审查")],
            [("service_not_asked", "013100")],
        ),
    ],
)
def test_every_difference_is_told(kind: str, rows: list[Listed], found: list[tuple[str, str]]) -> None:
    """D63: no power outside the list. H96: duties and unit. H97: only listed services. H98: inspections only."""
    assert codes(kind, rows) == found


def row(version: ItemVersion, **changes: str) -> dict[str, str]:
    entry, body = version.item.entry, version.item.department
    usual = {"事项名称": version.name, "基本编码": entry.base_code, "事项类型": entry.get_type_display()}
    usual |= {"实施主体": body.name, "设定依据": "食品安全法第三十五条", "责任事项": "受理责任；审查责任\n决定责任"}
    usual |= {"责任单位": "许可科", "中介服务事项": "环境检测", "抽查对象": "餐馆", "抽查方式": "随机", "抽查频次": ""}
    return {**usual, "事项类型": "行政许可", **changes}


def csv_of(kind: str, *rows: dict[str, str], encoding: str = "utf-8-sig") -> BytesIO:
    text = StringIO()
    writer = csv.DictWriter(text, HEADINGS[kind], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return BytesIO(text.getvalue().encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_is_taken_over_once_and_then_changes_nothing(encoding: str) -> None:
    version = world.item()
    rows = read_list("duties", csv_of("duties", row(version), encoding=encoding), name="清单.csv").rows
    assert import_list(ListKind.RESPONSIBILITIES, rows, by=SYSTEM, dry_run=True).added == 1
    assert not ListRow.objects.exists()
    for added, same in ((1, 0), (0, 1)):
        done = import_list(ListKind.RESPONSIBILITIES, rows, by=SYSTEM)
        assert (done.added, done.changed, done.removed, done.same, done.faults) == (added, 0, 0, same, ())
    held = ListRow.objects.get()
    assert held.details == ["受理责任", "审查责任", "决定责任"] and held.accountable == "许可科"
    assert EventRow.objects.filter(stream="list").count() == 1
    assert gaps_of(ListKind.RESPONSIBILITIES) == []


def test_a_file_replaces_the_rows_of_the_bodies_it_names_and_of_no_other() -> None:
    first, second, elsewhere = world.item(), world.item(), world.item("住建局")
    import_list(ListKind.POWERS, [row(first), row(second), row(elsewhere)], by=SYSTEM)
    done = import_list(ListKind.POWERS, [row(first, 设定依据="新法")], by=SYSTEM)
    assert (done.added, done.changed, done.removed) == (0, 1, 1)
    assert {one.base_code for one in ListRow.objects.all()} == {
        first.item.entry.base_code,
        elsewhere.item.entry.base_code,
    }


@pytest.mark.parametrize(
    ("kind", "changes", "column", "code"),
    [
        ("powers", {"事项名称": ""}, "事项名称", "empty"),
        ("powers", {"事项名称": "长" * 121}, "事项名称", "too_long"),
        ("powers", {"基本编码": "12"}, "基本编码", "bad_code"),
        ("powers", {"基本编码": "000731001000"}, "基本编码", "code_of_other_type"),
        ("powers", {"事项类型": "行政魔法"}, "事项类型", "unknown_type"),
        ("powers", {"事项类型": "公共服务"}, "事项类型", "wrong_type"),
        ("powers", {"实施主体": "海盗局"}, "实施主体", "unknown_body"),
        ("duties", {"责任单位": " "}, "责任单位", "empty"),
        ("services", {"设定依据": ""}, "设定依据", "empty"),
        ("checks", {}, "事项类型", "wrong_type"),
    ],
)
def test_a_fault_is_told_by_its_row_and_then_nothing_is_stored(
    kind: str, changes: dict[str, str], column: str, code: str
) -> None:
    """H97: a service without basis does not pass. H98: only inspections stand on their list."""
    version = world.item()
    other = "其他" if kind != "services" else version.name
    rows = [row(version, 中介服务事项="别的", 事项名称=other), row(version, **changes)]
    done = import_list(ListKind(kind), rows, by=SYSTEM)
    told = [(fault.row, fault.column, fault.code) for fault in done.faults]
    assert (3, column, code) in told and not ListRow.objects.exists()
    assert all("%(" not in fault_words(fault) for fault in done.faults)


def test_an_item_that_asks_for_an_unlisted_service_cannot_be_published() -> None:
    """H97."""
    known = world.item()
    services = [{"name": "环境检测", "basis": "食品安全法", "days": 5}]
    shape = {"name": known.name, "base_code": known.item.entry.base_code, "intermediaries": services}
    import_list(ListKind.INTERMEDIARIES, [row(known, 中介服务事项="图纸审查")], by=SYSTEM)
    with pytest.raises(Refusal, match="不在中介服务清单"):
        import_item(world.item_shape(**shape), department=known.item.department)
    import_list(ListKind.INTERMEDIARIES, [row(known)], by=SYSTEM)
    assert import_item(world.item_shape(**shape), department=known.item.department).number == 2


def test_a_row_that_stands_twice_is_told() -> None:
    version = world.item()
    done = import_list(ListKind.POWERS, [row(version), row(version)], by=SYSTEM)
    assert [(fault.row, fault.code) for fault in done.faults] == [(3, "twice")]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\xff\xfe\x00\x01", "清单.csv", "workbook_not_text"),
        (b"PK\x03\x04\x00\x00", "清单.csv", "workbook_not_text"),
        (b"PK\x03\x04\x00\x00", "清单.xlsx", "workbook_damaged"),
        (b"x" * (MOST_BYTES + 1), "清单.csv", "too_large"),
        (f"事项名称,基本编码\n{'许可,1' * 2}\n".encode() + b"a,b\n" * MOST_ROWS, "清单.csv", "too_large"),
        ("事项名称,基本编码".encode(), "清单.csv", "no_rows"),
        ("事项名称,基本编码\n,\n".encode(), "清单.csv", "no_rows"),
        (b"a,b\n1,2\n", "清单.csv", "headings_missing"),
        ("事项名称,基本编码\n许可,1\n".encode(), "清单.doc", "workbook_not_xlsx"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_list("powers", BytesIO(data), name=name)
    assert refused.value.code == code and refused.value.field == "file"


def test_a_workbook_with_titles_blanks_and_full_width_digits_is_read_and_faults_name_its_rows() -> None:
    version = world.item()
    cells = row(version)
    book = Workbook()
    for line in (
        ["某市行政权力清单（2026年版）"],
        [],
        list(HEADINGS["powers"]),
        [f" {cells[name]} " for name in HEADINGS["powers"]],
        [],
        [cells[name] if name != "实施主体" else "海盗局" for name in HEADINGS["powers"]],
    ):
        book.active.append(line)
    book.active["B4"] = cells["基本编码"].translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    file = BytesIO()
    book.save(file)
    read = read_list("powers", file, name="清单.XLSX")
    done = import_list(ListKind.POWERS, read.rows, first_row=read.first_row, by=SYSTEM)
    assert [(fault.row, fault.column, fault.code) for fault in done.faults] == [(6, "实施主体", "unknown_body")]
    done = import_list(ListKind.POWERS, read.rows[:2], first_row=read.first_row, by=SYSTEM)
    assert (done.added, done.faults) == (1, ())


def test_missing_columns_are_named() -> None:
    with pytest.raises(Refusal) as refused:
        import_list(ListKind.POWERS, [{"事项名称": "食品经营许可"}], by=SYSTEM)
    assert refused.value.code == "headings" and "基本编码" in refused.value.sentence


def test_a_new_town_has_lists_that_equal_its_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    """H95: the difference is 0, until something changes."""
    service = {"name": "环境检测", "basis": "食品安全法", "days": 5}
    version = world.item(intermediaries=[service])
    world.item("住建局")
    load_lists()
    assert EntryBasis.objects.filter(entry=version.item.entry).count() == 1
    call_command("compare_lists")
    assert capsys.readouterr().out == "0 differences\n"
    cancel_version(version, reason="依法取消", by=SYSTEM)
    with pytest.raises(CommandError, match="3"):
        call_command("compare_lists")
    assert capsys.readouterr().out.endswith("3 differences\n")


def test_the_keeper_tries_a_file_and_takes_it_over_on_the_page() -> None:
    version = world.item()
    client, where = signed_in(world.staff(KEEPER)), reverse("catalogue:official_list", args=["powers"])
    assert "清单之外无权力" in client.get(where).content.decode()

    def posted(data: BytesIO, deed: str) -> str:
        answer = client.post(where, {"file": SimpleUploadedFile("清单.csv", data.getvalue()), "deed": deed})
        assert answer.status_code in (200, 422)
        return answer.content.decode()

    assert "新增 1 条" in posted(csv_of("powers", row(version)), "try") and not ListRow.objects.exists()
    assert "第 2 行" in posted(csv_of("powers", row(version, 实施主体="海盗局")), "import")
    assert "不是文本表格" in posted(BytesIO(b"PK\x03\x04\x00\x00"), "import") and not ListRow.objects.exists()
    assert "清单已导入" in posted(csv_of("powers", row(version)), "import")
    page = client.get(where).content.decode()
    assert "清单与事项库一致" in page and version.item.implementing_code in page


def test_others_read_the_lists_and_cannot_change_them() -> None:
    client = signed_in(world.staff("事项管理岗"))
    for kind in ListKind:
        where = reverse("catalogue:official_list", args=[kind.value])
        assert client.get(where).status_code == 200 and client.post(where).status_code == 404
    assert client.get(reverse("catalogue:official_list", args=["wishes"])).status_code == 404
