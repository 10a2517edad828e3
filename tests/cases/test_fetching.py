"""Licences fetched instead of asked for: at the window and by other systems, for a case or with leave (L-10, L-11)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Material, MaterialState, Resolver
from cases.services.fetching import fetch_licence
from cases.services.submission import submit_case
from core import clock
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Party
from identity.services.clients import issue_api_key
from spaces.models import HolderCodeType, Licence, LicenceState, LicenceUse, UseKind
from spaces.queries.uses import uses_visible_to
from spaces.services import change_licence_state
from spaces.services.holders import add_holder_code
from spaces.services.showing import make_show_code
from spaces.services.uses import Lending, grant_licence, revoke_grant
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.spaces.papers import licence

pytestmark = pytest.mark.usefixtures("calendar")
KIND = "营业执照"
FETCH = "/api/v1/licences/fetch/"
SHOWN = "/api/v1/licences/shown/"


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def holder(owner: Actor) -> Party:
    return Party.objects.get(pk=owner.self_party_id)


@pytest.fixture
def case(owner: Actor) -> Case:
    """Filed while the library held nothing: the licence is issued only afterwards."""
    optional = world.material(KIND, source="government", licence=KIND, required=False, when="已领营业执照的")
    return submit_case(world.draft(world.item(materials=[world.material("申请书"), optional]), owner), by=owner).case


def needed(case: Case) -> Material:
    """The material a licence stands for, as if nothing had been handed in."""
    material = case.materials.get(spec__name=KIND)
    material.files.all().delete()
    material.state, material.resolver, material.trust_level = MaterialState.NEEDED, Resolver.NONE, ""
    material.save()
    return material


class TestAtTheWindow:
    def test_l10_a_fetched_licence_satisfies_the_material_and_is_written_down(
        self, case: Case, owner: Actor, holder: Party
    ) -> None:
        found, clerk, material = licence(holder, name=KIND), world.staff("窗口受理岗"), needed(case)
        address = reverse("cases:fetch_licence", args=[case.pk, material.pk])
        client = signed_in(clerk)
        assert address in client.get(reverse("cases:desk_case", args=[case.pk])).content.decode()
        assert client.post(address).status_code == 302
        material.refresh_from_db()
        assert (material.state, material.resolver, material.licence) == (
            MaterialState.PROVIDED,
            Resolver.LICENCE,
            found,
        )
        (use,) = uses_visible_to(owner)
        assert (use.kind, use.who, use.case_no) == (UseKind.FETCHED, clerk.label, case.receipt_no)
        assert use.fields == ["经营场所"] and use.item == case.version.name and broken() == {}

    def test_63_it_is_found_under_another_code_of_the_applicant(self, case: Case, holder: Party) -> None:
        earlier = Party.objects.get(pk=world.citizen(name="王秀英").self_party_id)
        found = licence(earlier, name=KIND)
        add_holder_code(holder, HolderCodeType.ID_CARD, earlier.code, by=SYSTEM)
        assert fetch_licence(needed(case), by=world.staff("窗口受理岗")) == found

    def test_l11_only_what_the_case_asks_for_is_fetched(self, case: Case, holder: Party) -> None:
        licence(holder, name=KIND)
        with pytest.raises(Refusal) as refused:
            fetch_licence(case.materials.get(spec__name="申请书"), by=world.staff("窗口受理岗"))
        assert refused.value.code == "not_a_licence" and not LicenceUse.objects.exists()

    def test_64_a_licence_that_is_not_valid_is_not_fetched(self, case: Case, holder: Party) -> None:
        change_licence_state(licence(holder, name=KIND), LicenceState.REVOKED, reason="吊销", by=SYSTEM)
        with pytest.raises(Refusal) as refused:
            fetch_licence(needed(case), by=world.staff("窗口受理岗"))
        assert refused.value.code == "none_held"

    def test_what_is_handed_in_is_not_fetched_over_it(self, case: Case, holder: Party) -> None:
        licence(holder, name=KIND)
        with pytest.raises(Refusal) as refused:
            fetch_licence(case.materials.get(spec__name=KIND), by=world.staff("窗口受理岗"))
        assert (refused.value.code, refused.value.conflict) == ("not_needed", True)

    def test_63_the_clerk_writes_down_a_code_he_saw(self, case: Case, holder: Party) -> None:
        client, address = signed_in(world.staff("窗口受理岗")), reverse("cases:holder_codes", args=[case.pk])
        answer = client.post(address, {"type": "414", "code": "e 1234 5678", "seen": "on"}, follow=True)
        page = answer.content.decode()
        assert "E1****678" in page and holder.code not in page
        assert holder.holder_codes.get().code == "E12345678"

    @pytest.mark.parametrize(
        "typed",
        [
            *({"type": "414", "code": "E1", "seen": "on"}, {"type": "414", "code": "E12345678"}, {}),
            *({"type": "999", "code": "E12345678", "seen": "on"}, {"type": "414", "code": "\0" * 9, "seen": "on"}),
        ],
    )
    def test_a_wrong_code_is_told_and_kept_in_the_form(self, case: Case, typed: dict[str, str]) -> None:
        client, address = signed_in(world.staff("窗口受理岗")), reverse("cases:holder_codes", args=[case.pk])
        assert client.post(address, typed).status_code == 422
        assert not case.applicant.holder_codes.exists()


def ask(secret: str, address: str, **body: Any) -> Any:
    return Client().post(address, body, content_type="application/json", headers={"Authorization": f"Key {secret}"})


class TestByOtherSystems:
    @pytest.fixture
    def secret(self, case: Case) -> str:
        return issue_api_key("开放平台", case.department)

    def test_l10_a_case_in_hand_opens_the_licence_it_asks_for(
        self, case: Case, owner: Actor, holder: Party, secret: str
    ) -> None:
        found = licence(holder, name=KIND)
        asked = {"name": KIND, "holder_code": holder.code, "purpose": "并联审批", "receipt_no": case.receipt_no}
        answer = ask(secret, FETCH, **asked)
        assert answer.status_code == 200, answer.content
        told = answer.json()["metadata"]
        assert (told["ZZBS"], told["KZ_经营场所"]) == (found.identifier, found.data["经营场所"])
        (use,) = uses_visible_to(owner)
        assert (use.pk, use.purpose, use.case_no) == (answer.json()["use"], "并联审批", case.receipt_no)
        assert answer.headers["Cache-Control"] == "no-store"

    def test_l10_without_case_or_authorisation_nothing_is_told(self, case: Case, holder: Party, secret: str) -> None:
        licence(holder, name=KIND)
        licence(holder, name="药品经营许可证")
        stranger = Party.objects.get(pk=world.citizen().self_party_id)
        usual = {"name": KIND, "holder_code": holder.code, "purpose": "查询", "receipt_no": case.receipt_no}
        other = issue_api_key("别处", world.department("住建局"))
        answers = [
            ask(secret, FETCH, **usual | {"receipt_no": "SB-nowhere"}),
            ask(secret, FETCH, **usual | {"name": "药品经营许可证"}),
            ask(secret, FETCH, **usual | {"holder_code": stranger.code}),
            ask(other, FETCH, **usual),
            ask(secret, FETCH, **{**usual, "receipt_no": "", "authorisation": "made-up"}),
        ]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "no_basis")}
        assert not LicenceUse.objects.exists()

    def test_l13_an_authorisation_opens_that_licence_alone_and_is_counted(
        self, owner: Actor, holder: Party, secret: str
    ) -> None:
        bank = world.enterprise(world.citizen())
        today = clock.today()
        lending = Lending(bank.name, bank.code, "贷款审核", today, today + timedelta(days=3), 1)
        grant = grant_licence(licence(holder, name=KIND), lending)
        usual = {"name": KIND, "holder_code": holder.code, "purpose": "贷款审核", "authorisation": grant.token}
        assert ask(secret, FETCH, **usual | {"name": "别的证"}).json()["code"] == "no_basis"
        assert ask(secret, FETCH, **usual).status_code == 200
        again = ask(secret, FETCH, **usual)
        assert (again.status_code, again.json()["code"]) == (409, "grant_over")
        revoke_grant(grant)
        assert ask(secret, FETCH, **usual).status_code == 409
        assert uses_visible_to(owner).count() == 1 and broken() == {}

    @pytest.mark.parametrize(
        "body",
        [
            *({}, {"name": KIND}, {"name": KIND, "holder_code": "1", "purpose": "查询"}),
            {"name": KIND, "holder_code": "1", "purpose": "查询", "receipt_no": "a", "authorisation": "b"},
            {"name": "\0", "holder_code": "1", "purpose": "查询", "receipt_no": "a"},
            {"name": KIND, "holder_code": "1", "purpose": "查", "receipt_no": "a"},
            {"name": ["x"], "holder_code": {"a": 1}, "purpose": "查询", "receipt_no": "a"},
            {"name": "长" * 999, "holder_code": "1", "purpose": "查询", "receipt_no": "a"},
        ],
    )
    def test_what_does_not_fit_is_told_and_nothing_is_written_down(self, secret: str, body: dict[str, Any]) -> None:
        answer = ask(secret, FETCH, **body)
        assert answer.status_code == 400 and answer.json()["code"] == "invalid"
        assert not LicenceUse.objects.exists()

    def test_a_stranger_without_key_gets_nothing(self) -> None:
        assert [ask("made-up", address).status_code for address in (FETCH, SHOWN)] == [401, 401]

    def test_l12_a_verifier_s_system_scans_a_shown_code_once(self, owner: Actor, holder: Party, secret: str) -> None:
        code = make_show_code(licence(holder, name=KIND))
        answer = ask(secret, SHOWN, code=code, purpose="入场查验")
        told = answer.json()
        assert answer.status_code == 200 and told["valid"] is True and told["holder"] == "王**"
        assert set(told) == FEW_FIELDS
        again = ask(secret, SHOWN, code=code, purpose="入场查验")
        assert (again.status_code, again.json()["code"]) == (409, "code_spent")
        assert uses_visible_to(owner).get().who == "开放平台"


FEW_FIELDS = {"name", "number", "identifier", "version", "state", "valid", "valid_until", "issuer", "holder"}


class TestVerification:
    def verified(self, found: Licence) -> Any:
        return Client().get(reverse("cases:api_verify_licence", args=[found.verify_code]))

    def test_l14_anybody_is_told_the_state_and_few_fields(self, holder: Party) -> None:
        found = licence(holder)
        answer = self.verified(found)
        told = answer.json()
        assert set(told) == FEW_FIELDS and told["state"] == "01" and told["valid"] is True
        text = answer.content.decode()
        assert holder.name not in text and holder.code not in text and found.data["经营场所"] not in text

    def test_64_a_revocation_is_seen_at_once(self, holder: Party) -> None:
        found = licence(holder)
        assert self.verified(found).json()["valid"] is True
        change_licence_state(found, LicenceState.REVOKED, reason="吊销", by=SYSTEM)
        told = self.verified(found)
        assert (told.json()["state"], told.json()["valid"]) == ("07", False)
        assert told.headers["Cache-Control"] == "no-store"

    def test_64_what_ran_out_or_has_not_begun_is_not_valid(self, holder: Party) -> None:
        found = licence(holder)
        Licence.objects.filter(pk=found.pk).update(valid_until=clock.today() - timedelta(days=1))
        assert (self.verified(found).json()["state"], self.verified(found).json()["valid"]) == ("05", False)
        begins = clock.today() + timedelta(days=1)
        Licence.objects.filter(pk=found.pk).update(valid_from=begins, valid_until=None)
        assert self.verified(found).json()["valid"] is False

    def test_l14_asking_has_a_pace_and_an_unknown_code_is_not_found(self, holder: Party) -> None:
        assert Client().get(reverse("cases:api_verify_licence", args=["made-up"])).status_code == 404
        statuses = [self.verified(licence(holder)).status_code for _time in range(1)]
        found = licence(holder)
        statuses += [self.verified(found).status_code for _time in range(60)]
        assert statuses[:59] == [200] * 59 and statuses[-1] == 422
