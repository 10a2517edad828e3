"""Codes of older schemes are recognised and say no more than their type (1.3)."""

import pytest

from items.rules.legacy import legacy_code


@pytest.mark.parametrize(
    ("text", "scheme", "kind"),
    [
        ("XK00012000", "guizhou", "01"),
        ("QR00012003", "guizhou", "07"),
        ("XK000120003520100D2143569X", "guizhou", "01"),
        ("4201160310100102", "hubei", "01"),
        ("420116031XK00102", "hubei", "01"),
        ("62052400MZ-XK-0001", "wushan", "01"),
        ("511Z07001006-511602000000-000-11511602MB1234567X-1-00", "sichuan", "01"),
        ("511Z07001006-511602000000-000-11511602MB1234567X-20-00", "sichuan", "20"),
    ],
)
def test_older_codes_are_known_by_their_form(text: str, scheme: str, kind: str) -> None:
    found = legacy_code(text)
    assert found is not None
    assert (found.scheme, found.type, found.text) == (scheme, kind, text)


def test_an_abolished_class_is_marked() -> None:
    """1.2: examinations other than licences come in as other powers."""
    found = legacy_code("FX00012000")
    assert found is not None
    assert (found.type, found.abolished) == ("10", True)


@pytest.mark.parametrize("text", ["000131016000", "食品经营许可", "12345", "11370800MB285591843370117002016"])
def test_todays_codes_and_other_texts_are_no_older_codes(text: str) -> None:
    assert legacy_code(text) is None
