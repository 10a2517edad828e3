"""A material that a held licence satisfied is found wrong: the applicant can mend it like any other (C-05, C-08)."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, CaseState, Material, MaterialState, Resolver
from cases.services.intake import accept_case, hand_in_correction, request_correction
from cases.services.issuing import draw_licence
from cases.services.submission import submit_case
from identity.actors import SYSTEM, Actor
from identity.models import Party
from spaces.services import LicenceOrder, issue_licence
from tests import world
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")
FAULT = "营业执照的经营场所与申请不一致，请变更后上传"


@pytest.fixture
def owner() -> Actor:
    """Somebody who holds the licence the item asks for."""
    found = world.citizen(name="王秀英")
    holder = Party.objects.get(pk=found.self_party_id)
    order = LicenceOrder("营业执照", holder, world.department(), date(2020, 1, 1), None)
    draw_licence(issue_licence(order, by=SYSTEM).pk)
    return found


def corrected(owner: Actor) -> tuple[Case, Material]:
    """A filed case whose licence the window found wrong."""
    asked = [world.material("申请书"), world.material("营业执照", source="government", licence="营业执照")]
    case = submit_case(world.draft(world.item(materials=asked), owner), by=owner).case
    held = case.materials.get(spec__name="营业执照")
    assert held.resolver == Resolver.LICENCE
    request_correction(case, faults={held.pk: FAULT}, by=world.staff("窗口受理岗"))
    return case, held


def test_c05_a_licence_found_wrong_is_asked_again_with_the_fault_beside_it(owner: Actor) -> None:
    case, held = corrected(owner)
    page = signed_in(owner).get(reverse("cases:apply_materials", args=[case.pk])).content.decode()
    assert FAULT in page and f'id="upload-{held.pk}"' in page


def test_c08_the_file_handed_in_takes_the_place_of_the_licence(owner: Actor) -> None:
    case, held = corrected(owner)
    clerk = world.staff("窗口受理岗")
    signed_in(owner).post(reverse("cases:add_file", args=[case.pk, held.pk]), {"file": world.pdf()})
    hand_in_correction(case, by=owner)
    held.refresh_from_db()
    assert (held.state, held.resolver, held.licence) == (MaterialState.PROVIDED, Resolver.UPLOAD, None)
    window = signed_in(clerk).get(reverse("cases:desk_material", args=[case.pk, held.pk])).content.decode()
    assert "平面图.pdf" in window
    assert accept_case(case, by=clerk).state in {CaseState.ACCEPTED, CaseState.IN_REVIEW}
