"""Numbers are masked for staff; in full with a reason that the applicant reads (G-02)."""

import pytest
from django.test import Client

from cases.models import Case
from identity.actors import Actor
from identity.models import Party
from linkage.models import Review
from tests import world
from tests.cases.walks import accepted
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")
REASON = "电话核对申请人身份"
COLUMNS = [{"key": "name", "label": "姓名", "type": "text"}, {"key": "id", "label": "证号", "type": "id_number"}]
FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "keeper", "label": "食品安全员手机", "type": "phone", "required": False},
    {"key": "staff", "label": "从业人员", "type": "table", "required": False, "columns": COLUMNS},
]
KEEPER, WORKER = "13812345678", "11010519491231002X"


@pytest.fixture
def applicant() -> Actor:
    return world.citizen()


@pytest.fixture
def case(applicant: Actor) -> Case:
    found = accepted(applicant, form=FORM)
    found.answers = {"keeper": KEEPER, "staff": [{"name": "王芳", "id": WORKER}]}
    found.save(update_fields=["answers"])
    return found


def numbers_of(case: Case) -> set[str]:
    party = Party.objects.get(pk=case.applicant_id)
    return {party.code, party.phone, KEEPER, WORKER}


def desk() -> Client:
    return signed_in(world.staff("窗口受理岗"))


def shown(case: Case, page: str) -> set[str]:
    return {number for number in numbers_of(case) if number in page}


def test_desk_and_review_mask_the_numbers_and_lead_to_the_full_view(case: Case) -> None:
    review = Review.objects.get(case=case, closed_at=None)
    reviewer = signed_in(world.staff("科室审查岗"))
    pages = (desk().get(f"/desk/cases/{case.pk}/"), reviewer.get(f"/desk/reviews/{review.pk}/"))
    for page in pages:
        words = page.content.decode()
        assert shown(case, words) == set()
        assert f'href="/desk/cases/{case.pk}/full/"' in words
    assert "138****5678" in pages[1].content.decode() and "王芳" in pages[1].content.decode()


def test_a_reason_shows_the_numbers_once_and_the_applicant_reads_who_and_why(case: Case, applicant: Actor) -> None:
    """G-02: a second look within minutes is a look of its own, with its own reason."""
    clerk, address = desk(), f"/desk/cases/{case.pk}/full/"
    assert shown(case, clerk.get(address).content.decode()) == set()
    answer = clerk.post(address, {"reason": REASON})
    assert shown(case, answer.content.decode()) == numbers_of(case)
    assert "no-store" in answer.headers["Cache-Control"]
    assert shown(case, clerk.get(address).content.decode()) == set()
    clerk.post(address, {"reason": "再次核对电话号码"})
    words = signed_in(applicant).get("/space/data/").content.decode()
    assert REASON in words and "再次核对电话号码" in words


@pytest.mark.parametrize("reason", ["", "  ", "核对", "核" * 121])
def test_a_wrong_reason_shows_and_records_nothing_and_is_kept(case: Case, reason: str) -> None:
    answer = desk().post(f"/desk/cases/{case.pk}/full/", {"reason": reason})
    assert answer.status_code == 422
    assert "确保该变量" not in answer.content.decode() or len(reason) > 4
    assert reason.strip() in answer.content.decode()
    assert shown(case, answer.content.decode()) == set()
    assert not case.reads.exists()


@pytest.mark.parametrize(("post", "key"), [("窗口受理岗", "住建局"), ("科室审查岗", "住建局"), ("监察岗", "监委")])
def test_strangers_are_told_there_is_no_such_case(case: Case, post: str, key: str) -> None:
    stranger = signed_in(world.staff(post, key))
    assert stranger.post(f"/desk/cases/{case.pk}/full/", {"reason": REASON}).status_code == 404
    assert not case.reads.exists()
