"""The public reads of the catalogue: lists, whole items, versions, materials."""

import re
from typing import Any

import pytest
from django.test import Client

from items.models import ItemVersion
from items.rules.shapes import normal, public
from items.services.publishing import publish_version
from items.services.suspending import suspend_version
from tests import world
from tests.items.test_versions import FULL, SYSTEM, draft_of
from tests.statements import statements_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
ITEMS = "/api/v1/items/"


def read(path: str = "", **query: Any) -> dict[str, Any]:
    answer = Client().get(f"{ITEMS}{path}", query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def codes(**query: Any) -> list[str]:
    return [item["code"] for item in read(**query)["items"]]


def code_of(version: ItemVersion) -> str:
    return version.item.implementing_code


def test_the_list_says_what_is_in_force_and_no_draft() -> None:
    version = world.item()
    draft_of(world.item(), visits=2)
    suspended = suspend_version(world.item(), reason="系统升级", by=SYSTEM)
    found = read()
    first = found["items"][0]
    assert len(found["items"]) == 3 and found["next"] is None
    assert (first["code"], first["name"], first["version"]) == (code_of(version), version.name, 1)
    assert first["type"] == {"value": "01", "term": "行政许可"} and first["level"]["term"] == "县级"
    assert first["promised_limit"] == {"days": 5, "unit": "WD"} and first["department"]["key"] == "市监局"
    assert first["online_depth"][1] == {"value": "accept", "term": "受理"}
    assert first["guide_url"].endswith(f"/items/{code_of(version)}/")
    assert {item["version"] for item in found["items"]} == {1}
    assert [item["code"] for item in found["items"] if item["state"] == "suspended"] == [code_of(suspended)]


def test_filters_combine_and_pages_follow_the_key() -> None:
    one, other = world.item(), world.item("住建局", type="07", audience=["企业法人"])
    assert codes(department="住建局") == codes(type="07") == codes(department=other.item.department.uscc)
    assert codes(department="住建局") == [code_of(other)]
    assert codes(audience="自然人", level=4, region="320582") == [code_of(one)]
    assert codes(department="住建局", type="01") == codes(level=1) == codes(region="999999") == []
    first = read(limit=1)
    assert [item["code"] for item in first["items"]] == [code_of(one)]
    assert codes(limit=1, after=first["next"]) == [code_of(other)]


def test_only_what_changed_since_a_position_is_listed() -> None:
    world.item()
    position = read()["position"]
    assert codes(changed_after=position) == []
    newer = world.item()
    assert codes(changed_after=position) == [code_of(newer)]


@pytest.mark.parametrize(
    "query",
    [
        *("type=77", "audience=x", "level=0", "level=", "region=abc", "after=-1", "after=x", "limit=0", "limit=101"),
        *("changed_after=x", "department=%00", "department=", f"after={2**63}"),
    ],
)
def test_wrong_input_is_refused_in_words(query: str) -> None:
    answer = Client().get(f"{ITEMS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["field"] == query.partition("=")[0] and answer.json()["detail"]


def test_an_item_has_all_its_elements_with_headings_and_terms() -> None:
    version = world.item(**FULL)
    found = read(f"{code_of(version)}/")
    assert found["elements"]["materials"][0]["name"] == "申请书"
    assert found["headings"]["materials.source"] == "来源渠道"
    assert found["terms"]["materials.source"] == {"applicant": "申请人自备"}
    assert found["terms"]["type"] == {"01": "行政许可"} and "handle" in found["terms"]["online_depth"]
    for link in found["links"].values():
        assert Client().get(link).status_code == 200


def test_what_only_officials_need_is_published_nowhere() -> None:
    seat = {"post_name": "审查岗", "days": 3, "powers": ["amend"], "checklist": ["核对面积"], "when": None}
    paper = {"kind": "D-12", "title": "决定书", "body": "准予"}
    shape = normal({"routes": [{"stages": [{"title": "审查", "seats": [seat]}]}], "templates": [paper]})
    told = public(shape)["routes"][0]["stages"][0]
    assert told["title"] == "审查" and told["seats"] == [{"post_name": "审查岗", "department": "", "days": 3}]
    assert set(shape) - set(public(shape)) == {"templates"}
    text = Client().get(f"{ITEMS}{code_of(world.item())}/").content.decode()
    assert "seats" in text and not {"checklist", "powers", "templates"} & set(re.findall(r"[a-z_]+", text))


def test_every_version_that_was_published_can_be_read_and_no_draft() -> None:
    """I-12: history stays."""
    first = world.item()
    second = publish_version(draft_of(first, visits=2), by=SYSTEM)
    draft_of(first, visits=3)
    path = f"{code_of(first)}/"
    assert read(path)["version"] == 2 and read(path, version=1)["state"] == "superseded"
    assert read(path, version=1)["elements"]["visits"] == 0
    assert Client().get(f"{ITEMS}{path}?version=3").status_code == 404
    versions = read(f"{path}versions/")["versions"]
    assert [(row["number"], row["state"]) for row in versions] == [(1, "superseded"), (2, "published")]
    assert versions[0]["until"] == versions[1]["since"] and versions[1]["until"] is None
    assert [row["number"] for row in read(f"{path}versions/", after=1)["versions"]] == [second.number]
    assert read(f"{path}versions/", limit=1)["next"] == 1


def test_an_item_that_was_only_drafted_is_nobodys_business() -> None:
    only_draft = world.import_item(world.item_shape(), department=world.department())
    code = code_of(only_draft)
    for part in ("", "versions/", "materials/", "form/schema.json"):
        assert Client().get(f"{ITEMS}{code}/{part}").status_code == 404
    assert code not in codes()


def test_answers_decide_which_materials_apply_and_why() -> None:
    """I-18: by label, by key of the option, by question and label."""
    path = f"{code_of(world.item(**FULL))}/materials/"
    plain = read(path)
    assert [row["name"] for row in plain["materials"]] == ["申请书"]
    (question,) = plain["questions"]
    (option,) = question["options"]
    for words in ("租赁", option["key"], f"{question['key']}:租赁"):
        found = read(path, situation=words)
        assert [(row["name"], row["required"], row["why"]) for row in found["materials"]][1:] == [
            ("租赁合同", True, "租赁")
        ]
        assert found["questions"][0]["options"][0]["chosen"]
        assert found["materials"][1]["details"]["source"] == "applicant"
    refused = Client().get(f"{ITEMS}{path}?situation=自有")
    assert (refused.status_code, refused.json()["field"]) == (400, "situation")


def test_a_question_takes_one_answer_and_a_label_of_two_questions_is_not_guessed() -> None:
    situations = [
        {"ask": "场所来源？", "options": [{"label": "是", "adds": ["平面图"]}, {"label": "否", "adds": []}]},
        {"ask": "有分店？", "options": [{"label": "是", "adds": ["平面图"]}]},
    ]
    path = f"{ITEMS}{code_of(world.item(situations=situations))}/materials/"
    first, second = (question["key"] for question in Client().get(path).json()["questions"])
    assert Client().get(path, {"situation": "是"}).status_code == 400
    assert Client().get(path, {"situation": [f"{first}:是", f"{first}:否"]}).status_code == 400
    assert Client().get(path, {"situation": [f"{first}:是", f"{second}:是"]}).status_code == 200


def test_an_answer_that_is_known_is_not_sent_again_until_something_changes() -> None:
    version = world.item()
    for path in (ITEMS, f"{ITEMS}changes/", f"{ITEMS}{code_of(version)}/", f"{ITEMS}{code_of(version)}/versions/"):
        answer = Client().get(path)
        assert answer["Cache-Control"] == "public, no-cache" and answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
        again = Client().get(path, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    etag = Client().get(ITEMS)["ETag"]
    suspend_version(version, reason="系统升级", by=SYSTEM)
    assert Client().get(ITEMS, headers={"If-None-Match": etag}).status_code == 200


def test_other_origins_may_only_read() -> None:
    assert Client().post(ITEMS).status_code == 405
    asked = Client().options(ITEMS, headers={"Origin": "https://example.com", "Access-Control-Request-Method": "POST"})
    assert "Access-Control-Allow-Origin" not in asked


def test_a_long_list_costs_as_many_statements_as_a_short_one() -> None:
    world.item()
    one = len(statements_of(read)), len(statements_of(lambda: read("changes/")))
    for _number in range(10):
        world.item()
    assert (len(statements_of(read)), len(statements_of(lambda: read("changes/")))) == one


def test_a_long_item_costs_as_many_statements_as_a_short_one() -> None:
    def statements(count: int) -> int:
        names = [f"材料{number}" for number in range(count)]
        version = world.item(
            materials=[world.material(name, required=False) for name in names],
            situations=[{"ask": f"{name}？", "options": [{"label": name, "adds": [name]}]} for name in names],
        )
        paths = [f"{code_of(version)}/{part}" for part in ("materials/", "")]
        return sum(len(statements_of(lambda path=path: read(path))) for path in paths)  # type: ignore[misc]

    assert statements(1) == statements(30)
