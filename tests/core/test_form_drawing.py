"""Any Django form comes out as our components: tied together, errors on top, options as big targets."""

import pytest
from django import forms
from django.template import Context, Template

from core.fieldtypes import field_of
from core.formfields import DecimalTextField
from core.tablefield import Column


class Opening(forms.Form):
    area = DecimalTextField(label="Area", help_text="As in the lease")
    mode = field_of("choice", options=["Shop", "Canteen"], label="Mode")
    note = field_of("textarea", label="Note", required=False)
    staff = field_of("table", columns=[Column("name", forms.CharField(label="Name"))], label="Staff", required=False)
    agree = forms.BooleanField(label="I agree")
    step = forms.CharField(widget=forms.HiddenInput)


def drawn(data: dict[str, str] | None = None) -> str:
    return Template("{% load gp_forms %}{% form_fields form %}").render(Context({"form": Opening(data)}))


def test_hint_and_error_are_tied_to_their_input() -> None:
    page = drawn({"area": "about eighty"})
    assert 'aria-describedby="id_area_helptext id_area_error"' in page
    assert 'id="id_area_helptext"' in page
    assert 'id="id_area_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_summary_links_every_message_to_where_it_can_be_mended() -> None:
    page = drawn({"area": "about eighty"})
    summary = page[: page.index("gp-field")]
    for target in ("#id_area", "#id_mode_0", "#id_agree"):
        assert f'href="{target}"' in summary
        assert f'id="{target[1:]}"' in page


def test_a_hidden_field_that_is_wrong_is_told_in_the_summary() -> None:
    page = drawn({"area": "1", "mode": "Shop", "agree": "on"})
    assert "gp-errors" in page


def test_a_fresh_form_accuses_nobody() -> None:
    page = drawn()
    assert "gp-errors" not in page
    assert "data-error" not in page


def test_what_was_typed_is_still_there() -> None:
    assert 'value="about eighty"' in drawn({"area": "about eighty"})


def test_only_what_may_be_left_out_says_so() -> None:
    page = drawn()
    assert page.count("<small>") == 2


def test_options_are_grouped_under_their_question() -> None:
    page = drawn()
    assert page.count("<legend>") == 2
    assert page.count('class="gp-option"') == 3


@pytest.mark.parametrize("attribute", [" style=", "onclick="])
def test_nothing_needs_inline_code(attribute: str) -> None:
    assert attribute not in drawn({"area": "x"})
