"""The pages on which the catalogue is kept: every section can be read back as it was shown, deeds on rows, conflicts,
hand-overs, comparisons (I-10, I-12, I-14)."""

import json
import re
from copy import deepcopy
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from identity.actors import Actor
from items.elements import ELEMENTS, Section
from items.models import DraftState, ItemDraft, ItemVersion, VersionState
from items.rules.checks import findings
from items.rules.compare import differences
from items.rules.formdata import changed_rows, read
from items.services.drafting import open_draft, save_draft
from items.services.handing import move_draft
from tests import world
from tests.cases import roadworks
from tests.client import signed_in
from tests.items.definitions.broken import sound
from tests.items.test_drafts import ADMIN, HEAD, PUBLISHER, go

pytestmark = pytest.mark.django_db
FIELD = re.compile(r"<(input)\b([^>]*)>|<(select|textarea)\b([^>]*)>(.*?)</(?:select|textarea)>", re.S)
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
ADD = re.compile(r'value="(add:[^"]+)"')
OPTION = re.compile(r'<option value="([^"]*)"\s*(selected)?')


@pytest.fixture
def admin() -> Actor:
    return world.staff(ADMIN)


@pytest.fixture
def draft(admin: Actor) -> ItemDraft:
    content = {**sound(), "name": (version := world.item()).name, "base_code": version.item.entry.base_code}
    return open_draft(version.item, by=admin, content=content)


def address(draft: ItemDraft, name: str, *args: Any) -> str:
    return reverse(f"catalogue:draft{name}", args=[draft.pk, *args])


def posted(html: str) -> dict[str, list[str]]:
    """What a browser would send of the editor's form without a script."""
    form = html[html.index('id="editor"') :]
    found: dict[str, list[str]] = {}
    for one, of_one, other, of_other, inside in FIELD.findall(form[: form.index("</form>")]):
        tag, attributes = one or other, of_one or of_other
        marks = {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
        if "name" not in marks or (marks.get("type") == "checkbox" and "checked" not in marks):
            continue
        value = marks.get("value", "")
        if tag == "textarea":
            value = unescape(inside)
        if tag == "select":
            value = next((unescape(word) for word, chosen in OPTION.findall(inside) if chosen), "")
        found.setdefault(marks["name"], []).append(value)
    return found


@pytest.mark.parametrize("section", Section)
def test_a_section_that_is_saved_as_it_was_shown_changes_nothing(
    section: Section, draft: ItemDraft, admin: Actor
) -> None:
    """Whatever an element is, its input says it whole: also conditions, several codes, tables in tables."""
    content = deepcopy(draft.content)
    content["routes"][0]["stages"][1]["when"] = {"fact": "answer.area", "op": "in", "value": [10, 20]}
    content["routes"][0]["stages"][1]["seats"][0]["when"] = {"any": [{"fact": "channel", "op": "eq", "value": "web"}]}
    draft = save_draft(draft, content, revision=1, by=admin)
    client = signed_in(admin)
    page = client.get(address(draft, "_section", section.value))
    assert page.status_code == 200
    answer = client.post(address(draft, "_section", section.value), posted(page.content.decode()))
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.content, draft.revision) == (content, 2)


def test_rows_are_added_moved_copied_and_removed_together_with_what_was_typed(draft: ItemDraft, admin: Actor) -> None:
    client, where = signed_in(admin), address(draft, "_section", "materials")

    def names(deed: str, **typed: str) -> list[str]:
        form = posted(client.get(where).content.decode()) | {name: [value] for name, value in typed.items()}
        assert client.post(where, form | {"deed": [deed]}).status_code == 302
        draft.refresh_from_db()
        return [row["name"] for row in draft.content["materials"]]

    first = names("down:materials.1")
    assert first == ["平面图", "申请书", "租赁合同", "消防证明"]
    assert names("copy:materials.1", **{"materials.2.name": "申请表"})[:3] == ["平面图", "平面图", "申请表"]
    assert names("remove:materials.2") == ["平面图", "申请表", "租赁合同", "消防证明"]
    assert names("add:materials")[-1] == ""


@pytest.mark.parametrize("section", Section)
def test_a_row_nobody_has_filled_yet_is_shown_and_named_by_the_checks(
    section: Section, draft: ItemDraft, admin: Actor
) -> None:
    """Every table, also those in tables: adding a row is the first thing anybody does."""
    client, where = signed_in(admin), address(draft, "_section", section.value)
    for deed in ADD.findall(client.get(where).content.decode()):
        form = posted(client.get(where).content.decode()) | {"deed": [deed]}
        assert client.post(where, form).status_code == 302
        assert client.get(where).status_code == 200
        assert client.get(address(draft, "_review")).status_code == 200


@pytest.mark.parametrize(
    "deed", ["add:colours", "remove:materials.9", "paint:materials.1", "up:materials", "add:materials.1"]
)
def test_a_deed_that_makes_no_sense_is_refused(deed: str, draft: ItemDraft, admin: Actor) -> None:
    client, where = signed_in(admin), address(draft, "_section", "materials")
    form = posted(client.get(where).content.decode())
    assert client.post(where, form | {"deed": [deed]}).status_code == 400
    assert client.post(where, form | {"revision": ["x"]}).status_code == 400
    assert client.post(where, form | {"materials.rows": ["x"]}).status_code == 400
    assert ItemDraft.objects.get(pk=draft.pk).revision == 1


def test_what_is_not_of_its_kind_is_kept_and_named(draft: ItemDraft, admin: Actor) -> None:
    """Nothing typed is lost; the checks say what is wrong (I-15)."""
    client, where = signed_in(admin), address(draft, "_section", "handling")
    form = posted(client.get(where).content.decode()) | {"promised_days": ["五天"]}
    client.post(where, form)
    draft.refresh_from_db()
    assert draft.content["promised_days"] == "五天"
    page = client.get(where).content.decode()
    assert "“五天”不是不小于 0 的整数" in unescape(page) and 'value="五天"' in page


def test_writing_saves_itself_and_tells_the_new_revision(draft: ItemDraft, admin: Actor) -> None:
    client, where = signed_in(admin), address(draft, "_section", "place")
    form = posted(client.get(where).content.decode()) | {"hours": ["全天"]}
    answer = client.post(f"{where}?quiet=1", form)
    assert answer.status_code == 200 and answer.json()["revision"] == 2
    side = client.get(where).content.decode().partition('data-checks="side"')[2]
    assert "办理时间" in side


def test_two_editors_of_one_place_choose_and_lose_nothing(draft: ItemDraft, admin: Actor) -> None:
    """The second sees both texts; what he changed elsewhere comes along."""
    mine, where = signed_in(world.staff(ADMIN)), address(draft, "_section", "place")
    form = posted(mine.get(where).content.decode())
    save_draft(draft, {"hours": "仅上午"}, revision=1, by=admin)
    changed = form | {"hours": ["全天"], "consult_phone": ["0512-29990199"]}
    assert mine.post(f"{where}?quiet=1", changed).status_code == 409
    answer = mine.post(where, changed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 409 and "仅上午" in page and "全天" in page
    others = json.loads(unescape(re.search(r'name="others" value="([^"]*)"', answer.content.decode())[1]))  # type: ignore[index]
    assert others == {"consult_phone": "0512-29990199"}
    settled = {
        **{"revision": "2", "others": json.dumps(others), "choice-hours": "mine", "mine-hours": json.dumps("全天")},
    }
    assert mine.post(address(draft, "_settle", "place"), settled).status_code == 302
    draft.refresh_from_db()
    assert (draft.content["hours"], draft.content["consult_phone"]) == ("全天", "0512-29990199")


@pytest.mark.parametrize("broken", [{"others": "{"}, {"revision": ""}, {"others": "[1]"}])
def test_a_broken_choice_is_refused(broken: dict[str, str], draft: ItemDraft, admin: Actor) -> None:
    form = {"revision": "1", "others": "{}", **broken}
    assert signed_in(admin).post(address(draft, "_settle", "place"), form).status_code == 400


def test_undo_and_going_back_are_a_click_away(draft: ItemDraft, admin: Actor) -> None:
    client = signed_in(admin)
    save_draft(draft, {"hours": "全天"}, revision=1, by=admin)
    client.post(address(draft, "_step"), {"deed": "undo", "section": "place"})
    assert ItemDraft.objects.get(pk=draft.pk).content["hours"] == draft.content["hours"]
    client.post(address(draft, "_step"), {"deed": "redo"})
    assert ItemDraft.objects.get(pk=draft.pk).content["hours"] == "全天"
    assert "第 4 次修改" in client.get(address(draft, "_history")).content.decode()
    client.post(address(draft, "_step"), {"deed": "restore", "number": "1"})
    assert ItemDraft.objects.get(pk=draft.pk).content["hours"] == draft.content["hours"]
    assert client.post(address(draft, "_step"), {"deed": "explode"}).status_code == 400


def test_the_offices_look_over_agree_and_send_back_on_one_page(draft: ItemDraft, admin: Actor) -> None:
    head = signed_in(world.staff(HEAD))
    save_draft(draft, {"promised_days": 4, "conditions": ["已取得营业执照", "有固定场所"]}, revision=1, by=admin)
    signed_in(admin).post(address(draft, "_move"), {"deed": "hand_over"})
    page = unescape(head.get(address(draft, "_review")).content.decode())
    assert "承诺办结时限" in page and "有固定场所" in page and "退回修改" in page
    head.post(address(draft, "_move"), {"deed": "send_back"})
    assert ItemDraft.objects.get(pk=draft.pk).state == DraftState.DEPARTMENT
    head.post(address(draft, "_move"), {"deed": "send_back", "reason": "条件不清"})
    assert ItemDraft.objects.get(pk=draft.pk).state == DraftState.RETURNED
    assert "条件不清" in signed_in(admin).get(address(draft, "_review")).content.decode()


def test_a_draft_with_errors_offers_no_hand_over(draft: ItemDraft, admin: Actor) -> None:
    save_draft(draft, {"hours": ""}, revision=1, by=admin)
    page = signed_in(admin).get(address(draft, "_review")).content.decode()
    assert re.search(r'value="hand_over"[^>]*disabled', page)
    signed_in(admin).post(address(draft, "_move"), {"deed": "hand_over"})
    assert ItemDraft.objects.get(pk=draft.pk).state == DraftState.DRAFT


def test_a_preview_shows_the_real_guide_and_leaves_nothing_behind(draft: ItemDraft, admin: Actor) -> None:
    save_draft(draft, {"conditions": ["须有固定经营场所"]}, revision=1, by=admin)
    versions = ItemVersion.objects.count()
    answer = signed_in(admin).get(address(draft, "_preview"), {"as": "guide"})
    assert answer.status_code == 200 and "须有固定经营场所" in answer.content.decode()
    assert ItemVersion.objects.count() == versions
    save_draft(draft, {"hours": ""}, revision=2, by=admin)
    hindered = signed_in(admin).get(address(draft, "_preview"), {"as": "guide"}).content.decode()
    assert "改正错误后才能预览" in hindered and "办理时间" in hindered and "须有固定经营场所" not in hindered


def test_answers_on_a_previewed_guide_are_found_again_by_place(admin: Actor) -> None:
    """Its options have other keys every time it is drawn."""
    draft = open_draft(roadworks.item().item, by=admin)
    client, where = signed_in(admin), address(draft, "_preview")
    page = client.get(where, {"as": "guide"}).content.decode()
    was = re.search(r'name="was" value="([\d,]+)"', page)
    assert was is not None and "规划许可证" in page
    reason, question = was[1].split(",")[0], re.search(r'name="(situation-\d+)"', page)
    assert question is not None
    answered = {"as": "guide", "was": was[1], question[1]: reason}
    page = client.get(where, answered).content.decode()
    assert re.search(r"checked><span>工程", page) and f',{was[1].split(",")[-1]}"' not in page
    for odd in ("", "x", "1", f"{was[1]},5"):
        page = client.get(where, answered | {"was": odd}).content.decode()
        assert "临时占用道路许可" in page
    assert not re.search(r"checked><span>工程", client.get(where, answered | {"was": ""}).content.decode())


def test_an_item_shows_its_versions_and_what_differs_between_them(draft: ItemDraft, admin: Actor) -> None:
    """I-14, H35: of one item, and of two bodies."""
    go(draft)
    client, item = signed_in(admin), draft.item
    first, second = item.versions.order_by("number")
    page = client.get(reverse("catalogue:item", args=[item.implementing_code])).content.decode()
    assert "第 1 版" in page and "第 2 版" in page
    compared = client.get(reverse("catalogue:compare"), {"a": first.pk, "b": second.pk}).content.decode()
    assert "租赁合同" in compared and "环境检测" in compared
    other = world.item("资规局", name=item.entry.name, base_code=item.entry.base_code, coverage="全省")
    both = client.get(reverse("catalogue:compare"), {"a": second.pk, "b": other.pk}).content.decode()
    assert "全省" in both and "资规局" in both
    for query in ({"a": first.pk}, {"a": "x", "b": first.pk}, {"a": first.pk, "b": 10**12}):
        assert client.get(reverse("catalogue:compare"), query).status_code == 404


def test_an_administrator_begins_items_and_next_versions_of_his_own_body(admin: Actor) -> None:
    client, item = signed_in(admin), world.item().item
    code = item.implementing_code
    refused = client.post(reverse("catalogue:open_draft", args=[code]), {"reason": ""})
    assert refused.status_code == 422
    assert client.post(reverse("catalogue:open_draft", args=[code]), {"reason": "压缩时限"}).status_code == 302
    assert ItemDraft.objects.get(item=item).reason == "压缩时限"
    body = item.department
    form = {"base_code": "00013188800", "name": "新事项", "type": "01", "department": str(body.pk)}
    assert client.post(reverse("catalogue:new"), form).status_code == 422
    assert client.post(reverse("catalogue:new"), form | {"base_code": "000131888000"}).status_code == 302
    assert ItemDraft.objects.get(item__entry__name="新事项").item.entry.made_by == body
    other = world.item("资规局").item
    assert (
        client.post(reverse("catalogue:open_draft", args=[other.implementing_code]), {"reason": "因"}).status_code
        == 404
    )


def test_the_publisher_suspends_resumes_and_ends_an_item() -> None:
    """I-13."""
    version, client = world.item(), signed_in(world.staff(PUBLISHER))
    where = reverse("catalogue:state", args=[version.item.implementing_code])
    assert client.post(where, {"deed": "suspend"}).status_code == 422
    for deed, state in (("suspend", "suspended"), ("resume", "published")):
        assert client.post(where, {"deed": deed, "reason": "系统升级"}).status_code == 302
        assert ItemVersion.objects.get(pk=version.pk).state == state
    assert client.post(where, {"deed": "burn", "reason": "因"}).status_code == 400
    assert client.post(where, {"deed": "cancel", "reason": "国发", "on": "2020-01-01"}).status_code == 422
    assert client.post(where, {"deed": "cancel", "reason": "国发〔2026〕1号"}).status_code == 302
    assert ItemVersion.objects.get(pk=version.pk).state == VersionState.CANCELLED
    assert client.post(where, {"deed": "cancel", "reason": "再次"}).status_code == 422


def test_the_overview_tells_what_waits_for_whom(draft: ItemDraft, admin: Actor) -> None:
    def waits(client: Client) -> bool:
        return "待我办理" in client.get(reverse("catalogue:overview")).content.decode()

    assert not waits(signed_in(world.staff(HEAD)))
    move_draft(draft, "hand_over", by=admin)
    assert waits(signed_in(world.staff(HEAD))) and not waits(signed_in(admin))


SCALARS = st.one_of(st.none(), st.text(max_size=5), st.integers(-5, 5), st.booleans())


@given(st.data())
def test_no_value_of_any_element_makes_the_checks_stumble(data: st.DataObject) -> None:
    """A draft may hold what the editor can post: the checks name it, they never break."""
    shape = sound()
    each = data.draw(st.sampled_from(ELEMENTS))
    kinds = {"integer": st.one_of(st.none(), st.integers(), st.text(max_size=3)), "yes_no": st.booleans()}
    lists = st.lists(st.text(max_size=4), max_size=3)
    if each.kind == "rows":
        rows = shape[each.key]
        shape[each.key] = data.draw(st.sampled_from([[], rows, rows * 2]))
    else:
        value = lists if each.kind in ("lines", "codes") else kinds.get(each.kind.value, st.text(max_size=6))
        shape[each.key] = data.draw(value)
    assert all(found.place and found.rule for found in findings(shape))
    assert {found.key for found in differences(sound(), shape)} <= {each.key, "name", "base_code"}


def test_a_shape_read_from_the_editor_has_only_what_was_asked() -> None:
    """A section that was not on the page is not blanked."""
    asked = [each for each in ELEMENTS if each.section is Section.PLACE]
    assert read({"hours": ["全天"], "desks.rows": ["0"]}, asked) == {"hours": "全天", "desks": []}
    assert changed_rows({"faq": []}, "add:faq", ELEMENTS)["faq"] == [{"question": "", "answer": ""}]
