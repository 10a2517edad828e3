"""10.5, 2.10: after a case became anonymous nothing in the whole database, and no file, says who applied."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import BatchRow, Case, DataKind, RetentionProof
from cases.queries.retention import cutoff_of, due_rows
from cases.services.batches import file_rows
from cases.services.handing import choose_delivery, hand_over
from cases.services.issuing import issue_result
from cases.services.reads import record_read
from cases.services.retention import carry_on
from cases.services.talks import write_to_applicant, write_to_department
from core.clock import SimulatedClock
from core.models import EventRow
from core.outbox import drain
from core.services.emptying import NOBODY
from core.services.history import forget_doers
from deliveries.models import DeliveryWay
from deliveries.services.tracking import ask
from identity.actors import SYSTEM, Actor
from identity.models import Party, PartyKind
from identity.services.nobodies import forget_stranger, nobody_of
from linkage.models import Verdict
from payments.models import Charge, LedgerLine, PaymentOrder
from payments.services.paying import settle
from spaces.models import Licence, LicenceState, WalletDocument
from spaces.services.changes import change_licence_state
from supervision.services import rate_case
from tests import world
from tests.brokenness import broken, damage
from tests.cases.archived import packed
from tests.cases.results import before_clerk, follow, issued
from tests.cases.test_batches import person, received
from tests.cases.test_retention import approved, later
from tests.cases.walks import PHONE, decided, declined
from tests.deliveries.carrier import TrialCarrier
from tests.payments.dues import FEE, attempt, took
from tests.whole_database import places_of, tables_of

pytestmark = pytest.mark.usefixtures("time", "calendar")
NAME, STREET = "欧阳瑾瑜", "沙洲中路18号"
Committing = Callable[..., AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def own_storage(settings: object, tmp_path: object) -> None:
    """A storage of its own, so that only files of this test are searched."""
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Committing) -> Iterator[Committing]:
    """What is done inside is followed by what waits for the commit, such as deleting files."""
    yield lambda: django_capture_on_commit_callbacks(execute=True)


def words_of(applicant: Actor) -> list[str]:
    """What identifies an applicant."""
    party = Party.objects.get(pk=applicant.self_party_id)
    return [NAME, party.code, party.phone, PHONE, STREET]


def lived(applicant: Actor, **item: object) -> Case:
    """A case with everything a case can gather: talks with files, reads, a rating, messages, a fee, its package."""
    case = issued(applicant, fees=[FEE], **item)
    clerk = world.staff("窗口受理岗")
    write_to_department(case, text=f"我是{NAME}，请问进度", files=[world.pdf()], by=applicant)
    write_to_applicant(case, text=f"{NAME}您好", by=clerk)
    record_read(case, by=clerk, what="办件", why=f"{NAME}来电询问")
    settle(took(attempt(PaymentOrder.objects.get(charge__charged__case=case))), code="trial")
    drain(["interactive"])
    hand_over(case, before_clerk(case.applicant), by=clerk)
    drain(["interactive", "pdf"])
    rate_case(case, level=1, text=f"{NAME}很不满意", by=applicant)
    drain(["interactive"])
    packed(case)
    return Case.objects.get(pk=case.pk)


def carried_out(kind: DataKind, committing: Committing) -> None:
    with committing():
        approved(kind)
        drain(["bulk"])


def handed(case: Case) -> Case:
    """An accepted case brought to its end."""
    case = issue_result(decided(case, Verdict.APPROVE), by=world.staff("制证岗"))
    follow()
    case = Case.objects.select_related("applicant", "delivery").get(pk=case.pk)
    hand_over(case, before_clerk(case.applicant), by=world.staff("窗口受理岗"))
    follow()
    return Case.objects.get(pk=case.pk)


def files_kept(case: Case) -> set[str]:
    """Contents that stay although they name somebody: the archived package, and the licence as long as it is kept."""
    kept = {row.file.digest for row in case.packages.all() if row.file is not None}
    return kept | {row.file.digest for row in Licence.objects.exclude(file=None) if row.file is not None}


def test_105_nothing_is_left_but_what_is_kept_for_longer(time: SimulatedClock, committing: Committing) -> None:
    """Case rows, history, clock lines, reads, talks, messages, ratings, library and files; the account, the accounts,
    a licence and the archive have times of their own."""
    applicant = world.citizen(name=NAME)
    words = words_of(applicant)
    case = lived(applicant, result={"name": "证书", "kind": "licence", "validity_years": None})
    found = tables_of(places_of(*words))
    assert {"cases_case", "cases_caseread", "cases_clockline", "core_event", "notices_message", "file"} <= found
    assert {"notices_trialsms", "payments_charge", "spaces_licence", "supervision_rating"} <= found
    assert WalletDocument.objects.filter(party=case.applicant).exists()
    later(time, 121)
    carried_out(DataKind.CASE, committing)
    left = places_of(*words)
    charge, licence = Charge.objects.get(), Licence.objects.get()
    party = f"identity_party:{applicant.self_party_id}"
    events = {f"core_event:{row.pk}" for row in EventRow.objects.filter(stream="charge")}
    kept = {party, f"payments_charge:{charge.pk}", f"spaces_licence:{licence.pk}", *events}
    assert left - kept == {f"file:{digest}" for digest in files_kept(case)}
    assert not WalletDocument.objects.exists() and broken() == {}
    later(time, 12 * 31)
    assert list(due_rows(DataKind.LICENCE, cutoff_of(DataKind.LICENCE))) == []
    assert licence.state == LicenceState.VALID and licence.valid_until is None
    carried_out(DataKind.MONEY, committing)
    left = places_of(*words)
    assert left - {f"file:{digest}" for digest in files_kept(case)} == {party, f"spaces_licence:{licence.pk}"}
    charge.refresh_from_db()
    assert (charge.payer_name, charge.payer.name) == (NOBODY, NOBODY)
    assert PaymentOrder.objects.get().amount_fen == 2000 and LedgerLine.objects.count() == 4
    assert broken() == {}


def test_105_accounts_stay_thirty_years_and_amounts_for_ever(time: SimulatedClock, committing: Committing) -> None:
    """会计档案管理办法 14: not a day earlier, and never the money itself."""
    lived(world.citizen(name=NAME))
    later(time, 121)
    carried_out(DataKind.CASE, committing)
    later(time, 12 * 19)
    assert list(due_rows(DataKind.MONEY, cutoff_of(DataKind.MONEY))) == []
    charge, order = Charge.objects.get(), PaymentOrder.objects.get()
    for statement in (
        "UPDATE payments_charge SET tariff = '[]', payer_name = '（已匿名）'",
        "UPDATE payments_charge SET payer_name = '别人'",
        "UPDATE payments_paymentorder SET lines = '[]'",
        "DELETE FROM payments_charge",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    charge.refresh_from_db()
    assert charge.payer_name == NAME and order.amount_fen == 2000


def test_105_a_licence_that_ended_goes_after_its_own_time(time: SimulatedClock, committing: Committing) -> None:
    """PIPL 19: holder, data and file of every version, ten years after its end; number and days stay (10.1)."""
    applicant = world.citizen(name=NAME)
    words = words_of(applicant)
    case = lived(applicant)
    later(time, 121)
    carried_out(DataKind.CASE, committing)
    licence = Licence.objects.get()
    change_licence_state(licence, LicenceState.CANCELLED, reason=f"{NAME}不再经营", by=SYSTEM)
    assert list(due_rows(DataKind.LICENCE, cutoff_of(DataKind.LICENCE))) == []
    later(time, 121)
    assert list(due_rows(DataKind.LICENCE, cutoff_of(DataKind.LICENCE))) == [licence]
    carried_out(DataKind.LICENCE, committing)
    licence.refresh_from_db()
    assert (licence.holder.name, licence.data, licence.file, licence.state_reason) == (NOBODY, {}, None, "")
    assert "spaces_licence" not in tables_of(places_of(*words)) and broken() == {}
    assert RetentionProof.objects.filter(case=None).count() == 1 and case.case_no is not None


def test_105_the_track_of_a_parcel_loses_who_signed(
    time: SimulatedClock, carrier: TrialCarrier, committing: Committing
) -> None:
    case = issued(world.citizen(name=NAME))
    choose_delivery(
        case, way=DeliveryWay.COURIER, recipient=NAME, phone=PHONE, address=f"张家港市杨舍镇{STREET}", by=SYSTEM
    )
    follow()
    parcel = case.parcels.get().parcel
    carrier.behave(end="signed")
    carrier.advance(parcel.waybill, 4)
    ask(parcel)
    follow()
    packed(Case.objects.get(pk=case.pk))
    assert {"deliveries_parcel", "deliveries_resultdelivery"} <= tables_of(places_of(NAME, PHONE, STREET))
    later(time, 121)
    carried_out(DataKind.CASE, committing)
    left = tables_of(places_of(NAME, PHONE, STREET))
    assert left <= {"identity_party", "spaces_licence", "file"} and broken() == {}


def test_105_a_person_known_only_from_one_case_is_forgotten(time: SimulatedClock, committing: Committing) -> None:
    """Somebody without an account, whom only this case made known, goes with it, and so does what libraries knew."""
    applicant = world.citizen(name=NAME)
    words = words_of(applicant)
    case = declined(applicant)
    follow()
    packed(case)
    party = case.applicant
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM identity_signin")
        cursor.execute("DELETE FROM identity_account WHERE party_id = %s", [party.pk])
    later(time, 121)
    carried_out(DataKind.CASE, committing)
    assert not Party.objects.filter(pk=party.pk).exists()
    assert tables_of(places_of(*words)) <= {"file"} and broken() == {}
    assert forget_stranger(nobody_of(PartyKind.PERSON)) == {}


def test_105_a_batch_loses_its_sheet_with_its_last_case(time: SimulatedClock, committing: Committing) -> None:
    """C-03: rows are emptied one by one, the sheet and rows never taken in with the last one."""
    clerk, fields = world.staff("窗口受理岗"), [{"key": "place", "label": "经营场所", "type": "text", "required": True}]
    version = world.item(materials=[world.material("申请书")], form=fields)
    both = [
        {**person(number, name=name), "手机号": PHONE, "经营场所": STREET, "纸质：申请书": "有"}
        for number, name in ((1, NAME), (2, "司马相如"), (3, ""))
    ]
    batch = received(version, clerk, *both[:2], {**both[2], "公民身份号码或统一社会信用代码": "错"})
    assert [row.faults for row in batch.rows.order_by("number")][:2] == [[], []]
    assert file_rows(batch, by=clerk) == 0
    first, second = Case.objects.filter(batch_row__isnull=False).order_by("pk")
    for case in (first, second):
        handed(case)
    for case in (first, second):
        packed(Case.objects.get(pk=case.pk))
        later(time, 121 if case == first else 1)
        carried_out(DataKind.CASE, committing)
        left = tables_of(places_of(NAME, "司马相如", STREET))
        assert ("cases_batchrow" in left) is (case == first) and broken() == {}
    batch.refresh_from_db()
    assert batch.file is None and BatchRow.objects.exclude(applicant_name=NOBODY).count() == 0
    assert tables_of(places_of(NAME, STREET)) <= {"file", "spaces_licence", "identity_party"}


def test_history_forgets_citizens_and_nothing_else(time: SimulatedClock) -> None:
    """The database refuses every other change of what happened (3.1)."""
    case = declined(world.citizen(name=NAME))
    told = [(row.pk, row.name, row.sequence, row.data) for row in EventRow.objects.filter(stream="case").order_by("pk")]
    assert forget_doers("case", case.pk) and forget_doers("case", case.pk) == {}
    rows = EventRow.objects.filter(stream="case").order_by("pk")
    assert [(row.pk, row.name, row.sequence, row.data) for row in rows] == told
    assert rows.exclude(actor_kind="citizen").exclude(actor_label="").exclude(actor_label=NOBODY).exists()
    for statement in (
        "UPDATE core_event SET actor_label = '别人' WHERE actor_kind = 'citizen'",
        "UPDATE core_event SET actor_label = '（已匿名）' WHERE actor_kind = 'staff'",
        "UPDATE cases_clockline SET actor_label = '别人' WHERE actor_kind = 'citizen'",
        "UPDATE cases_clockline SET budget = 1 WHERE actor_kind = 'citizen'",
        "DELETE FROM cases_clockline",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_is_left_behind_breaks_an_invariant(time: SimulatedClock, committing: Committing) -> None:
    """31.3 to 31.6 notice rows that still name somebody."""
    case = lived(world.citizen(name=NAME))
    later(time, 121)
    carried_out(DataKind.CASE, committing)
    assert carry_on(RetentionProof.objects.get(case=case).act_id) == 0 and broken() == {}
    damage(
        f"UPDATE cases_caseread SET why = '{NAME}来电'",
        f"UPDATE notices_message SET title = '{NAME}'",
        "UPDATE spaces_licence SET holder_id = (SELECT applicant_id FROM cases_case LIMIT 1)",
    )
    assert {"31.3", "31.5", "31.6"} <= set(broken())
