"""The last page of the wizard tells what is missing before one presses the button, each with the way there (C-01)."""

import pytest
from django.urls import reverse

from cases.models import Channel
from cases.services.drafts import save_draft, start_draft
from tests import world
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")
FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "online", "label": "网络经营", "type": "boolean", "required": True},
    {
        **{"key": "platform", "label": "平台名称", "type": "text", "required": True},
        "visible_if": {"field": "online", "equals": "是"},
    },
    {"key": "note", "label": "备注", "type": "textarea", "required": False},
]


def test_empty_answers_and_missing_materials_are_listed_with_links_before_anything_is_pressed() -> None:
    applicant = world.citizen()
    draft = start_draft(world.item(form=FORM), by=applicant, channel=Channel.WEB)
    client, here = signed_in(applicant), reverse("cases:apply_check", args=[draft.pk])
    page = client.get(here).content.decode()
    assert "还没有填写：经营场所、网络经营。" in page and "申请书、平面图" in page
    ways = page.partition("gp-alertline")[2].partition("<section")[0]
    assert all(reverse(f"cases:apply_{step}", args=[draft.pk]) in ways for step in ("form", "materials"))
    refused = client.post(here, {"declared": "on"})
    assert refused.status_code == 422 and "gp-alertline" in refused.content.decode()


def test_nothing_is_listed_once_everything_that_applies_is_there() -> None:
    applicant = world.citizen()
    draft = start_draft(world.item(form=FORM), by=applicant, channel=Channel.WEB)
    world.fill(draft, applicant)
    client, here = signed_in(applicant), reverse("cases:apply_check", args=[draft.pk])
    save_draft(draft, by=applicant, answers={"premises": "沙洲中路 48 号", "online": True})
    assert "还没有填写：平台名称。" in client.get(here).content.decode()
    save_draft(draft, by=applicant, answers={"premises": "沙洲中路 48 号", "online": False})
    assert "gp-alertline" not in client.get(here).content.decode()
