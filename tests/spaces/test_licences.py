"""Licences: identifiers (L-01, L-02), states (6.4), verification, and that an issued one never changes (L-17)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.clock import SimulatedClock, running_at
from core.identifiers import InvalidIdentifier, fictional_uscc, read_licence_identifier
from core.models import EventRow, StoredFile
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import SYSTEM
from identity.models import Party
from spaces.models import Licence, LicenceState, LicenceType
from spaces.queries import licences_of
from spaces.services import LicenceOrder, attach_licence_file, change_licence_state, issue_licence
from tests import world
from tests.cases.walks import at

pytestmark = pytest.mark.django_db
MADE_INVALID = [state for state in LicenceState if state is not LicenceState.VALID]


def party() -> Party:
    return Party.objects.get(pk=world.citizen(name="周敏").self_party_id)


def licence(holder: Party | None = None, *, name: str = "食品经营许可证", years: int = 5, **data: str) -> Licence:
    today = clock.today()
    order = LicenceOrder(
        name, holder or party(), world.department(), today, today.replace(year=today.year + years),
        {"经营场所": "杨舍镇沙洲中路18号", **data},
    )  # fmt: skip
    return issue_licence(order, by=SYSTEM)


def stored() -> StoredFile:
    return store_file(world.pdf(), name="licence.pdf")


def verified(found: Licence) -> str:
    href = reverse("portal:verify", args=[found.verify_code])
    return Client(headers={"accept-language": "zh-CN"}).get(href).content.decode()


def test_l01_the_identifier_names_type_issuer_serial_and_version() -> None:
    found, issuer = licence(), world.department()
    parts = read_licence_identifier(found.identifier)
    assert found.identifier.startswith("1.2.156.3005.2.")
    assert parts == (f"{issuer.uscc}001", issuer.uscc, found.number, 1)


def test_l04_every_kind_of_one_publisher_has_a_code_of_its_own() -> None:
    """Two kinds that share a serial would share their numbers; the State's code of a kind goes before one's own."""
    LicenceType.objects.create(name="营业执照", publisher=None, code=f"{fictional_uscc('110000', 7, kind='11')}022")
    uscc = world.department().uscc
    codes = [licence(name=name).type_code for name in ("食品经营许可证", "药品经营许可证", "食品经营许可证")]
    assert codes == [f"{uscc}001", f"{uscc}002", f"{uscc}001"]
    national = licence(name="营业执照")
    assert national.type_code.endswith("022") and read_licence_identifier(national.identifier).issuer == uscc


def test_l02_one_changed_character_of_the_identifier_is_noticed() -> None:
    identifier = licence().identifier
    for place in range(len("1.2.156.3005.2."), len(identifier)):
        if identifier[place] == ".":
            continue
        wrong = "1" if identifier[place] != "1" else "2"
        with pytest.raises(InvalidIdentifier):
            read_licence_identifier(identifier[:place] + wrong + identifier[place + 1 :])


def test_numbers_run_from_one_by_type_and_year() -> None:
    with running_at(SimulatedClock(at(2026, 12, 31))) as time:
        first, second, other = licence(), licence(), licence(name="药品经营许可证")
        time.advance(timedelta(days=1))
        next_year = licence()
    assert [one.number for one in (first, second, other, next_year)] == [
        "20260000001", "20260000002", "20260000001", "20270000001"
    ]  # fmt: skip


def test_issuing_is_written_down_and_every_verify_code_is_another() -> None:
    made = [licence() for _time in range(3)]
    assert len({one.verify_code for one in made}) == 3 and min(len(one.verify_code) for one in made) >= 16
    row = EventRow.objects.get(stream="licence", stream_id=made[0].pk)
    assert row.data == {"licence_id": made[0].pk, "holder_id": made[0].holder_id}


@pytest.mark.parametrize("state", MADE_INVALID)
def test_every_other_state_than_valid_shows_at_once_and_can_be_lifted(state: LicenceState) -> None:
    """6.4: revocation reaches the public page and the libraries at once; only 01 is shown as valid."""
    found = licence()
    assert "证照有效" in verified(found) and found in licences_of(found.holder_id)
    change_licence_state(found, state, reason="经查实以欺骗手段取得", by=SYSTEM)
    page = verified(found)
    assert "证照无效" in page and "经查实以欺骗手段取得" in page and "证照有效" not in page
    assert found not in licences_of(found.holder_id)
    change_licence_state(found, LicenceState.VALID, reason="复议决定恢复", by=SYSTEM)
    assert "证照有效" in verified(found)
    told = EventRow.objects.filter(stream="licence", stream_id=found.pk).order_by("sequence")
    assert [row.data.get("state") for row in told] == [None, state.value, "01"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_state_never_changes_without_a_reason(reason: str) -> None:
    found = licence()
    with pytest.raises(Refusal) as refused:
        change_licence_state(found, LicenceState.REVOKED, reason=reason, by=SYSTEM)
    assert refused.value.code == "reason"
    found.refresh_from_db()
    assert found.state == LicenceState.VALID


def test_a_licence_holds_from_its_first_to_its_last_day() -> None:
    with running_at(SimulatedClock(at(2026, 3, 2))) as time:
        holder = party()
        order = LicenceOrder("临时许可", holder, world.department(), date(2026, 3, 3), date(2026, 3, 4))
        found = issue_licence(order, by=SYSTEM)
        unlimited = issue_licence(
            LicenceOrder("长期许可", holder, world.department(), date(2026, 3, 2), None), by=SYSTEM
        )
        held = []
        for day in (2, 3, 4, 5):
            time.advance(at(2026, 3, day, 23) - time.now())
            held.append(found in licences_of(holder.pk))
            assert unlimited in licences_of(holder.pk)
    assert held == [False, True, True, False]


def test_an_expired_licence_is_not_shown_as_valid_to_the_public() -> None:
    """6.4: expiry is looked at when somebody asks."""
    with running_at(SimulatedClock(at(2026, 3, 2))) as time:
        found = licence(years=1)
        time.advance(at(2027, 3, 2, 23) - time.now())
        assert "证照有效" in verified(found), "its last day"
        time.advance(timedelta(hours=2))
        page = verified(found)
    assert "证照有效" not in page and "证照已过有效期" in page


def test_the_file_of_an_issued_licence_never_changes() -> None:
    """L-17."""
    found, file = licence(), stored()
    attach_licence_file(found, file)
    assert attach_licence_file(found, file).file_id == file.pk
    with pytest.raises(Refusal) as refused:
        attach_licence_file(found, stored())
    assert (refused.value.code, refused.value.conflict) == ("file_fixed", True)


def test_one_licence_has_one_valid_version() -> None:
    """L-03."""
    found = licence()
    again = {
        **{"name": found.name, "type_code": found.type_code, "number": found.number, "holder": found.holder},
        **{"issuer": found.issuer, "issued_on": found.issued_on, "valid_from": found.valid_from},
    }
    with pytest.raises(IntegrityError, match="one_valid_version"), transaction.atomic():
        Licence.objects.create(**again, version=2, identifier="a", verify_code="a")
    change_licence_state(found, LicenceState.LAPSED, reason="换发新版", by=SYSTEM)
    Licence.objects.create(**again, version=2, identifier="a", verify_code="a")
    with pytest.raises(IntegrityError, match="licence_version_once"), transaction.atomic():
        Licence.objects.create(**again, version=2, identifier="b", verify_code="b", state="05")
