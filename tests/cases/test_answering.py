"""The logic of an item's form wherever answers come in: drafts, wizard, filing, corrections, API, window."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Case
from cases.queries.answers import particulars_of
from cases.queries.facts import case_facts
from cases.services.drafts import save_draft, start_draft
from cases.services.intake import accept_case, hand_in_correction, request_correction
from cases.services.submission import submit_case
from cases.services.window import answer_at_window, open_at_window
from core.models import EventRow, StoredFile
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from identity.services.clients import issue_api_key
from tests import world
from tests.cases.test_api import body, post
from tests.client import signed_in
from tests.items.test_form_logic import ROWS
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("calendar")
GOODS = [{"price": 1050, "count": 2}]
SOUND = {"mode": "店", "online": False}
FILES: list[dict[str, Any]] = [
    {"key": "plan", "label": "平面图", "type": "file", "required": True, "max_files": 2},
    {"key": "pledge", "label": "承诺签名", "type": "signature", "required": True},
    {"key": "place", "label": "所在地", "type": "region", "required": True},
]
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
def owner() -> Actor:
    return world.citizen()


def draft(owner: Actor, form: list[dict[str, Any]] = ROWS, **item: Any) -> Case:
    case = start_draft(world.item(form=form, **item), by=owner, channel=world.Channel.WEB)
    world.fill(case, owner)
    return case


def stored(case: Case) -> dict[str, Any]:
    case.refresh_from_db()
    return case.answers


def test_a_draft_keeps_what_applies_and_computes_what_is_computed(owner: Actor) -> None:
    case = draft(owner)
    save_draft(case, by=owner, answers={**SOUND, "goods": GOODS, "total": 1, "platform": "甲", "unknown": 1})
    assert stored(case) == {**SOUND, "goods": GOODS, "total": 2100}
    save_draft(case, by=owner, answers={"mode": "食堂", "meals": 80})
    assert stored(case)["meals"] == 80
    save_draft(case, by=owner, answers={"mode": "店"})
    assert "meals" not in stored(case)


def test_situations_and_the_handling_option_decide_about_the_form(owner: Actor) -> None:
    when = {
        "all": [{"fact": "situation.1", "op": "eq", "value": "夜市"}, {"fact": "handling", "op": "ne", "value": "变更"}]
    }
    form = [
        {"key": "night", "label": "夜市", "type": "group", "visible_if": when},
        {"key": "stall", "label": "摊位", "type": "text", "required": True},
    ]
    options = [{"label": "夜市", "adds": ["平面图"]}, {"label": "早市", "adds": []}]
    materials = [world.material("申请书"), world.material("平面图", required=False)]
    version = world.item(form=form, materials=materials, situations=[{"ask": "何时？", "options": options}])
    case = start_draft(version, by=owner, channel=world.Channel.WEB, handling=version.handlingoption_set.all()[0])
    situation = version.situation_set.get()
    night, morning = situation.options.order_by("order")
    save_draft(case, by=owner, choices={str(situation.pk): night.pk}, answers={"stall": "A1"})
    assert stored(case) == {"stall": "A1"}
    save_draft(case, by=owner, choices={str(situation.pk): morning.pk})
    assert stored(case) == {}


def test_filing_refuses_with_everything_missing_or_wrong_by_its_path(owner: Actor) -> None:
    case = draft(owner)
    save_draft(case, by=owner, answers={"mode": "食堂", "goods": [{"count": 0}]})
    with pytest.raises(Refusal) as refused:
        submit_case(case, by=owner)
    assert refused.value.code == "incomplete" and "人数" in refused.value.sentence
    assert list(refused.value.faults) == ["answers.meals", "answers.goods.0.price", "answers.goods.0.count"]
    save_draft(case, by=owner, answers={**SOUND, "goods": ""})
    assert submit_case(case, by=owner).case.receipt_no


def test_a_correction_is_checked_like_a_filing(owner: Actor) -> None:
    case = draft(owner)
    save_draft(case, by=owner, answers=SOUND)
    filed = submit_case(case, by=owner).case
    material = filed.materials.all()[0]
    correcting = request_correction(filed, faults={material.pk: "没有盖章，请补盖"}, by=world.staff("窗口受理岗"))
    save_draft(correcting, by=owner, answers={"mode": "其他"})
    world.fill(correcting, owner)
    with pytest.raises(Refusal) as refused:
        hand_in_correction(correcting, by=owner)
    assert refused.value.field == "answers.note"


def test_the_api_tells_every_fault_by_key_and_computes_itself() -> None:
    secret, version = issue_api_key("开放平台", world.department()), world.item(form=ROWS)
    wrong = post(secret, "a", body(version, answers={"mode": "食堂", "account": "12", "goods": [{"price": -1}]}))
    assert wrong.status_code == 422 and wrong.json()["code"] == "incomplete"
    assert [fault["field"] for fault in wrong.json()["faults"]] == [
        *("answers.meals", "answers.goods.0.price", "answers.account")
    ]
    strange = post(secret, "b", body(version, answers={**SOUND, "shoe": 1}))
    assert (strange.status_code, strange.json()["faults"][0]["field"]) == (422, "answers.shoe")
    filed = post(secret, "c", body(version, answers={**SOUND, "goods": GOODS, "total": 5, "platform": "甲"}))
    assert filed.status_code == 201, filed.content
    assert Case.objects.get().answers == {**SOUND, "goods": GOODS, "total": 2100}


def test_the_api_takes_contents_and_never_the_files_of_others() -> None:
    secret, version = issue_api_key("开放平台", world.department()), world.item(form=FILES)
    content = base64.b64encode(world.pdf().read()).decode()
    answers = {
        "plan": [{"name": "平面图.pdf", "content": content}],
        **{"pledge": {"name": "sign.png", "content": DOT}, "place": {"code": "320582", "name": "别处"}},
    }
    assert (
        post(secret, "a", body(version, answers={**answers, "plan": [{"file": 1, "name": "a.pdf"}]})).status_code == 422
    )
    assert post(secret, "b", body(version, answers={**answers, "place": {"code": "999999"}})).status_code == 422
    assert post(secret, "c", body(version, answers=answers)).status_code == 201
    kept = Case.objects.get().answers
    assert kept["place"] == {"code": "320582", "name": "张家港市"}
    assert StoredFile.objects.filter(pk__in=[kept["plan"][0]["file"], kept["pledge"]["file"]]).count() == 2


def test_files_and_signatures_of_the_page_are_checked_stored_and_shown_to_those_who_may(owner: Actor) -> None:
    case = draft(owner, FILES)
    page, address = signed_in(owner), f"/space/apply/{case.pk}/details/"
    disguised = SimpleUploadedFile("平面图.pdf", b"no pdf at all")
    answer = page.post(address, {"plan": disguised, "pledge-typed": "林晓", "place": "320582"})
    assert answer.status_code == 422 and "error" in answer.content.decode()
    typed = {"plan": world.pdf(), "pledge": f"data:image/png;base64,{DOT}", "place": "320582"}
    assert page.post(address, typed).status_code == 302
    first = stored(case)
    assert first["plan"][0]["name"] == "平面图.pdf" and first["pledge"]["name"] == "signature.png"
    page.post(f"/space/apply/{case.pk}/save/", {"place": "320582"})
    assert stored(case) == first, "saving half a page loses no file"
    file = page.get(f"/space/cases/{case.pk}/answers/plan/0/")
    assert file.getvalue().startswith(b"%PDF") and file.headers["Content-Disposition"].startswith("attachment")
    assert page.get(f"/space/cases/{case.pk}/answers/plan/1/").status_code == 404
    assert page.get(f"/space/cases/{case.pk}/answers/place/0/").status_code == 404
    taken_off = page.post(address, {"plan-drop": str(first["plan"][0]["file"]), "place": "320582"})
    assert taken_off.status_code == 422 and "plan" not in stored(case)


def test_a_form_of_pages_is_asked_page_by_page_and_passes_over_what_does_not_apply(owner: Actor) -> None:
    hidden = {"key": "p3", "label": "第三页", "type": "page", "visible_if": {"field": "mode", "equals": "食堂"}}
    form = [*ROWS[:5], hidden, {"key": "cook", "label": "厨师", "type": "text", "required": True}, *ROWS[5:]]
    case, page = draft(owner, form), signed_in(owner)
    address = f"/space/apply/{case.pk}/details/"
    assert "第 1 页，共 2 页" in page.get(address).content.decode()
    assert page.post(f"{address}?page=p1", {"mode": "店"}).headers["Location"] == f"{address}?page=p2"
    assert page.post(f"{address}?page=p1", {"mode": "食堂", "meals": "8"}).headers["Location"] == f"{address}?page=p3"
    assert page.post(f"{address}?page=p3", {"cook": ""}).status_code == 422
    assert page.post(f"{address}?page=p3", {"cook": "", "deed": "back"}).headers["Location"] == f"{address}?page=p1"
    assert page.post(f"{address}?page=p3", {"cook": "王"}).headers["Location"] == f"{address}?page=p2"
    goods = {"goods-0-price": "10.50", "goods-0-count": "2", "total": "1", "online": "no"}
    assert page.post(f"{address}?page=p2", goods).headers["Location"].endswith("/materials/")
    assert stored(case)["total"] == 2100 and stored(case)["cook"] == "王"
    assert "10.50" in page.get(f"{address}?page=p2").content.decode(), "money in a table is shown in yuan"


def test_the_own_error_text_and_the_words_of_limits_stand_at_the_field(owner: Actor) -> None:
    form = [
        {"key": "width", "label": "宽度", "type": "decimal", "min": 1.5, "error": "不得小于1.5米", "required": True},
        {"key": "start", "label": "开始", "type": "date", "min": "today()", "required": True},
        {"key": "count", "label": "人数", "type": "integer", "max": 9, "unit": "人", "required": True},
    ]
    case = draft(owner, form)
    sent = {"width": "1", "start": "2001-01-01", "count": "10"}
    words = signed_in(owner).post(f"/space/apply/{case.pk}/details/", sent).content.decode()
    assert "不得小于1.5米" in words and "不能早于" in words and "不能大于 9 人" in words


def test_the_last_application_proposes_its_answers(owner: Actor) -> None:
    form = [
        {"key": "road", "label": "道路", "type": "text", "required": True, "prefill": "earlier.road"},
        {"key": "fee", "label": "金额", "type": "money", "prefill": "earlier.fee"},
        {"key": "day", "label": "日期", "type": "date", "prefill": "calendar.today"},
    ]
    version = world.item(form=form)
    first = start_draft(version, by=owner, channel=world.Channel.WEB)
    world.fill(first, owner)
    save_draft(first, by=owner, answers={"road": "沙洲中路", "fee": 1250})
    filed = submit_case(first, by=owner).case
    second = start_draft(version, by=owner, channel=world.Channel.WEB)
    words = signed_in(owner).get(f"/space/apply/{second.pk}/details/").content.decode()
    assert 'value="沙洲中路"' in words and 'value="12.50"' in words and filed.receipt_no in words
    assert "工作日历" in words
    assert stored(second) == {}, "a proposal is not an answer yet"


def test_the_clerk_fills_the_form_in_for_a_visitor_and_everybody_at_the_desk_reads_it(owner: Actor) -> None:
    version = world.item(form=[*ROWS, {"key": "phone", "label": "电话", "type": "phone"}])
    clerk = world.staff("窗口受理岗")
    case = open_at_window(version, applicant=Party.objects.get(pk=owner.self_party_id), by=clerk)
    desk, address = signed_in(clerk), f"/desk/cases/{case.pk}/answers/"
    assert f'href="{address}"' in desk.get(f"/desk/cases/{case.pk}/").content.decode()
    sent = {"mode": "食堂", "meals": "80", "online": "no", "phone": "13812345678", "total": "9"}
    assert desk.post(f"{address}fill-in/", {**sent, "meals": ""}).status_code == 422
    assert stored(case)["mode"] == "食堂", "what passes is kept"
    assert desk.post(f"{address}fill-in/", sent).status_code == 302
    words = desk.get(address).content.decode()
    assert "食堂" in words and "138****5678" in words and "13812345678" not in words
    assert "13812345678" not in desk.get(f"{address}fill-in/").content.decode()
    assert desk.post(f"{address}fill-in/", {"mode": "店", "online": "no"}).status_code == 302
    assert stored(case)["phone"] == "13812345678" and "meals" not in stored(case)


def test_c10_what_the_applicant_filed_himself_is_corrected_on_the_spot_while_he_is_there(owner: Actor) -> None:
    case = draft(owner)
    save_draft(case, by=owner, answers=SOUND)
    filed, clerk = submit_case(case, by=owner).case, world.staff("窗口受理岗")
    with pytest.raises(Refusal) as refused:
        answer_at_window(filed, answers={"mode": "食堂"}, uploads={}, by=clerk)
    assert refused.value.code == "incomplete", "what was complete stays complete"
    desk, address = signed_in(clerk), f"/desk/cases/{filed.pk}/answers/fill-in/"
    sent = {"mode": "食堂", "meals": "80", "online": "no"}
    assert desk.post(address, sent).status_code == 422, "not without the applicant"
    assert stored(filed)["mode"] == "店"
    assert desk.post(address, {**sent, "present": "on"}).status_code == 302
    assert stored(filed)["mode"] == "食堂"
    told = EventRow.objects.get(name="cases.CorrectedOnTheSpot", stream_id=filed.pk)
    assert (told.actor_id, told.data["answers"] > 0) == (clerk.account_id, True)
    accept_case(filed, by=clerk)
    assert desk.get(address).status_code == 404


def test_facts_and_papers_speak_in_yuan_names_and_units(owner: Actor) -> None:
    form = [
        {"key": "place", "label": "所在地", "type": "region"},
        {"key": "fee", "label": "金额", "type": "money"},
        {"key": "width", "label": "宽度", "type": "decimal", "unit": "米"},
        {"key": "point", "label": "坐标", "type": "map_point"},
    ]
    case = draft(owner, form)
    point = {"lng": 120.5, "lat": 31.9, "address": "沙洲中路"}
    place = {"code": "320582", "name": "张家港市"}
    case = save_draft(case, by=owner, answers={"place": place, "fee": 1250, "width": "2.5", "point": point})
    facts = case_facts(case)
    assert (str(facts["answer.fee"]), facts["answer.place"]) == ("12.50", "320582")
    assert particulars_of(case) == {
        **{"所在地": "张家港市", "金额": "12.50", "宽度": "2.5 米"},
        "坐标": "沙洲中路（东经120.5°，北纬31.9°）",
    }


def test_a_page_of_the_form_costs_the_same_with_three_questions_and_with_sixty(owner: Actor) -> None:
    def cost(count: int) -> int:
        form = [{"key": f"q{place}", "label": f"第{place}项", "type": "text"} for place in range(count)]
        case, page = draft(owner, form), signed_in(owner)
        page.get(f"/space/apply/{case.pk}/details/")
        return len(statements_of(lambda: page.get(f"/space/apply/{case.pk}/details/")))

    assert cost(3) == cost(60)


def test_nobody_else_reads_a_file_that_is_an_answer(owner: Actor) -> None:
    case = draft(owner, FILES)
    save_draft(case, by=owner, answers={}, uploads={"plan": [world.pdf()]})
    address = f"/space/cases/{case.pk}/answers/plan/0/"
    assert signed_in(world.citizen(name="周敏")).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert signed_in(world.staff("窗口受理岗")).get(f"/desk{address[6:]}").status_code == 404, "still a draft"
