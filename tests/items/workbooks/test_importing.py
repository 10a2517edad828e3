"""Spreadsheets become drafts: good items go in, bad ones are told by sheet and cell, nothing in force is touched."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from core.refusal import Refusal
from identity.actors import SYSTEM
from items.models import BookImport, BookItem, BookStage, Item, ItemDraft, ItemVersion
from items.rules.mapping import profile_from
from items.services import bookruns
from items.services.bookruns import run_check, run_import
from items.services.books import keep_profile, map_book, receive_book, start_check, start_import
from items.workbooks.exporting import export_items
from tests import world
from tests.items.workbooks.messy import messy_file

pytestmark = pytest.mark.django_db


def exported() -> io.BytesIO:
    out = io.BytesIO()
    export_items(Item.objects.all(), out)
    out.seek(0)
    return out


def edited(file: io.BytesIO, sheet: str, changes: dict[str, Any]) -> io.BytesIO:
    """The workbook after somebody changed cells in a spreadsheet program."""
    book = load_workbook(file)
    for cell, value in changes.items():
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def cell_of(file: io.BytesIO, sheet: str, heading: str, row: int = 2) -> str:
    headings = next(load_workbook(file)[sheet].iter_rows(max_row=1))
    return next(f"{cell.column_letter}{row}" for cell in headings if cell.value == heading)


def checked(file: io.BytesIO, name: str = "清单.xlsx", **changes: Any) -> BookImport:
    book = receive_book(file, name=name, by=SYSTEM, department=world.department())
    if not book.own:
        book = map_book(book, profile_from({**(book.definition or {}), **changes}), by=SYSTEM)
    book = start_check(book, by=SYSTEM)
    run_check(book.pk)
    book.refresh_from_db()
    assert book.stage == BookStage.CHECKED, book.job
    return book


def brought_in(book: BookImport) -> BookImport:
    book = start_import(book, by=SYSTEM)
    run_import(book.pk, by=SYSTEM)
    book.refresh_from_db()
    return book


def outcomes(book: BookImport) -> dict[str, str]:
    return dict(BookItem.objects.filter(book=book).order_by("order").values_list("name", "outcome"))


def troubles(book: BookImport, *, grave: bool = True) -> set[tuple[str, str]]:
    found = set()
    for row in BookItem.objects.filter(book=book):
        found |= {(one["cell"], one["code"]) for one in row.troubles if one["grave"] is grave}
    return found


def test_what_was_exported_changes_nothing() -> None:
    world.item(name="甲", situations=[], fees=[{"name": "费", "standard": "每件", "amount_fen": 5510, "basis": "法"}])
    world.item(name="=乙+1", conditions=["有\n两行", "a；b"])
    book = checked(exported())
    assert book.own
    assert outcomes(book) == {"甲": "unchanged", "=乙+1": "unchanged"}
    brought_in(book)
    assert not ItemDraft.objects.exists()


def test_a_changed_cell_becomes_a_draft_and_what_is_in_force_stays() -> None:
    version = world.item(name="甲")
    file = exported()
    days = cell_of(file, "事项", "承诺办结时限")
    book = checked(edited(file, "事项", {days: "３个工作日"} | {days: "３"}))
    row = BookItem.objects.get(book=book)
    assert [(c["place"], c["cell"], c["before"], c["after"]) for c in row.changes] == [
        ("promised_days", f"事项!{days}", 5, 3)
    ]
    brought_in(book)
    draft = ItemDraft.objects.get()
    assert (draft.content["promised_days"], draft.based_on_id, draft.state) == (3, version.pk, "draft")
    assert ItemVersion.objects.get(pk=version.pk).promised_days == 5


def test_importing_the_same_file_again_changes_nothing() -> None:
    world.item(name="甲")
    file = exported()
    file = edited(file, "事项", {cell_of(file, "事项", "承诺办结时限"): 3})
    brought_in(checked(file))
    file.seek(0)
    again = checked(file)
    assert outcomes(again) == {"甲": "unchanged"}
    brought_in(again)
    assert ItemDraft.objects.get().revision == 1


def test_a_wrong_cell_keeps_its_item_out_and_lets_the_others_in() -> None:
    world.item(name="甲", base_code="000131016000")
    world.item(name="乙", base_code="000131017000")
    file = exported()
    kind, days = cell_of(file, "事项", "办件类型"), cell_of(file, "事项", "承诺办结时限", 3)
    visits = cell_of(file, "事项", "到办事现场次数")
    book = brought_in(checked(edited(file, "事项", {kind: "联办件", visits: "约一次", days: 4})))
    assert sorted(outcomes(book).values()) == ["bad", "changed"]
    assert troubles(book) == {(f"事项!{kind}", "not_in_list"), (f"事项!{visits}", "not_an_integer")}
    assert ItemDraft.objects.get().content["promised_days"] == 4


def test_rows_of_a_table_are_changed_where_they_stand() -> None:
    world.item(name="甲")
    file = exported()
    basis = cell_of(file, "申请材料", "要求依据", 3)
    book = checked(edited(file, "申请材料", {basis: "审查通则"}))
    change = BookItem.objects.get(book=book).changes[0]
    assert (change["place"], change["cell"], change["after"]) == ("materials.2.basis", "申请材料!A3", "审查通则")


def test_a_missing_column_or_sheet_leaves_its_elements_alone() -> None:
    world.item(name="甲")
    book = load_workbook(exported())
    del book["申请材料"]
    book["事项"].delete_cols(10, 30)
    out = io.BytesIO()
    book.save(out)
    assert set(outcomes(checked(out)).values()) == {"unchanged"}


def test_strange_sheets_columns_and_rows_are_told() -> None:
    world.item(name="甲")
    book = load_workbook(exported())
    book.create_sheet("便签").append(["记"])
    book["事项"].cell(1, 200, "颜色")
    book["常见问题"].append(["不存在的编码", "", "问", "答"])
    out = io.BytesIO()
    book.save(out)
    found = {(one["code"], one["cell"]) for one in checked(out).troubles}
    assert found == {("unknown_sheet", "便签"), ("unknown_column", "事项!GR1"), ("stray_row", "常见问题!A2")}


def test_base_code_and_body_of_an_item_are_not_changed_by_a_file() -> None:
    """I-06: what an item is stays as it is."""
    world.item(name="甲")
    world.department("住建局")
    file = exported()
    code, body = cell_of(file, "事项", "基本编码"), cell_of(file, "事项", "实施主体")
    book = checked(edited(file, "事项", {code: "000131999000", body: "张家港市住建局"}))
    assert troubles(book) == {(f"事项!{code}", "identity_changed"), (f"事项!{body}", "other_body")}


def test_a_draft_under_review_is_not_overwritten() -> None:
    world.item(name="甲")
    file = exported()
    file = edited(file, "事项", {cell_of(file, "事项", "承诺办结时限"): 3})
    brought_in(checked(file))
    ItemDraft.objects.update(state="legal")
    file = edited(file, "事项", {cell_of(file, "事项", "承诺办结时限"): 2})
    assert {code for _cell, code in troubles(checked(file))} == {"under_review"}


def test_a_messy_list_becomes_drafts_or_is_told_by_cell() -> None:
    """1.2, 1.3: older codes are kept as local codes and name the type."""
    world.department()
    book = checked(messy_file(), self_made=True)
    assert outcomes(book) == {
        "药品零售企业筹建许可": "new",
        "第二类医疗器械备案": "new",
        "价格违法处罚": "bad",
        "计量器具检定": "bad",
    }
    assert troubles(book) == {
        ("权力清单!C9", "rounded"),
        ("权力清单!D9", "not_in_list"),
        ("权力清单!E10", "faulty_cell"),
        ("权力清单!J10", "not_a_limit"),
    }
    brought_in(book)
    retail, filing = (draft.content for draft in ItemDraft.objects.order_by("pk"))
    assert (retail["local_code"], retail["type"], retail["kind"]) == ("62052400MZ-XK-0001", "01", "instant")
    assert (retail["statutory_days"], retail["statutory_unit"]) == (20, "WD")
    assert [(m["name"], m["originals"]) for m in retail["materials"]] == [("申请表", 2), ("营业执照", 1), ("平面图", 1)]
    assert retail["audience"] == ["企业法人", "个体工商户"]
    assert retail["legal_basis"][0]["article"] == "第五十一条"
    assert (filing["type"], filing["statutory_days"], filing["statutory_unit"]) == ("10", 30, "ND")
    assert [(m["name"], m["originals"], m["copies"]) for m in filing["materials"]] == [
        ("身份证", 0, 1),
        ("备案表", 2, 0),
    ]
    assert len({retail["base_code"], filing["base_code"]} - {""}) == 2


def test_an_item_the_directory_does_not_know_needs_a_code_unless_bodies_may_make_them() -> None:
    world.department()
    assert ("权力清单!B5", "not_in_directory") in troubles(checked(messy_file()))


def test_a_profile_serves_the_next_file_and_translates_foreign_words() -> None:
    world.department()
    book = receive_book(messy_file(), name="一.xlsx", by=SYSTEM, department=world.department())
    profile = profile_from({**(book.definition or {}), "self_made": True, "codes": {"type": {"行政处法": "02"}}})
    kept = keep_profile(profile, name="甲县权力清单", by=SYSTEM)
    again = checked(messy_file(), **kept.definition)
    assert ("权力清单!D9", "not_in_list") not in troubles(again)


def test_a_stopped_import_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        world.item(name=f"事项{number}", base_code=f"00013180{number}000")
    file = exported()
    days = [cell_of(file, "事项", "承诺办结时限", row) for row in (2, 3, 4)]
    book = start_import(checked(edited(file, "事项", dict.fromkeys(days, 3))), by=SYSTEM)
    true_deed, calls = bookruns.put_into_draft, []

    def killed_at_the_second(*args: Any, **words: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return true_deed(*args, **words)

    monkeypatch.setattr(bookruns, "put_into_draft", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run_import(book.pk, by=SYSTEM)
    assert BookItem.objects.filter(book=book, done=True).count() == 1
    run_import(book.pk, by=SYSTEM)
    book.refresh_from_db()
    assert (book.stage, len(calls), ItemDraft.objects.count()) == (BookStage.DONE, 4, 3)
    assert set(ItemDraft.objects.values_list("revision", flat=True)) == {1}


def test_an_import_runs_once() -> None:
    book = brought_in(checked(exported_one()))
    with pytest.raises(Refusal) as refused:
        start_import(book, by=SYSTEM)
    assert refused.value.code == "book_under_way"


def exported_one() -> io.BytesIO:
    world.item(name="甲")
    return exported()


def test_the_commands_say_nothing_changes_after_an_export(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    world.item(name="甲")
    path = tmp_path / "清单.xlsx"
    call_command("export_items", str(path))
    call_command("import_items", str(path), "--dry-run")
    assert capsys.readouterr().out == "1 items written\n0 changes\n"


def test_the_command_tells_each_change_and_brings_it_in(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    world.item(name="甲")
    file = exported()
    path = tmp_path / "清单.xlsx"
    days = cell_of(file, "事项", "承诺办结时限")
    path.write_bytes(edited(file, "事项", {days: 3}).getvalue())
    call_command("import_items", str(path), "--dry-run")
    out = capsys.readouterr().out
    assert out.startswith("changed: 甲 (事项!A2)\n  事项!" + days)
    assert out.endswith("5 → 3\n1 changes\n")
    assert not ItemDraft.objects.exists()
    call_command("import_items", str(path))
    assert "0 new, 1 changed, 0 unchanged, 0 bad" in capsys.readouterr().out
    assert ItemDraft.objects.get().content["promised_days"] == 3
