"""What is held already of an item's materials comes apart from the page that is the same for everybody (I-07)."""

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.services.files import store_file
from identity.actors import SYSTEM
from identity.models import Party
from items.models import ItemVersion
from spaces.models import TrustLevel
from spaces.services import LicenceOrder, issue_licence, keep_document
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]
PAPERS = [world.material("营业执照复印件", licence="营业执照"), world.material("平面图"), world.material("申请书")]


def held(version: ItemVersion, client: Client, *, htmx: bool = True) -> str:
    headers = {"HX-Request": "true"} if htmx else {}
    answer = client.get(reverse("portal:held", args=[version.item.implementing_code]), headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_licences_and_documents_kept_from_earlier_are_told() -> None:
    version, person = world.item(materials=PAPERS), world.citizen()
    party = Party.objects.get(pk=person.self_party_id)
    issue_licence(LicenceOrder("营业执照", party, version.item.department, clock.today(), None), by=SYSTEM)
    stored = store_file(world.pdf(), name="a.pdf")
    keep_document(party, name="平面图", stored=stored, file_name="平面图.pdf", trust=TrustLevel.C)
    text = held(version, signed_in(person))
    assert "营业执照复印件" in text and "平面图" in text and "申请书" not in text and "<html" not in text
    assert "营业执照复印件" not in held(version, signed_in(world.citizen()))


def test_without_script_it_is_a_page_of_its_own() -> None:
    assert "<html" in held(world.item(), signed_in(world.citizen()), htmx=False)


def test_an_agent_for_other_items_is_told_nothing() -> None:
    """A-04."""
    version, boss = world.item(materials=PAPERS), world.citizen()
    firm = world.enterprise(boss)
    issue_licence(LicenceOrder("营业执照", firm, version.item.department, clock.today(), None), by=SYSTEM)
    agent = world.citizen()
    firm.mandates_given.create(agent_id=agent.self_party_id, item_codes=["000000000000"], since=clock.today())
    assert "营业执照复印件" in held(version, signed_in(world.acting_for(boss, firm)))
    assert "营业执照复印件" not in held(version, signed_in(world.acting_for(agent, firm)))


def test_the_guide_leads_there_only_who_is_signed_in() -> None:
    version = world.item()
    guide = reverse("portal:guide", args=[version.item.implementing_code])
    assert "/held/" in signed_in(world.citizen()).get(guide).content.decode()
    assert "/held/" not in Client().get(guide).content.decode()
