"""Limits as rows an installation may change (2.5), never beyond what the law allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import ClockKind, LimitRule
from cases.pages.limits import NAMES
from cases.queries.limits import forget_limits, limit_of
from cases.rules.limits import (
    ACCEPTANCE,
    CORRECTION,
    ENDING_DECIDED,
    HEARING_ASKED,
    HEARING_TOLD,
    LAW,
    PLEDGE_CHECK,
    RENEWAL,
    REPLY,
    REVIEW,
    WITHDRAWAL,
)
from cases.services.limits import set_limit
from core.deadlines import Limit, Unit
from core.models import EventRow
from core.refusal import Refusal
from tests import world
from tests.cases.walks import clock_of, filed
from tests.client import signed_in

WD, ND = Unit.WORKING_DAYS, Unit.NATURAL_DAYS
PAPER = "张政办〔2026〕12号 第三条"
LEGAL = "法制审查岗"
RIGHTS = {REVIEW: 60, HEARING_ASKED: 5, HEARING_TOLD: 7, "T-23-4": 30, "T-23-5": 30}
"""Least numbers of what protects the applicant."""
OF_ANY_UNIT = {CORRECTION, ENDING_DECIDED, "T-26", "T-26-2"}
CUSTOMS = {*OF_ANY_UNIT, PLEDGE_CHECK, RENEWAL, WITHDRAWAL}


@given(st.sampled_from(sorted(LAW)), st.integers(-5, 400), st.sampled_from(list(Unit)))
def test_what_the_law_says_is_always_allowed_and_never_more_of_the_authoritys_time(
    code: str, amount: int, unit: Unit
) -> None:
    """T-02 to T-08 bind the authority; rights of the applicant may be longer; the rest is custom or another law's."""
    law = LAW[code]
    assert law.allows(law.limit)
    if law.allows(Limit(amount, unit)):
        assert amount >= 1
        assert unit is law.limit.unit or code in OF_ANY_UNIT
        assert code in CUSTOMS | set(RIGHTS) or amount <= {REPLY: 5}.get(code, law.limit.amount)
        assert amount >= RIGHTS.get(code, 1)


def test_every_limit_of_the_law_has_a_name() -> None:
    assert set(NAMES) == set(LAW)


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar", "time")
class TestSetting:
    """Setting a limit."""

    def test_a_new_limit_holds_for_clocks_that_start_from_now_on(self) -> None:
        """2.5: running clocks keep theirs, and the ledger keeps the rule."""
        before = clock_of(filed().case, ClockKind.ACCEPTANCE)
        set_limit(ACCEPTANCE, Limit(3, WD), basis=PAPER, by=world.staff(LEGAL))
        after = clock_of(filed().case, ClockKind.ACCEPTANCE)
        before.refresh_from_db()
        assert (before.budget, after.budget) == (5, 3)
        assert after.ledger.get().rule == ACCEPTANCE
        event = EventRow.objects.get(name="cases.LimitSet")
        assert (event.data["before"], event.data["after"]) == (5, 3)

    @pytest.mark.parametrize(
        ("code", "limit", "basis", "refusal"),
        [
            (ACCEPTANCE, Limit(6, WD), PAPER, "beyond_law"),
            (ACCEPTANCE, Limit(5, ND), PAPER, "beyond_law"),
            (ACCEPTANCE, Limit(0, WD), PAPER, "beyond_law"),
            (REVIEW, Limit(59, ND), PAPER, "beyond_law"),
            (CORRECTION, Limit(15, WD), "  ", "basis"),
        ],
    )
    def test_what_the_law_forbids_is_refused(self, code: str, limit: Limit, basis: str, refusal: str) -> None:
        with pytest.raises(Refusal) as refused:
            set_limit(code, limit, basis=basis, by=world.staff(LEGAL))
        assert refused.value.code == refusal
        assert not LimitRule.objects.exists()

    def test_it_is_set_on_its_page(self) -> None:
        client = signed_in(world.staff(LEGAL))
        listed = client.get("/desk/limits/").content.decode()
        assert all(code in listed for code in LAW)
        answer = client.post(f"/desk/limits/{CORRECTION}/", {"amount": "15", "unit": "WD", "basis": PAPER})
        assert answer.status_code == 302
        forget_limits()
        assert limit_of(CORRECTION).limit == Limit(15, WD)
        assert PAPER in client.get("/desk/limits/").content.decode()

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"amount": "9", "basis": PAPER},
            {"amount": "9" * 400, "basis": PAPER},
            {"amount": "三", "basis": PAPER},
            {"amount": "3", "basis": ""},
            {"amount": "3", "basis": "长" * 201},
            {"amount": "3", "basis": "\0"},
        ],
    )
    def test_what_cannot_be_is_said_at_the_field_and_kept(self, typed: dict[str, str]) -> None:
        client = signed_in(world.staff(LEGAL))
        answer = client.post(f"/desk/limits/{ACCEPTANCE}/", typed)
        assert answer.status_code == 422
        assert not LimitRule.objects.exists()
        assert client.get("/desk/limits/T-99/").status_code == 404
