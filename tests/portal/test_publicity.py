"""Everybody finds published decisions, and nobody finds a person through them (2.11, 10.2, Y54)."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.models import HoldGround, Publication
from cases.services.drafts import save_draft
from cases.services.intake import accept_case
from cases.services.issuing import issue_result
from cases.services.papers import number_document
from cases.services.publishing import correct_publication, hold_back, publish_due
from cases.services.submission import submit_case
from core.clock import SimulatedClock
from core.outbox import drain
from identity.models import Party
from linkage.models import Verdict
from spaces.models import LicenceState, RescindGround
from spaces.services.changes import change_licence_state
from tests import world
from tests.cases.walks import decided, move

pytestmark = pytest.mark.usefixtures("time", "calendar")
PHONE, CONTACT = "13812345678", "林晓晓"
"""Of the contact person; both are typed into every free text of the application as well."""


def published(time: SimulatedClock, *, firm: bool = False, issued: bool = False) -> Publication:
    """A public decision on an application that repeats the applicant's numbers wherever one may type."""
    person = world.citizen(name="王秀英")
    party = world.enterprise(person) if firm else Party.objects.get(pk=person.self_party_id)
    actor = world.acting_for(person, party) if firm else person
    number = Party.objects.get(pk=person.self_party_id).code
    form = [{"key": "premises", "label": "经营场所", "type": "address", "required": True},
            {"key": "scope", "label": "经营项目", "type": "text", "required": True}]  # fmt: skip
    case = world.draft(world.item(form=form), actor)
    answers = {"premises": f"杨舍镇{PHONE}号", "scope": f"热食 {number} {CONTACT}"}
    save_draft(case, by=actor, answers=answers, contact={"contact_name": CONTACT, "contact_phone": PHONE})
    case = accept_case(submit_case(case, by=actor).case, by=world.staff("窗口受理岗"))
    case = decided(case, Verdict.APPROVE)
    drain(["interactive"])
    for paper in case.documents.filter(kind="D-12"):
        number_document(paper.pk)
    if issued:
        issue_result(case, by=world.staff("制证岗"))
        drain(["interactive"])
    move(time, time.now() + timedelta(days=2))
    assert publish_due() == 1
    return Publication.objects.get(case=case, state="published")


def text(name: str, *args: object, **query: object) -> str:
    answer = Client().get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("firm", [False, True])
def test_211_nothing_personal_is_on_the_list_the_page_or_in_the_feed(time: SimulatedClock, firm: bool) -> None:
    """No identity number, no telephone, no name of a person in the case, although they were typed into its texts."""
    row = published(time, firm=firm, issued=True)
    people = Party.objects.filter(kind="person")
    for page in (text("portal:publications"), text("portal:publication", row.pk), text("portal:publication_feed")):
        assert row.decision_no in page and row.name in page
        for person in people:
            assert person.code not in page and person.phone not in page and person.name not in page
        assert PHONE not in page and CONTACT not in page
        assert ("沙洲小厨餐饮有限公司" in page) is firm


def test_y54_code_item_and_result_are_public(time: SimulatedClock) -> None:
    row = published(time)
    page = text("portal:publication", row.pk)
    for expected in (row.number, row.name, "准予许可", row.department.name, "2026年3月2日", "王**"):
        assert expected in page


def test_211_decisions_are_found_by_number_holder_and_body(time: SimulatedClock) -> None:
    firm = published(time, firm=True, issued=True)
    person = published(time)
    code = Party.objects.get(kind="person", pk=person.case.applicant_id).code

    def found(**query: object) -> set[str]:
        page = text("portal:publications", **query)
        return {row.decision_no for row in (firm, person) if row.decision_no in page}

    both = {firm.decision_no, person.decision_no}
    assert found() == found(q="") == both
    assert found(q=firm.number) == found(q=firm.licence_no) == found(q=firm.holder_code) == {firm.decision_no}
    assert found(q="张家港市沙洲") == {firm.decision_no} and found(q=person.decision_no) == {person.decision_no}
    assert found(department=firm.department_id) == both and found(department=10**9) == set()
    assert found(q=code) == found(q="王秀英") == found(q="没有") == set()


def test_211_a_licence_that_was_withdrawn_is_shown_as_such(time: SimulatedClock) -> None:
    row = published(time, firm=True, issued=True)
    assert "撤销" not in text("portal:publication", row.pk)
    licence = Publication.objects.select_related("case__licence").get(pk=row.pk).case.licence
    assert licence is not None
    reason, leader = "以欺骗手段取得，依法予以撤销", world.staff("分管领导岗")
    change_licence_state(licence, LicenceState.RESCINDED, reason=reason, ground=RescindGround.DECEIT, by=leader)
    assert "撤销" in text("portal:publication", row.pk) and "撤销" in text("portal:publications")
    assert "撤销" in text("portal:publication_feed")


def test_what_was_taken_down_is_gone_and_the_feed_says_so(time: SimulatedClock) -> None:
    row, leader = published(time), world.staff("分管领导岗")
    after = row.feed_no
    hold_back(row, ground=HoldGround.PRIVATE, reason="涉及未成年人", by=leader)
    assert Client().get(reverse("portal:publication", args=[row.pk])).status_code == 404
    assert row.decision_no not in text("portal:publications")
    lines = list(csv.DictReader(StringIO(text("portal:publication_feed", after=after))))
    assert [(line["业务编码"], line["当前状态"], line["许可名称"]) for line in lines] == [(row.number, "撤下", "")]


def test_211_the_feed_goes_on_behind_a_number_and_a_correction_comes_later(time: SimulatedClock) -> None:
    """No row is read twice, none is missed; a cell never becomes a formula."""
    first, second = published(time), published(time)
    lines = list(csv.DictReader(StringIO(text("portal:publication_feed"))))
    assert [line["公示序号"] for line in lines] == [str(first.feed_no), str(second.feed_no)]
    fresh = correct_publication(first, content="=1+1 更正", reason="内容有误", by=world.staff("分管领导岗"))
    lines = list(csv.DictReader(StringIO(text("portal:publication_feed", after=second.feed_no))))
    assert [(line["公示序号"], line["许可内容"], line["更正次数"]) for line in lines] == [
        (str(fresh.feed_no), "'=1+1 更正", "1")
    ]
    for stray in ("-1", "x", "９", "1" * 40):
        cache.clear()
        assert len(text("portal:publication_feed", after=stray).splitlines()) == 3
