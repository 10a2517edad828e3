"""How licences are used: written down (L-10), lent (L-13), shown once within a minute (L-12), copied (L-06)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import ProgrammingError, connection, transaction
from pypdf import PdfReader

from core import clock
from core.clock import SimulatedClock, running_at
from core.outbox import drain
from core.refusal import Refusal
from core.sealing import check_seals
from core.services.files import open_file
from identity.actors import ANYBODY, SYSTEM, Actor
from identity.models import Party
from spaces.models import Licence, LicenceGrant, LicenceState, LicenceUse, ShowCode, UseKind
from spaces.queries.uses import copies_visible_to, grants_given_by, grants_held_by, uses_visible_to
from spaces.services import change_licence_state
from spaces.services.copies import make_copy, order_copy
from spaces.services.showing import make_show_code, scan_code, verify_shown
from spaces.services.uses import Lending, Purpose, grant_licence, record_look, record_use, revoke_grant, use_grant
from tests import world
from tests.brokenness import broken
from tests.cases.walks import at
from tests.spaces.papers import licence, person

pytestmark = pytest.mark.django_db


def lending(to: Party, *, days: int = 9, times: int = 2, **changes: object) -> Lending:
    today = clock.today()
    usual = {"person_name": to.name, "person_code": to.code, "purpose": "投标", "since": today}
    return Lending(**{**usual, "until": today + timedelta(days=days), "times": times, **changes})  # type: ignore[arg-type]


def code_of(act: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


class TestTheLog:
    def test_l10_a_use_says_who_for_what_in_which_case_which_fields_and_when(self) -> None:
        owner, holder = person()
        found, clerk = licence(holder), world.staff("窗口受理岗")
        purpose = Purpose("办理案件", "食品经营许可", "SB-1")
        record_use(found, UseKind.FETCHED, purpose, fields=found.data, by=clerk)
        (use,) = uses_visible_to(owner)
        assert (use.who, use.purpose, use.item, use.case_no) == (clerk.label, "办理案件", "食品经营许可", "SB-1")
        assert use.fields == ["经营场所"] and use.account_id == clerk.account_id and use.at <= clock.now()

    def test_l10_nobody_else_reads_the_log_of_a_holder(self) -> None:
        _owner, holder = person()
        record_use(licence(holder), UseKind.FETCHED, Purpose("办理案件"), by=SYSTEM)
        strangers = (world.citizen(), world.staff("制证岗"), world.staff("监察岗", "监委"), ANYBODY)
        assert [uses_visible_to(actor).count() for actor in strangers] == [0] * 4

    @pytest.mark.parametrize("act", ["UPDATE spaces_licenceuse SET who = 'x'", "DELETE FROM spaces_licenceuse"])
    def test_l10_uses_are_neither_changed_nor_deleted_within_three_years(self, act: str) -> None:
        record_use(licence(), UseKind.FETCHED, Purpose("办理案件"), by=SYSTEM)
        with pytest.raises(ProgrammingError, match="L-10"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)
        assert LicenceUse.objects.get().who == SYSTEM.label

    def test_l10_after_three_years_a_use_may_be_deleted(self) -> None:
        with running_at(SimulatedClock(clock.now() - timedelta(days=3 * 366))):
            record_use(licence(), UseKind.FETCHED, Purpose("办理案件"), by=SYSTEM)
        LicenceUse.objects.all().delete()
        assert not LicenceUse.objects.exists()

    def test_l11_looks_of_one_person_within_ten_minutes_count_as_one(self) -> None:
        found, leader = licence(), world.staff("分管领导岗")
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            for minutes in (0, 5, 11):
                time.advance(timedelta(minutes=minutes))
                record_look(found, Purpose("证照管理"), by=leader)
        assert LicenceUse.objects.filter(kind=UseKind.LOOKED_AT).count() == 2


class TestLending:
    def test_l13_a_licence_is_lent_for_a_purpose_a_while_and_some_times(self) -> None:
        owner, holder = person()
        borrower, party = person("吴芳")
        grant = grant_licence(licence(holder), lending(party))
        assert list(grants_held_by(borrower)) == [grant] == list(grants_given_by(owner))
        for _time in range(2):
            use = use_grant(grant, by=borrower, user=party)
        assert (use.grant, use.purpose, use.kind, use.who) == (grant, "投标", UseKind.LENT, borrower.label)
        assert code_of(use_grant, grant, by=borrower, user=party) == "grant_over"
        assert uses_visible_to(owner).count() == 2 and broken() == {}

    def test_l13_nobody_else_uses_it(self) -> None:
        grant = grant_licence(licence(), lending(person("吴芳")[1]))
        thief, other = person("郑凯")
        assert code_of(use_grant, grant, by=thief, user=other) == "grant_over"
        assert not grants_held_by(thief).exists() and not grants_given_by(thief).exists()

    def test_l13_it_ends_with_its_last_day_and_when_it_is_taken_back(self) -> None:
        borrower, party = person("吴芳")
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            grant = grant_licence(licence(), lending(party, days=1))
            time.advance(timedelta(days=1))
            use_grant(grant, by=borrower, user=party)
            time.advance(timedelta(days=1))
            assert code_of(use_grant, grant, by=borrower, user=party) == "grant_over"
            other = grant_licence(licence(), lending(party))
            assert revoke_grant(other).revoked_at == revoke_grant(other).revoked_at
            assert code_of(use_grant, other, by=borrower, user=party) == "grant_over"
            assert not grants_held_by(borrower).exists()
        assert broken() == {}

    def test_l13_a_revoked_licence_is_of_no_use_to_the_borrower(self) -> None:
        borrower, party = person("吴芳")
        found = licence()
        grant = grant_licence(found, lending(party))
        change_licence_state(found, LicenceState.REVOKED, reason="吊销", by=SYSTEM)
        assert code_of(use_grant, grant, by=borrower, user=party) == "not_valid"
        assert LicenceGrant.objects.get().used == 0
        found.refresh_from_db()
        assert code_of(grant_licence, found, lending(party)) == "not_valid"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            *(({"days": -1}, "until"), ({"days": 400}, "until"), ({"times": 0}, "times"), ({"times": 101}, "times")),
            *(({"person_code": "123"}, "person_code"), ({"person_code": "\0"}, "person_code")),
        ],
    )
    def test_l13_what_cannot_be_is_refused_at_its_field(self, changes: dict[str, object], field: str) -> None:
        with pytest.raises(Refusal) as refused:
            grant_licence(licence(), lending(person("吴芳")[1], **changes))  # type: ignore[arg-type]
        assert refused.value.field == field and not LicenceGrant.objects.exists()

    def test_l13_nobody_lends_a_licence_to_himself(self) -> None:
        _owner, holder = person()
        assert code_of(grant_licence, licence(holder), lending(holder)) == "person_code"

    def test_the_borrower_s_number_is_not_kept(self) -> None:
        _borrower, party = person("吴芳")
        grant_licence(licence(), lending(party))
        with connection.cursor() as cursor:
            cursor.execute("SELECT g::text FROM spaces_licencegrant AS g")
            assert party.code not in cursor.fetchone()[0]


class TestShowing:
    def shown(self) -> tuple[Actor, Licence, str]:
        owner, holder = person()
        found = licence(holder)
        return owner, found, make_show_code(found)

    def test_l12_a_code_is_scanned_once(self) -> None:
        _owner, found, code = self.shown()
        assert scan_code(code).licence == found
        assert code_of(scan_code, code) == "code_spent"

    @pytest.mark.parametrize(("seconds", "counts"), [(0, True), (59, True), (60, False), (61, False)])
    def test_l12_a_code_lives_sixty_seconds(self, seconds: int, counts: bool) -> None:
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            _owner, _found, code = self.shown()
            time.advance(timedelta(seconds=seconds))
            if counts:
                scan_code(code)
            else:
                assert code_of(scan_code, code) == "code_spent"
        assert broken() == {}

    @pytest.mark.parametrize("code", ["", "x", "\0", "a" * 500, "码"])
    def test_l12_a_made_up_code_is_refused_like_a_spent_one(self, code: str) -> None:
        assert code_of(scan_code, code) == "code_spent"

    def test_l12_the_holder_sees_who_verified_and_what_for(self) -> None:
        owner, _found, code = self.shown()
        verify_shown(scan_code(code), purpose="入场查验", by=ANYBODY, who="沙洲宾馆")
        (use,) = uses_visible_to(owner)
        assert (use.who, use.purpose, use.kind) == ("沙洲宾馆", "入场查验", UseKind.VERIFIED)

    def test_l12_who_scanned_says_once_and_soon_who_he_is(self) -> None:
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            _owner, found, code = self.shown()
            shown = scan_code(code)
            verify_shown(shown, purpose="入场查验", by=ANYBODY, who="沙洲宾馆")
            assert code_of(verify_shown, shown, purpose="再看", by=ANYBODY, who="沙洲宾馆") == "code_spent"
            late = scan_code(make_show_code(found))
            time.advance(timedelta(minutes=6))
            assert code_of(verify_shown, late, purpose="查验", by=ANYBODY, who="沙洲宾馆") == "code_spent"

    def test_l12_a_code_is_not_kept_in_clear_and_forgotten_when_nobody_scanned_it(self) -> None:
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            _owner, found, code = self.shown()
            assert code not in str(list(ShowCode.objects.values()))
            time.advance(timedelta(days=2))
            make_show_code(found)
        assert ShowCode.objects.count() == 1


class TestCopies:
    def test_l06_a_copy_says_for_whom_for_what_and_until_when(self) -> None:
        owner, holder = person()
        found, until = licence(holder, drawn=True), clock.today() + timedelta(days=30)
        copy = order_copy(found, user="张家港农商银行", purpose="开立账户", until=until, by=owner)
        drain(["pdf"])
        copy.refresh_from_db()
        assert copy.file is not None and list(copies_visible_to(owner)) == [copy]
        with open_file(copy.file) as opened:
            content = opened.read()
        reader = PdfReader(BytesIO(content))
        words = (reader.metadata or {}) | {}
        assert (words["/JZJZZZ"], words["/JZJZZSY"]) == ("张家港农商银行", "开立账户")
        assert words["/JZJYXQJZSJ"] == until.isoformat() and words["/JZJZZSJ"]
        text = "".join(reader.pages[0].extract_text().split())
        assert "仅供张家港农商银行用于开立账户" in text and "他用无效" in text
        assert check_seals(content).valid
        (use,) = uses_visible_to(owner)
        assert use.kind == UseKind.COPIED and "农商银行" in use.purpose

    def test_l06_a_copy_that_is_made_stays_as_it_is(self) -> None:
        owner, holder = person()
        copy = order_copy(licence(holder, drawn=True), user="银行", purpose="开户", until=clock.today(), by=owner)
        assert make_copy(copy.pk).file_id == make_copy(copy.pk).file_id

    def test_l06_of_what_is_not_valid_or_not_drawn_no_copy_is_made(self) -> None:
        today, revoked = clock.today(), licence(drawn=True)
        change_licence_state(revoked, LicenceState.REVOKED, reason="吊销", by=SYSTEM)
        revoked.refresh_from_db()
        usual = {"user": "银行", "purpose": "开户", "by": SYSTEM}
        assert code_of(order_copy, revoked, until=today, **usual) == "not_valid"
        assert code_of(order_copy, licence(), until=today, **usual) == "no_file"
        for days in (-1, 367):
            until = today + timedelta(days=days)
            assert code_of(order_copy, licence(drawn=True), until=until, **usual) == "until"
