"""Every invariant of licences notices when it is broken (L-03, L-12, L-13, L-16)."""

from datetime import timedelta

import pytest

from core import clock
from identity.actors import SYSTEM
from spaces.models import Licence, LicenceGrant, ShowCode
from spaces.services.changes import NewVersion, replace_licence
from spaces.services.showing import make_show_code, scan_code
from spaces.services.uses import Lending, grant_licence, use_grant
from tests.brokenness import broken
from tests.spaces.papers import licence, person

pytestmark = pytest.mark.django_db


def test_l03_an_old_version_that_still_holds() -> None:
    old = licence()
    new = replace_licence(old, NewVersion({"经营场所": "别处"}, None), reason="变更", by=SYSTEM)
    assert broken() == {}
    Licence.objects.filter(pk=old.pk).update(state="02")
    assert broken() == {"10.1.3": ((new.pk, old.pk),)}


def test_l03_a_version_that_skips_one() -> None:
    old = licence()
    new = replace_licence(old, NewVersion({"经营场所": "别处"}, None), reason="变更", by=SYSTEM)
    Licence.objects.filter(pk=new.pk).update(version=3)
    assert broken() == {"10.1.3": ((new.pk, old.pk),)}


def test_l13_an_authorisation_used_more_often_than_it_says() -> None:
    borrower, party = person("吴芳")
    today = clock.today()
    grant = grant_licence(licence(), Lending(party.name, party.code, "投标", today, today, 5))
    use_grant(grant, by=borrower, user=party)
    assert broken() == {}
    LicenceGrant.objects.filter(pk=grant.pk).update(used=0)
    assert broken() == {"10.1.4": ((grant.pk, 0, 1),)}


def test_l13_a_use_after_the_authorisation_was_taken_back() -> None:
    borrower, party = person("吴芳")
    today = clock.today()
    grant = grant_licence(licence(), Lending(party.name, party.code, "投标", today, today, 5))
    use_grant(grant, by=borrower, user=party)
    LicenceGrant.objects.filter(pk=grant.pk).update(revoked_at=clock.now() - timedelta(hours=1))
    assert "10.1.4" in broken()


def test_l16_a_captured_licence_nobody_read_twice() -> None:
    found = licence()
    Licence.objects.filter(pk=found.pk).update(origin="captured", trust_level="B")
    assert broken()["10.1.5"] == ((found.pk,),)


def test_l12_a_code_scanned_after_its_minute() -> None:
    scan_code(make_show_code(licence()))
    assert broken() == {}
    ShowCode.objects.update(scanned_at=clock.now() + timedelta(minutes=2))
    assert list(broken()) == ["10.1.6"]
