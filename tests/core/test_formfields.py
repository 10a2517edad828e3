"""What people type into forms: understood, explained when wrong, kept as typed."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.fieldtypes import PLAIN_TYPES, field_of
from core.formfields import DecimalTextField, IdNumberField, MoneyField, YesNoField
from core.identifiers import fictional_id_number
from core.tablefield import Column, TableField

COLUMNS = [Column("name", forms.CharField(label="Name")), Column("share", DecimalTextField(label="Share"))]


class Sheet(forms.Form):
    people = TableField(columns=COLUMNS, label="People")


def test_an_identity_number_is_cleaned_to_its_normal_form() -> None:
    number = fictional_id_number("320582", date(1990, 1, 1), 7)
    assert IdNumberField().clean(f" {number.lower()} ") == number


def test_a_wrong_identity_number_is_explained_in_one_sentence() -> None:
    with pytest.raises(ValidationError) as refused:
        IdNumberField().clean("320582199001011234")
    assert len(refused.value.messages) == 1
    assert "320582199001011234" not in refused.value.messages[0]


@pytest.mark.parametrize(("typed", "fen"), [("1,260", 126000), ("0.05", 5), ("12.5", 1250)])
def test_money_typed_in_yuan_becomes_fen(typed: str, fen: int) -> None:
    assert MoneyField().clean(typed) == fen


def test_money_has_no_tenth_of_a_fen() -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean("0.005")


def test_stored_fen_are_shown_as_yuan_and_typed_text_stays() -> None:
    assert MoneyField().prepare_value(126005) == "1260.05"
    assert MoneyField().prepare_value("about ten") == "about ten"


def test_yes_or_no_must_be_answered() -> None:
    assert YesNoField().clean("no") is False
    with pytest.raises(ValidationError):
        YesNoField().clean("")


@pytest.mark.parametrize("type_", [*PLAIN_TYPES, "textarea", "choice", "multichoice", "table"])
def test_every_type_of_an_item_form_has_a_field(type_: str) -> None:
    assert isinstance(field_of(type_, options=["a", "b"], columns=COLUMNS, label="x"), forms.Field)


@pytest.mark.parametrize(("number", "widget"), [(7, forms.RadioSelect), (8, forms.Select)])
def test_long_lists_of_options_fold_into_a_select(number: int, widget: type) -> None:
    assert type(field_of("choice", options=[str(n) for n in range(number)]).widget) is widget


def test_rows_of_a_table_are_read_without_script_and_empty_ones_dropped() -> None:
    typed = {"people-0-name": "Zhou", "people-0-share": "60", "people-1-name": "", "people-1-share": " "}
    form = Sheet({**typed, "people-5-name": "Wu", "people-5-share": "40"})
    assert form.is_valid()
    assert [row["name"] for row in form.cleaned_data["people"]] == ["Zhou", "Wu"]


def test_a_wrong_cell_is_named_by_row_and_column_and_kept() -> None:
    form = Sheet({"people-0-name": "Zhou", "people-0-share": "most"})
    assert not form.is_valid()
    assert "Share" in form.errors["people"][0]
    assert form["people"].value() == [{"name": "Zhou", "share": "most"}]


def test_another_field_with_a_similar_name_is_not_a_row() -> None:
    form = Sheet({"people-x-name": "a", "morepeople-0-name": "b", "people-0-name": "Zhou", "people-0-share": "1"})
    assert form.is_valid()
    assert len(form.cleaned_data["people"]) == 1
