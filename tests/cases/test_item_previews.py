"""A draft of an item as the applicant, the window and its papers will show it: the real logic, and nothing stored."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseRead
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from core.models import StoredFile
from identity.actors import Actor
from items.models import ItemDraft
from items.services.drafting import open_draft, save_draft
from tests import world
from tests.client import signed_in
from tests.items.definitions.broken import sound
from tests.items.test_drafts import ADMIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
FORM = [
    {"key": "p1", "label": "主体", "type": "page"},
    {"key": "mode", "label": "业态", "type": "choice", "options": ["餐饮", "零售"], "required": True},
    {"key": "seats", "label": "座位数", "type": "integer", "required": True,
     "visible_if": {"fact": "answer.mode", "op": "eq", "value": "餐饮"}},
    {"key": "p2", "label": "场所", "type": "page"},
    {"key": "area", "label": "面积", "type": "integer", "required": True, "min": 10},
    {"key": "double", "label": "两倍面积", "type": "integer", "formula": "area * 2"},
    {"key": "lease", "label": "租期", "type": "integer",
     "visible_if": {"fact": "situation.1", "op": "eq", "value": "租赁"}},
]  # fmt: skip
TEMPLATES = [
    {"kind": "D-12", "title": "准予", "body": "准予{{ applicant }}从事{{ item }}，业态{{ answers.mode }}。"},
    {"kind": "D-13", "title": "不予", "body": "因{{ reasons }}，不予批准。"},
]


@pytest.fixture
def admin() -> Actor:
    return world.staff(ADMIN)


@pytest.fixture
def draft(admin: Actor) -> ItemDraft:
    version = world.item(form=FORM[1:3], templates=TEMPLATES)
    content = {**sound(), "name": version.name, "base_code": version.item.entry.base_code}
    return open_draft(version.item, by=admin, content={**content, "form": FORM, "templates": TEMPLATES})


def address(draft: ItemDraft, name: str) -> str:
    return f"{reverse('catalogue:draft_preview', args=[draft.pk])}?as={name}"


def shown(answer: Any) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""


def test_the_applicants_form_is_walked_page_by_page_with_the_servers_own_check(draft: ItemDraft, admin: Actor) -> None:
    """Conditions and errors are those of the wizard; the answers of the first page go along, signed."""
    client, where = signed_in(admin), address(draft, "form-citizen")
    first = shown(client.get(where))
    assert "预览" in first and "不保存" in first and "第 1 页，共 2 页" in first and "面积" not in first
    asked = {"page": "p1", "carried": hidden(first, "carried")}
    refused = shown(client.post(where, asked | {"mode": "餐饮", "deed": "continue"}))
    assert ("座位数" in refused and "data-error" in refused) or "gp-error" in refused
    second = shown(client.post(where, asked | {"mode": "餐饮", "seats": "20", "deed": "continue"}))
    assert "第 2 页，共 2 页" in second
    last = {"page": "p2", "carried": hidden(second, "carried")}
    assert "gp-error" in shown(client.post(where, last | {"area": "5", "deed": "continue"}))
    assert "没有发现问题" in shown(client.post(where, last | {"area": "50", "deed": "continue"}))
    assert not Case.objects.exists() and not StoredFile.objects.exists()


def test_what_is_supposed_decides_what_the_form_asks(draft: ItemDraft, admin: Actor) -> None:
    """Only facts the form asks for can be supposed."""
    client, where = signed_in(admin), address(draft, "form-clerk")
    page = shown(client.get(where))
    assert 'name="fact-situation.1"' in page and 'name="fact-handling"' not in page
    supposed = '"situation.1": "%s"'
    assert supposed % "租赁" in page.replace("\\u79df\\u8d41", "租赁")
    other = shown(client.post(where, {"fact-situation.1": "自有", "deed": "look", "area": "7"}))
    assert 'value="自有" selected' in other and 'value="7"' in other and "gp-error" not in other


def test_the_window_sees_the_whole_form_at_once_and_its_check(draft: ItemDraft, admin: Actor) -> None:
    client, where = signed_in(admin), address(draft, "form-clerk")
    page = shown(client.get(where))
    assert "业态" in page and "面积" in page
    assert "gp-error" in shown(client.post(where, {"mode": "餐饮", "deed": "continue"}))
    assert "没有发现问题" in shown(client.post(where, {"mode": "零售", "area": "50"}))


def test_a_form_is_previewed_while_other_sections_still_have_errors(draft: ItemDraft, admin: Actor) -> None:
    draft = save_draft(draft, {"hours": "", "consult_phone": ""}, revision=1, by=admin)
    client = signed_in(admin)
    assert "业态" in shown(client.get(address(draft, "form-citizen")))
    broken = [{**FORM[1], "options": []}, *FORM[2:]]
    save_draft(draft, {"form": broken}, revision=2, by=admin)
    assert "改正错误后才能预览" in shown(client.get(address(draft, "form-citizen")))


def test_a_preview_stands_in_frames_of_the_workshop_only(draft: ItemDraft, admin: Actor) -> None:
    client = signed_in(admin)
    answer = client.get(address(draft, "form-citizen"))
    assert answer["X-Frame-Options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    page = client.get(reverse("catalogue:draft_review", args=[draft.pk]))
    assert page["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_answers_the_preview_did_not_write_itself_are_refused(draft: ItemDraft, admin: Actor) -> None:
    answer = signed_in(admin).post(address(draft, "form-citizen"), {"page": "p1", "carried": "eyJhIjoxfQ:x:y"})
    assert answer.status_code == 400


def filed(draft: ItemDraft) -> Case:
    owner = world.citizen(name="林晓")
    version = draft.based_on
    assert version is not None
    case = submit_case(world.draft(version, owner), by=owner).case
    return accept_case(case, by=world.staff("窗口受理岗"))


def test_a_paper_is_previewed_with_a_case_that_is_made_up(draft: ItemDraft, admin: Actor) -> None:
    """D-12, D-13: every variable has something to show, the remedies follow a refusal (T-21)."""
    client, where = signed_in(admin), address(draft, "papers")
    grant = shown(client.get(where))
    assert f"从事{draft.content['name']}，业态餐饮。" in grant and "行政复议" not in grant
    refusal = shown(client.get(where, {"as": "papers", "kind": "D-13"}))
    assert "不予批准" in refusal and "行政复议" in refusal
    save_draft(draft, {"templates": []}, revision=1, by=admin)
    assert "没有自拟内容" in shown(client.get(where))


def test_a_paper_is_previewed_with_a_real_case_only_by_who_may_see_it_and_the_look_is_recorded(
    draft: ItemDraft, admin: Actor
) -> None:
    """G-02: the keeper of the catalogue does not see cases; the head of the body does, and the applicant sees that."""
    case = filed(draft)
    where, asked = address(draft, "papers"), {"as": "papers", "case": str(case.pk)}
    assert signed_in(admin).get(where, asked).status_code == 404
    assert case.receipt_no not in shown(signed_in(admin).get(where))
    head: Client = signed_in(world.staff("分管领导岗"))
    assert case.receipt_no in shown(head.get(where)) and not CaseRead.objects.exists()
    page = shown(head.get(where, asked))
    assert "准予林晓从事" in page and case.receipt_no in page
    assert case.applicant.code not in page
    assert CaseRead.objects.get().case == case


def test_earlier_wordings_are_compared_and_taken_over(draft: ItemDraft, admin: Actor) -> None:
    """The wording belongs to the version: what was said before stays readable and can be said again."""
    said = "准予{{ applicant }}经营{{ item }}。"
    save_draft(draft, {"templates": [{**TEMPLATES[0], "body": said}]}, revision=1, by=admin)
    client, where = signed_in(admin), reverse("catalogue:draft_wordings", args=[draft.pk])
    page = shown(client.get(where))
    assert "<del>准予{{ applicant }}经营{{ item }}。</del>" in page and "第 1 版" in page
    version = draft.based_on
    assert version is not None
    wording = version.papertemplate_set.get(kind="D-12")
    take = reverse("catalogue:draft_wording", args=[draft.pk])
    assert client.post(take, {"wording": wording.pk}).status_code == 302
    draft.refresh_from_db()
    assert draft.content["templates"] == [TEMPLATES[0]]
    other = world.item(templates=TEMPLATES[1:]).papertemplate_set.first()
    assert other is not None
    assert client.post(take, {"wording": other.pk}).status_code == 404
    assert client.post(take, {"wording": "x"}).status_code == 400
