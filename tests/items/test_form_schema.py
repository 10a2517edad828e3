"""The published JSON Schema of a form's answers."""

from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from items.rules.forms import Form, Row
from items.rules.formschema import schema_of
from items.services.publishing import publish_version
from tests import world
from tests.items.test_form_logic import FORM
from tests.items.test_versions import SYSTEM, draft_of

ALL_TYPES: list[dict[str, Any]] = [
    {"key": "a", "label": "甲", "type": "text", "pattern": "[A-Z]{2}", "max_length": 5},
    *({"key": f"k_{type_}", "label": type_, "type": type_} for type_ in ("textarea", "integer", "decimal", "money")),
    *({"key": f"k_{type_}", "label": type_, "type": type_} for type_ in ("percentage", "date", "time", "boolean")),
    *({"key": f"k_{type_}", "label": type_, "type": type_} for type_ in ("id_number", "phone", "email", "uscc")),
    *({"key": f"k_{type_}", "label": type_, "type": type_} for type_ in ("address", "region", "map_point", "file")),
    {"key": "k_signature", "label": "签名", "type": "signature"},
    {"key": "k_multi", "label": "多选", "type": "multichoice", "options": ["甲", "乙"]},
]


def valid(answers: dict[str, Any], form: Form = FORM) -> bool:
    schema = schema_of(form, title="食品经营许可", address="https://example.com/form/schema.json")
    Draft202012Validator.check_schema(schema)
    return bool(Draft202012Validator(schema).is_valid(answers))


def test_what_the_form_takes_fits_and_what_it_refuses_does_not() -> None:
    assert valid({"mode": "店", "online": True, "platform": "甲"})
    assert valid({"mode": "其他", "note": "流动", "goods": [{"price": 100, "count": 2}]})
    assert not valid({})
    assert not valid({"mode": "无"})
    assert not valid({"mode": "其他"}), "required after that answer"
    assert not valid({"mode": "店", "online": True}), "required while it applies"
    assert not valid({"mode": "店", "goods": [{"count": 2}]})
    assert not valid({"mode": "店", "goods": [{"price": 1, "count": 1}] * 4})
    assert not valid({"mode": "店", "unknown": 1})
    assert not valid({"mode": "食堂", "meals": 0})


def test_every_type_has_a_valid_shape() -> None:
    form = Form.of(Row.of(shape) for shape in ALL_TYPES)
    assert valid(
        {
            **{"a": "AB", "k_integer": 3, "k_decimal": "2.50", "k_money": 100, "k_percentage": 12.5},
            **{"k_date": "2025-11-28", "k_time": "09:30", "k_boolean": False, "k_email": "a@example.com"},
            **{"k_region": {"code": "320582100"}, "k_map_point": {"lng": 120.5, "lat": 31.9}, "k_multi": ["甲"]},
            **{"k_file": [{"name": "a.pdf", "content": "JVBERi0="}], "k_signature": {"typed": "林晓"}},
        },
        form,
    )
    for wrong in ({"a": "abc"}, {"k_money": -1}, {"k_date": 5}, {"k_region": {}}, {"k_file": [{"file": 3}]}):
        assert not valid(wrong, form), wrong


@pytest.mark.django_db
def test_each_published_version_has_its_schema_at_an_address_of_its_own() -> None:
    first = world.item()
    code = first.item.implementing_code
    second = draft_of(first, form=[{"key": "area", "label": "面积", "type": "decimal", "required": True}])
    address = f"/api/v1/items/{code}/form/schema.json"
    assert Client().get(address, {"version": 2}).status_code == 404, "a draft is nobody's business"
    publish_version(second, by=SYSTEM)
    newest = Client().get(address).json()
    assert list(newest["properties"]) == ["area"] and newest["$id"].endswith("?version=2")
    assert list(Client().get(address, {"version": 1}).json()["properties"]) == ["premises"]
    assert Client().get(address, {"version": "x"}).status_code == 400
    assert Client().get("/api/v1/items/nowhere/form/schema.json").status_code == 404
