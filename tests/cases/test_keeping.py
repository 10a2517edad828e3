"""I-07: what was handed in once is kept for its applicant, offered again under its name, and removed at his word."""

import pytest
from django.urls import reverse

from cases.models import Case, Material, MaterialState, Resolver
from cases.services.drafts import attach_file, start_draft
from cases.services.intake import accept_case
from cases.services.keeping import use_kept
from cases.services.submission import submit_case
from cases.services.window import open_at_window
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion
from spaces.models import WalletDocument
from spaces.queries import wallet_visible_to
from tests import world
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")
PLAN = "平面图"


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def filed(applicant: Actor, version: ItemVersion | None = None) -> Case:
    """An application with its files, just filed; the workers have done what follows."""
    case = submit_case(world.draft(version or world.item(), applicant), by=applicant).case
    drain(["interactive"])
    return case


def plan_of(case: Case) -> Material:
    return case.materials.select_related("spec", "case").get(spec__name=PLAN)


def kept_plan(actor: Actor) -> WalletDocument:
    return wallet_visible_to(actor).get(name=PLAN)


def next_draft(actor: Actor) -> Case:
    return start_draft(world.item(), by=actor, channel=world.Channel.WEB)


class TestKeeping:
    def test_each_file_of_a_filed_application_is_kept_under_the_name_of_its_material(self, owner: Actor) -> None:
        case = filed(owner)
        kept = wallet_visible_to(owner)
        assert {(one.name, one.file_id, one.trust_level) for one in kept} == {
            (material.spec.name, material.files.get().file_id, "C") for material in case.materials.all()
        }

    def test_a_draft_keeps_nothing(self, owner: Actor) -> None:
        world.draft(world.item(), owner)
        drain(["interactive"])
        assert not wallet_visible_to(owner).exists()

    def test_the_same_file_handed_in_again_is_kept_once(self, owner: Actor) -> None:
        filed(owner)
        again = next_draft(owner)
        use_kept(plan_of(again), kept_plan(owner), by=owner)
        world.fill(again, owner)
        submit_case(world.answer(again, owner), by=owner)
        drain(["interactive"])
        assert wallet_visible_to(owner).filter(name=PLAN).count() == 1

    def test_what_the_window_scanned_is_kept_as_checked_when_the_case_is_accepted(self, owner: Actor) -> None:
        clerk = world.staff("窗口受理岗")
        person = Party.objects.get(pk=owner.self_party_id)
        case = open_at_window(world.item(), applicant=person, by=clerk)
        for material in case.materials.all():
            attach_file(material, world.pdf(), name="扫描.pdf", by=clerk, resolver=Resolver.SCAN)
        accept_case(world.answer_for(case, clerk), by=clerk)
        drain(["interactive"])
        assert kept_plan(owner).trust_level == "B"

    def test_a_document_thrown_away_does_not_come_back_with_the_acceptance(self, owner: Actor) -> None:
        case = filed(owner)
        signed_in(owner).post(reverse("cases:remove_document", args=[kept_plan(owner).pk]))
        accept_case(case, by=world.staff("窗口受理岗"))
        drain(["interactive"])
        assert not wallet_visible_to(owner).filter(name=PLAN).exists()


class TestUsingAgain:
    def test_the_wizard_offers_what_is_kept_and_takes_it_with_one_press(self, owner: Actor) -> None:
        filed(owner)
        draft, document, client = next_draft(owner), kept_plan(owner), signed_in(owner)
        page = reverse("cases:apply_materials", args=[draft.pk])
        use = reverse("cases:use_kept", args=[draft.pk, plan_of(draft).pk, document.pk])
        assert use in client.get(page).content.decode()
        client.post(use)
        client.post(use)
        material = plan_of(draft)
        assert [attached.file_id for attached in material.files.all()] == [document.file_id]
        assert (material.state, material.resolver, material.trust_level) == (
            MaterialState.PROVIDED,
            Resolver.WALLET,
            document.trust_level,
        )
        assert use not in client.get(page).content.decode(), "what is handed in is not offered again"

    def test_a_material_is_trusted_as_far_as_the_weakest_of_its_files(self, owner: Actor) -> None:
        """L-05."""
        filed(owner)
        WalletDocument.objects.filter(pk=kept_plan(owner).pk).update(trust_level="B")
        draft = next_draft(owner)
        attach_file(plan_of(draft), world.pdf(), name="另一份.pdf", by=owner)
        use_kept(plan_of(draft), kept_plan(owner), by=owner)
        assert plan_of(draft).trust_level == "C"

    def test_a_scan_beside_an_upload_does_not_vouch_for_the_upload(self, owner: Actor) -> None:
        """L-05: a level never rises without a check of that very file."""
        clerk = world.staff("窗口受理岗")
        draft = world.draft(world.item(), owner)
        case = submit_case(draft, by=owner).case
        attach_file(plan_of(case), world.pdf(), name="扫描.pdf", by=clerk, resolver=Resolver.SCAN)
        assert plan_of(case).trust_level == "C"

    def test_a_document_of_another_name_or_of_somebody_else_is_refused(self, owner: Actor) -> None:
        filed(owner)
        stranger = world.citizen()
        draft = next_draft(stranger)
        other_name = wallet_visible_to(owner).exclude(name=PLAN).first()
        mine = next_draft(owner)
        assert other_name is not None
        for material, document, by in (
            (plan_of(draft), kept_plan(owner), stranger),
            (plan_of(mine), other_name, owner),
        ):
            with pytest.raises(Refusal) as refused:
                use_kept(material, document, by=by)
            assert refused.value.code == "another_material"
            address = reverse("cases:use_kept", args=[material.case_id, material.pk, document.pk])
            assert signed_in(by).post(address).status_code == 404
            assert not material.files.exists()

    def test_a_filed_application_takes_no_more_documents(self, owner: Actor) -> None:
        case = filed(owner)
        with pytest.raises(Refusal) as refused:
            use_kept(plan_of(case), kept_plan(owner), by=owner)
        assert refused.value.code == "not_editable"


class TestTheLibrary:
    def test_the_owner_throws_a_document_away_and_his_case_keeps_its_file(self, owner: Actor) -> None:
        case, client = filed(owner), signed_in(owner)
        document = kept_plan(owner)
        remove = reverse("cases:remove_document", args=[document.pk])
        assert remove in client.get(reverse("cases:wallet")).content.decode()
        assert signed_in(world.citizen()).post(remove).status_code == 404
        client.post(remove)
        assert not wallet_visible_to(owner).filter(pk=document.pk).exists()
        answer = client.get(reverse("cases:material_file", args=[case.pk, plan_of(case).files.get().pk]))
        assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF")

    def test_an_agent_with_a_mandate_for_some_items_sees_none_of_the_enterprise_s_documents(self) -> None:
        """A-04: they come from all its cases."""
        agent = world.citizen()
        firm = world.enterprise(agent)
        boss = world.acting_for(agent, firm)
        filed(boss)
        assert wallet_visible_to(boss).filter(name=PLAN).exists()
        firm.mandates_given.update(item_codes=["000131999000"])
        limited = world.acting_for(agent, firm)
        assert not wallet_visible_to(limited).exists()
        page = signed_in(limited).get(reverse("cases:wallet"), headers={"accept-language": "zh-CN"}).content.decode()
        assert PLAN not in page and "您的授权仅限部分事项" in page
