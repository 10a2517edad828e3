"""A holder's pages: his licence shown, lent, copied, found wrong; each use before his eyes (6.7, L-17)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.outbox import drain
from identity.actors import SYSTEM, Actor
from identity.models import Mandate, Party
from notices.queries import visible_to as messages_of
from spaces.models import Licence, LicenceCopy, LicenceCorrection, LicenceGrant, LicenceState, ShowCode
from spaces.queries.uses import uses_visible_to
from spaces.services import change_licence_state
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.spaces.papers import PLACE, licence

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def found(owner: Actor) -> Licence:
    return licence(Party.objects.get(pk=owner.self_party_id), drawn=True)


def page(client: Client, name: str, key: int) -> str:
    answer = client.get(reverse(f"cases:{name}", args=[key]), headers={"accept-language": "zh-CN"})
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def code_on(html: str) -> str:
    """The address the QR leads to is drawn, not written: the newest code of the table stands for it."""
    assert "<svg" in html
    return html


def post(client: Client, name: str, key: int, **typed: object) -> int:
    return client.post(reverse(f"cases:{name}", args=[key]), typed).status_code


class TestShowing:
    def test_l12_each_look_makes_a_new_code_and_the_page_renews_itself(self, owner: Actor, found: Licence) -> None:
        client = signed_in(owner)
        html = code_on(page(client, "show_licence", found.pk))
        assert re.search(r'hx-trigger="every 60s"', html) and found.number in html
        assert html.count(owner.name) >= 3, "the watermark names the holder"
        page(client, "show_licence", found.pk)
        assert ShowCode.objects.count() == 2 and found.data["经营场所"] not in html

    def test_64_what_is_not_valid_is_not_shown(self, owner: Actor, found: Licence) -> None:
        change_licence_state(found, LicenceState.WITHHELD, reason="核查", by=SYSTEM)
        answer = signed_in(owner).get(reverse("cases:show_licence", args=[found.pk]))
        assert answer.status_code == 302 and not ShowCode.objects.exists()

    def test_codes_are_made_at_a_bearable_pace(self, owner: Actor, found: Licence) -> None:
        client, address = signed_in(owner), reverse("cases:show_licence", args=[found.pk])
        statuses = [client.get(address).status_code for _time in range(31)]
        assert statuses == [200] * 30 + [302]


class TestLending:
    def typed(self, **changes: object) -> dict[str, object]:
        today = clock.today()
        usual = {"person_name": "吴芳", "person_code": self.borrower().code, "purpose": "投标", "since": today}
        return {**usual, "until": today + timedelta(days=3), "times": 1, **changes}

    def borrower(self) -> Party:
        return Party.objects.filter(name="吴芳").first() or Party.objects.get(
            pk=world.citizen(name="吴芳").self_party_id
        )

    def test_l13_somebody_uses_what_he_was_lent_and_the_holder_sees_it(self, owner: Actor, found: Licence) -> None:
        mine = signed_in(owner)
        assert post(mine, "lend_licence", found.pk, **self.typed()) == 302
        grant = LicenceGrant.objects.get()
        borrower = world.actor_of(self.borrower().account)
        theirs = signed_in(borrower)
        assert found.name in theirs.get(reverse("cases:my_uses")).content.decode()
        asked = page(theirs, "lent_licence", grant.pk)
        assert PLACE not in asked, "looking at the question is no use yet"
        opened = theirs.post(reverse("cases:lent_licence", args=[grant.pk])).content.decode()
        assert PLACE in opened and borrower.name in opened
        again = theirs.post(reverse("cases:lent_licence", args=[grant.pk]))
        assert again.status_code == 409 and PLACE not in again.content.decode()
        shown = page(mine, "my_licence", found.pk)
        assert borrower.label in shown and "投标" in shown and broken() == {}

    def test_l13_taken_back_it_opens_nothing(self, owner: Actor, found: Licence) -> None:
        mine = signed_in(owner)
        post(mine, "lend_licence", found.pk, **self.typed())
        grant = LicenceGrant.objects.get()
        theirs = signed_in(world.actor_of(self.borrower().account))
        assert post(theirs, "revoke_grant", grant.pk) == 404, "only the holder takes it back"
        assert post(mine, "revoke_grant", grant.pk) == 302
        assert theirs.get(reverse("cases:lent_licence", args=[grant.pk])).status_code == 404

    @pytest.mark.parametrize(
        "changes",
        [
            *({"person_code": "1"}, {"person_code": "\0"}, {"times": "0"}, {"times": "9" * 500}, {"times": "一"}),
            *({"until": "2020-01-01"}, {"until": "soon"}, {"since": ""}, {"purpose": ""}, {"person_name": "名" * 121}),
        ],
    )
    def test_hostile_input_is_told_and_lends_nothing(
        self, owner: Actor, found: Licence, changes: dict[str, object]
    ) -> None:
        assert post(signed_in(owner), "lend_licence", found.pk, **self.typed(**changes)) == 422
        assert not LicenceGrant.objects.exists()


class TestCopies:
    def test_l06_a_copy_is_ordered_made_and_downloaded(self, owner: Actor, found: Licence) -> None:
        client, until = signed_in(owner), clock.today() + timedelta(days=9)
        assert post(client, "copy_licence", found.pk, user="农商银行", purpose="开户", until=until) == 302
        copy = LicenceCopy.objects.get()
        address = reverse("cases:licence_copy", args=[copy.pk])
        assert client.get(address).status_code == 404 and "生成中" in page(client, "my_licence", found.pk)
        drain(["pdf"])
        answer = client.get(address)
        assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF")
        assert signed_in(world.citizen()).get(address).status_code == 404

    @pytest.mark.parametrize("until", ["2020-01-01", "2099-01-01", "x", ""])
    def test_a_wrong_day_is_told(self, owner: Actor, found: Licence, until: str) -> None:
        assert post(signed_in(owner), "copy_licence", found.pk, user="银行", purpose="开户", until=until) == 422
        assert not LicenceCopy.objects.exists()


class TestCorrections:
    def test_l17_holder_and_body_settle_an_error_by_a_new_version(self, owner: Actor, found: Licence) -> None:
        client, maker = signed_in(owner), signed_in(world.staff("制证岗"))
        typed = {"field": "经营场所", "wanted": "人民中路1号", "reason": "门牌号换了"}
        assert post(client, "ask_correction", found.pk, **typed) == 302
        asked = LicenceCorrection.objects.get()
        assert "人民中路1号" in maker.get(reverse("cases:kept_licences")).content.decode()
        answer = {"verdict": "correct", "reason": "经核实，门牌号有误，予以更正"}
        assert post(maker, "decide_correction", asked.pk, **answer) == 302
        drain(["interactive"])
        found.refresh_from_db()
        assert found.data["经营场所"] == PLACE and found.state == LicenceState.LAPSED
        new = Licence.objects.get(previous=found)
        assert new.data["经营场所"] == "人民中路1号"
        told = [message.text for message in messages_of(owner) if message.kind == "spaces.CorrectionDecided"]
        assert len(told) == 1 and "予以更正" in told[0]
        assert maker.get(reverse("cases:decide_correction", args=[asked.pk])).status_code == 302
        assert post(maker, "decide_correction", asked.pk, **answer) == 422, "decided once"
        drain(["interactive", "pdf"])
        assert broken() == {}

    @pytest.mark.parametrize(
        "typed",
        [
            *({}, {"field": "没有的", "wanted": "x", "reason": "门牌号换了"}),
            *(
                {"field": "经营场所", "wanted": PLACE, "reason": "门牌号换了"},
                {"field": "经营场所", "wanted": "x", "reason": "短"},
            ),
            {"field": "经营场所", "wanted": "\0", "reason": "门牌号换了"},
        ],
    )
    def test_l17_what_is_no_correction_is_told(self, owner: Actor, found: Licence, typed: dict[str, str]) -> None:
        assert post(signed_in(owner), "ask_correction", found.pk, **typed) == 422
        assert not LicenceCorrection.objects.exists()


class TestOthers:
    def test_a04_an_agent_for_some_items_neither_shows_nor_lends_nor_sees_uses(self, owner: Actor) -> None:
        firm = world.enterprise(owner)
        found = licence(firm)
        agent = world.citizen(name="许敏")
        Mandate.objects.create(
            principal=firm, agent_id=agent.self_party_id, item_codes=["000000000000"], since=clock.today()
        )
        limited = world.acting_for(agent, firm)
        client = signed_in(limited)
        for name in ("my_licence", "show_licence", "copy_licence", "lend_licence", "ask_correction"):
            assert client.get(reverse(f"cases:{name}", args=[found.pk])).status_code == 404, name
        assert not uses_visible_to(limited).exists()

    def test_the_wallet_leads_to_the_licence_and_to_its_uses(self, owner: Actor, found: Licence) -> None:
        html = signed_in(owner).get(reverse("cases:wallet")).content.decode()
        assert reverse("cases:my_licence", args=[found.pk]) in html and reverse("cases:my_uses") in html
