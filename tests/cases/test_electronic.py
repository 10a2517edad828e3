"""Signature, seal, licence and archive count in electronic form as by hand, in ink and on paper (C-37)."""

import pytest

from cases.models import ArchivePackage, Case, CaseState, DocumentKind, Material, MaterialState, PackageState, Resolver
from cases.queries.casefile import pieces_of
from cases.queries.holdings import held_for
from cases.services.drafts import start_draft
from cases.services.intake import accept_case, pass_precheck
from cases.services.issuing import deliver_result, issue_result
from cases.services.submission import submit_case
from core.outbox import drain
from core.sealing import check_seals
from deliveries.models import DeliveryWay
from identity.actors import Actor
from identity.models import Party
from linkage.models import Verdict
from spaces.models import TrustLevel
from tests import world
from tests.cases.archived import packed
from tests.cases.paperwork import content_of, words
from tests.cases.pledges import pledged
from tests.cases.walks import decided
from tests.spaces.papers import licence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
ORIGINAL = {"form": ["paper"], "originals": 1, "copies": 1, "source": "government", "licence": "营业执照"}


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def wholly_electronic(owner: Actor) -> Case:
    """Filed online, decided online, delivered into the wallet."""
    case = submit_case(world.draft(world.item(), owner), by=owner).case
    case = accept_case(pass_precheck(case, by=world.staff("窗口受理岗")), by=world.staff("窗口受理岗"))
    case = issue_result(decided(case, Verdict.APPROVE), by=world.staff("制证岗"))
    drain(["pdf", "interactive"])
    case = deliver_result(Case.objects.get(pk=case.pk), way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=owner)
    drain(["pdf", "interactive"])
    return Case.objects.get(pk=case.pk)


def test_a_case_without_a_visit_is_never_asked_for_paper(owner: Actor) -> None:
    """From the filing to the close nothing waits for an original, and no material is on paper."""
    case = submit_case(world.draft(world.item(), owner), by=owner).case
    case = pass_precheck(case, by=world.staff("窗口受理岗"))
    assert case.state == CaseState.PRECHECKED
    assert case.clocks.get(kind="acceptance").finished_at is None, "nobody waits for originals"
    closed = wholly_electronic(owner)
    assert closed.state == CaseState.CLOSED
    assert not closed.materials.filter(resolver__in=[Resolver.PAPER, Resolver.SCAN]).exists()
    assert words(closed, DocumentKind.RECEIPT).count("纸质") == 1, "only the sentence that paper counts no more"


def test_an_electronic_licence_satisfies_a_material_that_asks_for_the_original(owner: Actor) -> None:
    """L-05: what government issued and sealed is trusted without a look at paper."""
    held = licence(Party.objects.get(pk=owner.party_id), name="营业执照").pk
    version = world.item(materials=[world.material("申请书"), world.material("营业执照", **ORIGINAL)])
    case = start_draft(version, by=owner, channel=world.Channel.WEB)
    material = Material.objects.get(case=case, spec__name="营业执照")
    assert (material.state, material.resolver, material.licence_id) == (
        *(MaterialState.PROVIDED, Resolver.LICENCE, held),
    )
    assert material.trust_level == TrustLevel.A and held_for(case, [material]) == {}
    world.fill(case, owner)
    case = submit_case(world.answer(case, owner), by=owner).case
    assert accept_case(case, by=world.staff("窗口受理岗")).state == CaseState.IN_REVIEW


def test_what_is_signed_on_the_screen_is_signed(owner: Actor) -> None:
    """The pledge needs no paper signature; D-07 names whoever signed."""
    assert "承诺人（签名）：王秀英" in words(pledged(owner), DocumentKind.PLEDGE)


def test_every_paper_bears_the_seal_and_says_that_it_counts(owner: Actor) -> None:
    case = wholly_electronic(owner)
    papers = list(case.documents.exclude(file=None).select_related("file"))
    assert {paper.kind for paper in papers} >= {"D-23", "D-03", "D-12", "D-16"}
    for paper in papers:
        check = check_seals(content_of(paper.file))
        assert check.intact and check.covers_whole_file and check.problems == ()
    assert "电子印章与实物印章、电子文书与纸质文书具有同等法律效力" in words(case, DocumentKind.GRANT_DECISION)
    assert "视为签收" in words(case, DocumentKind.DELIVERY_RECEIPT)


def test_an_archive_without_paper_is_complete(owner: Actor) -> None:
    """2.10, L716."""
    case = wholly_electronic(owner)
    assert all(piece.stored is not None for piece in pieces_of(case))
    package = packed(case)
    assert package.state == PackageState.ARCHIVED
    assert package.checks_made == package.checks_passed > 0
    assert ArchivePackage.objects.filter(case=case).count() == 1
