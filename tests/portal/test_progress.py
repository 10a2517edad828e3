"""Where is my case? With number and query code, or number and phone code; five wrong tries lock (C-32, C-33)."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Case
from cases.rules.limits import QUERY_LOCK_MINUTES, QUERY_TRIES
from cases.services.intake import accept_case
from cases.services.submission import Receipt
from core.clock import SimulatedClock, running_at
from core.models import EventRow
from tests import world
from tests.cases.walks import PHONE, filed
from tests.identity.people import codes_sent_to, last_code, later

pytestmark = pytest.mark.usefixtures("calendar")
PAGE, SEND = reverse("portal:progress"), reverse("portal:progress_code")
NOW = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def receipt() -> Receipt:
    return filed()


def ask(number: str | None, code: str, client: Client | None = None) -> HttpResponse:
    return (client or Client()).post(PAGE, {"number": number, "code": code})  # type: ignore[return-value]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def error_at(answer: HttpResponse, field: str) -> str:
    return answer.content.decode().partition(f'id="id_{field}_error"')[2].partition("</div>")[0]


def test_number_and_query_code_show_the_case_and_its_clock(receipt: Receipt) -> None:
    page = ask(receipt.case.receipt_no, receipt.query_code)
    assert page.status_code == 200
    text = page.content.decode()
    assert receipt.case.version.name in text and (receipt.case.receipt_no or "") in text


def test_the_answer_names_nobody(receipt: Receipt) -> None:
    page = ask(receipt.case.receipt_no, receipt.query_code).content.decode()
    case = Case.objects.get(pk=receipt.case.pk)
    told = (case.applicant_name, case.contact_name, case.contact_phone, case.applicant.code, case.applicant.phone)
    assert [secret for secret in told if secret and secret in page] == []


def test_numbers_are_taken_as_people_type_them(receipt: Receipt) -> None:
    number = f"  {(receipt.case.receipt_no or '').lower()} "
    assert ask(number, f" {receipt.query_code} ").status_code == 200


def test_after_acceptance_the_case_number_opens_it_too(receipt: Receipt) -> None:
    """C-30, C-33."""
    case = accept_case(receipt.case, by=world.staff("窗口受理岗"))
    assert ask(case.case_no, receipt.query_code).status_code == 200


def test_a_code_sent_to_the_phone_of_the_case_opens_it_once(receipt: Receipt) -> None:
    answer = Client().post(SEND, {"number": receipt.case.receipt_no})
    assert answer["Location"].startswith(PAGE)
    code = last_code(PHONE)
    assert ask(receipt.case.receipt_no, code).status_code == 200
    assert ask(receipt.case.receipt_no, code).status_code == 422


def test_the_phone_code_of_one_case_opens_no_other(receipt: Receipt) -> None:
    other = filed()
    Case.objects.filter(pk=other.case.pk).update(contact_phone="")
    Client().post(SEND, {"number": receipt.case.receipt_no})
    assert ask(other.case.receipt_no, last_code(PHONE)).status_code == 422


def test_wrong_codes_and_unknown_numbers_get_one_answer(receipt: Receipt) -> None:
    answers = [ask(receipt.case.receipt_no, wrong(receipt.query_code)), ask("320582999999999", "123456")]
    assert [answer.status_code for answer in answers] == [422, 422]
    errors = {error_at(answer, "code") for answer in answers}
    assert len(errors) == 1 and "不正确" in errors.pop()


def test_what_was_typed_is_kept_and_the_error_stands_beside_the_code(receipt: Receipt) -> None:
    answer = ask(receipt.case.receipt_no, "000")
    assert f'value="{receipt.case.receipt_no}"' in answer.content.decode()
    assert error_at(answer, "code")
    assert error_at(ask("", receipt.query_code), "number")


def test_five_wrong_tries_lock_for_half_an_hour_even_against_the_right_code(receipt: Receipt) -> None:
    number, code = receipt.case.receipt_no, receipt.query_code
    with running_at(SimulatedClock(NOW)) as time:
        for _try in range(QUERY_TRIES):
            assert ask(number, wrong(code)).status_code == 422
        locked = ask(number, code)
        assert locked.status_code == 422 and "30 分钟" in locked.content.decode()
        later(time, minutes=QUERY_LOCK_MINUTES - 1)
        assert ask(number, code).status_code == 422
        later(time, minutes=1, seconds=1)
        assert ask(number, code).status_code == 200


def test_a_right_code_forgets_earlier_wrong_ones(receipt: Receipt) -> None:
    number, code = receipt.case.receipt_no, receipt.query_code
    for _round in range(3):
        for _try in range(QUERY_TRIES - 1):
            ask(number, wrong(code))
        assert ask(number, code).status_code == 200


def test_the_lock_of_one_case_leaves_others_alone(receipt: Receipt) -> None:
    other = filed()
    for _try in range(QUERY_TRIES):
        ask(receipt.case.receipt_no, wrong(receipt.query_code))
    assert ask(other.case.receipt_no, other.query_code).status_code == 200


def test_asking_is_not_an_event_of_the_case(receipt: Receipt) -> None:
    before = EventRow.objects.count()
    ask(receipt.case.receipt_no, receipt.query_code)
    assert EventRow.objects.count() == before


def test_asking_for_a_phone_code_does_not_tell_which_numbers_exist(receipt: Receipt) -> None:
    said = []
    for number in (receipt.case.receipt_no, "320582999999999"):
        client = Client()
        first = client.post(SEND, {"number": number})
        shown = client.get(first["Location"]).content.decode()
        second = client.post(SEND, {"number": number})
        said.append((first.status_code, "如果编号无误" in shown, second.status_code, error_at(second, "number")))  # type: ignore[arg-type]
    assert said[0] == said[1]
    assert said[0][:3] == (302, True, 422) and "尝试次数过多" in said[0][3]
    assert codes_sent_to(PHONE) == 1


def test_a_ration_of_the_phone_spent_elsewhere_stays_silent(receipt: Receipt) -> None:
    Client().post(reverse("portal:send_code"), {"phone": PHONE})
    answer = Client().post(SEND, {"number": receipt.case.receipt_no})
    assert answer.status_code == 302
    assert codes_sent_to(PHONE) == 1


def test_a_phone_code_needs_a_number_first() -> None:
    answer = Client().post(SEND, {"number": "", "code": ""})
    assert answer.status_code == 422
    assert error_at(answer, "number") and not error_at(answer, "code")  # type: ignore[arg-type]


def test_a_case_whose_phone_cannot_get_messages_is_still_opened_by_its_code(receipt: Receipt) -> None:
    case = Case.objects.get(pk=receipt.case.pk)
    case.contact_phone = "0512-58680000"
    case.save(update_fields=["contact_phone"])
    assert Client().post(SEND, {"number": case.receipt_no}).status_code == 302
    assert ask(case.receipt_no, wrong(receipt.query_code)).status_code == 422
    assert ask(case.receipt_no, receipt.query_code).status_code == 200


def test_one_address_cannot_ask_for_ever(receipt: Receipt) -> None:
    statuses = {ask(f"32058220251120{number:03d}", "123456").status_code for number in range(30)}
    assert statuses == {422}
    assert ask(receipt.case.receipt_no, receipt.query_code).status_code == 422


def test_the_number_in_the_link_of_a_receipt_is_filled_in() -> None:
    assert 'value="ABC123"' in Client().get(PAGE, {"number": "ABC123"}).content.decode()
