"""Licences changed, renewed, replaced and cancelled by cases of their own (C-23, T-12, D-14, XKF 50)."""

from datetime import timedelta

import pytest

from cases.models import Case, CaseState, Channel, ClosingKind, DocumentKind
from cases.queries.papers import listed_name, paper_context
from cases.queries.subjects import last_day_to_renew, options_about, subjects_of
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.drafts import begin_application, start_draft
from cases.services.intake import accept_case
from cases.services.issuing import deliver_result, issue_result
from cases.services.renewing import deem_renewals
from cases.services.submission import submit_case
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from deliveries.models import DeliveryWay
from identity.actors import SYSTEM, Actor
from identity.models import Party
from items.models import Effect, HandlingOption, ItemVersion
from items.rules.effects import effect_of
from linkage.models import Review, Verdict
from spaces.models import Licence, LicenceState
from spaces.services.changes import expire_licences
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, decided, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
YEARS = 2
ITEM = {
    "handling": ["新办", "变更", "延续", "补证", "注销"],
    "result": {"name": "食品经营许可证", "kind": "licence", "validity_years": YEARS},
}


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    return time


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def licence(owner: Actor) -> Licence:
    """A licence of two years, issued on a case."""
    case = issue_result(decided(accepted(owner, **ITEM), Verdict.APPROVE), by=world.staff("制证岗"))
    deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=owner)
    assert case.licence is not None
    return case.licence


def version_of(licence: Licence) -> ItemVersion:
    return licence.cases.get().version


def option(licence: Licence, name: str) -> HandlingOption:
    return version_of(licence).handlingoption_set.get(name=name)


def asked(licence: Licence, name: str, owner: Actor, *, subject: bool = True) -> Case:
    """An application about the licence, filed."""
    about = licence if subject else None
    version, given = version_of(licence), {"handling": option(licence, name), "subject": about}
    case = start_draft(version, by=owner, channel=Channel.WEB, **given)  # type: ignore[arg-type]
    world.fill(case, owner)
    return submit_case(world.answer(case, owner), by=owner).case


def granted(case: Case) -> Case:
    case = decided(accept_case(case, by=world.staff("窗口受理岗")), Verdict.APPROVE)
    case = issue_result(case, by=world.staff("制证岗"))
    drain(["interactive", "pdf"])
    case.refresh_from_db()
    return case


def refusal_of(deed: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed()  # type: ignore[operator]
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        *(("新办", ""), ("首次申请", ""), ("设立登记", ""), ("备案", "")),
        *(("变更", "change"), ("变更登记", "change"), ("更名", "change")),
        *(("延续", "renewal"), ("期满换证", "renewal"), ("延期", "renewal")),
        *(("补证", "replacement"), ("补领", "replacement")),
        *(("注销", "cancellation"), ("注销登记", "cancellation"), ("备案注销", "cancellation")),
    ],
)
def test_the_name_of_an_option_says_what_it_does(name: str, effect: str) -> None:
    assert effect_of(name) == effect


class TestOutcomes:
    """What a granted case does to the licence it is about."""

    def test_c23_a_renewal_is_the_next_version_for_as_long_again(self, licence: Licence, owner: Actor) -> None:
        case = granted(asked(licence, "延续", owner))
        licence.refresh_from_db()
        assert case.licence is not None and licence.valid_until is not None
        assert (case.licence.version, case.licence.previous) == (licence.version + 1, licence)
        assert case.licence.number == licence.number and licence.state == LicenceState.LAPSED
        assert case.licence.valid_until == licence.valid_until.replace(year=licence.valid_until.year + YEARS)
        assert case.licence.file_id and case.documents.filter(kind=DocumentKind.GRANT_DECISION).exists()
        assert broken() == {}

    def test_c23_a_replacement_says_the_same_once_more(self, licence: Licence, owner: Actor) -> None:
        case = granted(asked(licence, "补证", owner))
        assert case.licence is not None
        assert (case.licence.data, case.licence.valid_until) == (licence.data, licence.valid_until)
        assert case.licence.version == licence.version + 1
        assert broken() == {}

    def test_c23_a_change_says_what_the_application_says(self, licence: Licence, owner: Actor) -> None:
        before = Licence.objects.get(pk=licence.pk)
        Licence.objects.filter(pk=licence.pk).update(data={"经营场所": "旧址"})
        case = granted(asked(licence, "变更", owner))
        assert case.licence is not None
        assert case.licence.data["经营场所"] not in {"", "旧址"}
        assert case.licence.valid_until == before.valid_until

    def test_c23_a_cancellation_ends_it_and_gives_nothing_new(self, licence: Licence, owner: Actor) -> None:
        case = granted(asked(licence, "注销", owner))
        licence.refresh_from_db()
        assert case.licence is None and licence.state == LicenceState.CANCELLED
        assert case.case_no and case.case_no in licence.state_reason
        case = deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=owner)
        assert (case.state, case.closing) == (CaseState.CLOSED, ClosingKind.DONE)
        assert broken() == {}

    def test_d14_the_decision_is_called_by_what_is_decided(self, licence: Licence, owner: Actor) -> None:
        case = granted(asked(licence, "延续", owner))
        paper = case.documents.get(kind=DocumentKind.GRANT_DECISION)
        assert paper_context(paper, case)["title"] == listed_name(paper, case) == "准予延续决定书"
        other = accept_case(asked(case.licence or licence, "变更", owner), by=world.staff("窗口受理岗"))
        refused = decided(other, Verdict.OBJECT, "新址不符合规定的条件，不予通过")
        paper = refused.documents.get(kind=DocumentKind.REFUSAL_DECISION)
        assert paper_context(paper, refused)["title"] == "不予变更决定书"


class TestWhichLicence:
    """An application about a licence names it."""

    def test_c23_who_holds_one_says_which(self, licence: Licence, owner: Actor) -> None:
        assert refusal_of(lambda: asked(licence, "延续", owner, subject=False)) == "licence_needed"

    def test_who_holds_none_in_the_library_gets_a_new_one(self, licence: Licence) -> None:
        stranger = world.citizen(name="周敏")
        case = granted(asked(licence, "延续", stranger, subject=False))
        assert case.licence is not None and case.licence.version == 1 and case.licence.number != licence.number

    def test_a_licence_of_somebody_else_is_none(self, licence: Licence) -> None:
        stranger = world.citizen(name="周敏")
        assert refusal_of(lambda: asked(licence, "延续", stranger)) == "licence_over"

    def test_a_licence_that_ended_meanwhile_is_none(self, licence: Licence, owner: Actor) -> None:
        granted(asked(licence, "注销", owner))
        assert refusal_of(lambda: asked(licence, "延续", owner)) == "licence_over"

    def test_a_grant_about_a_licence_that_ended_cannot_be_issued(self, licence: Licence, owner: Actor) -> None:
        renewal = asked(licence, "延续", owner)
        granted(asked(licence, "注销", owner))
        case = decided(accept_case(renewal, by=world.staff("窗口受理岗")), Verdict.APPROVE)
        assert refusal_of(lambda: issue_result(case, by=world.staff("制证岗"))) == "wrong_state"
        case.refresh_from_db()
        assert case.state == CaseState.GRANTED


class TestInTime:
    """T-12 and XKF 50: asked thirty days before, silence is consent."""

    def waiting(self, licence: Licence, owner: Actor, time: SimulatedClock, days_before: int) -> Case:
        """A renewal filed so many days before the last day, accepted and then left alone."""
        assert licence.valid_until is not None
        move(time, time.now() + (licence.valid_until - time.now().date()) - timedelta(days=days_before))
        return accept_case(asked(licence, "延续", owner), by=world.staff("窗口受理岗"))

    def test_t12_the_last_day_is_thirty_natural_days_before(self, licence: Licence) -> None:
        assert licence.valid_until is not None
        assert last_day_to_renew(licence) == licence.valid_until - timedelta(days=30)

    def test_c23_an_undecided_renewal_counts_as_granted_when_the_licence_runs_out(
        self, licence: Licence, owner: Actor, time: SimulatedClock
    ) -> None:
        case = self.waiting(licence, owner, time, 31)
        move(time, time.now() + timedelta(days=31))
        assert deem_renewals(by=SYSTEM) == 0, "its last day is still to come"
        move(time, time.now() + timedelta(days=1))
        expire_licences(by=SYSTEM)
        assert deem_renewals(by=SYSTEM) == 1
        assert deem_renewals(by=SYSTEM) == 0
        drain(["interactive", "pdf"])
        case.refresh_from_db()
        assert case.state == CaseState.ISSUED and case.licence is not None and case.licence.previous == licence
        assert case.licence.state == LicenceState.VALID
        assert not Review.objects.filter(case=case, closed_at=None).exists()
        assert list(subjects_of(case.version, case.applicant_id)) == [case.licence]
        assert broken() == {}

    def test_a_renewal_asked_for_too_late_is_decided_by_people(
        self, licence: Licence, owner: Actor, time: SimulatedClock
    ) -> None:
        case = self.waiting(licence, owner, time, 29)
        move(time, time.now() + timedelta(days=30))
        assert deem_renewals(by=SYSTEM) == 0
        case.refresh_from_db()
        assert case.state == CaseState.IN_REVIEW
        case = issue_result(decided(case, Verdict.APPROVE), by=world.staff("制证岗"))
        assert case.licence is not None and case.licence.previous == licence, "a late grant renews it all the same"

    def test_t09_a_case_that_stands_still_waits(self, licence: Licence, owner: Actor, time: SimulatedClock) -> None:
        case, reviewer = self.waiting(licence, owner, time, 31), world.staff("科室审查岗")
        begin_procedure(case, title="现场核查", days=5, basis="审查通则", reason="核对现场", by=reviewer)
        move(time, time.now() + timedelta(days=33))
        assert deem_renewals(by=SYSTEM) == 0
        end_procedure(case, outcome="符合", by=reviewer)
        assert deem_renewals(by=SYSTEM) == 1

    def test_a_change_is_never_deemed(self, licence: Licence, owner: Actor, time: SimulatedClock) -> None:
        accept_case(asked(licence, "变更", owner), by=world.staff("窗口受理岗"))
        move(time, time.now() + timedelta(days=366 * 3))
        assert deem_renewals(by=SYSTEM) == 0


class TestPages:
    """From the wallet to the application."""

    def test_the_licence_offers_what_can_be_asked_about_it(self, licence: Licence, owner: Actor) -> None:
        assert [one.effect for one in options_about(licence)] == [
            *(Effect.CHANGE, Effect.RENEWAL, Effect.REPLACEMENT, Effect.CANCELLATION),
        ]
        page = signed_in(owner).get(f"/space/wallet/{licence.pk}/about/").content.decode()
        renewal = option(licence, "延续")
        assert f"/space/apply/begin/{renewal.version_id}/?handling={renewal.pk}&amp;licence={licence.pk}" in page

    def test_the_application_says_which_licence_it_is_about(self, licence: Licence, owner: Actor) -> None:
        client, renewal = signed_in(owner), option(licence, "延续")
        place = f"/space/apply/begin/{renewal.version_id}/"
        assert licence.number in client.get(f"{place}?handling={renewal.pk}&licence={licence.pk}").content.decode()
        wrong = client.post(place, {"handling": renewal.pk})
        assert wrong.status_code == 422
        for hostile in ("0", "9" * 400, "abc", "-1"):
            assert client.post(place, {"handling": renewal.pk, "licence": hostile}).status_code == 422
        assert client.post(place, {"handling": renewal.pk, "licence": licence.pk}).status_code == 302
        assert Case.objects.get(state=CaseState.DRAFT).subject == licence

    def test_something_new_is_about_no_licence(self, licence: Licence, owner: Actor) -> None:
        client, new = signed_in(owner), option(licence, "新办")
        place = f"/space/apply/begin/{new.version_id}/"
        assert client.post(place, {"handling": new.pk, "licence": licence.pk}).status_code == 302
        assert Case.objects.get(state=CaseState.DRAFT).subject is None


def test_the_party_of_a_new_draft_is_asked_about_its_own_licences_only(licence: Licence, owner: Actor) -> None:
    holder = Party.objects.get(pk=owner.self_party_id)
    stranger = Party.objects.get(pk=world.citizen(name="周敏").self_party_id)
    version = version_of(licence)
    assert list(subjects_of(version, holder.pk)) == [licence]
    assert not subjects_of(version, stranger.pk).exists()
    draft = begin_application(version, by=owner, channel=Channel.WEB, handling=option(licence, "延续"))
    assert draft.subject is None
