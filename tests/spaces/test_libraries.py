"""Libraries: what is known once is offered again (I-07), to its owner only, and never lies in clear in a table."""

import pytest
from django.db import connection
from django.test import Client

from cases.services.reads import record_read
from core import clock
from core.services.files import store_file
from identity.actors import ANYBODY, SYSTEM, Actor
from identity.models import Party
from items.prefill import Known
from spaces.models import LicenceState, Project, TrustLevel
from spaces.queries import known_values, licences_visible_to, projects_visible_to, wallet_visible_to
from spaces.services import LicenceOrder, change_licence_state, issue_licence, keep_document, learn_fact
from tests import world
from tests.cases.walks import accepted
from tests.client import signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "张家港市杨舍镇沙洲中路18号"


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="周敏")


@pytest.fixture
def person(owner: Actor) -> Party:
    return Party.objects.get(pk=owner.self_party_id)


def give_everything(person: Party) -> None:
    """One licence, one document, one project, one fact."""
    data = {"address": ADDRESS}
    order = LicenceOrder("营业执照", person, world.department(), clock.today(), None, data)
    issue_licence(order, by=SYSTEM)
    stored = store_file(world.pdf(), name="a.pdf")
    keep_document(person, name="平面图", stored=stored, file_name="平面图.pdf", trust=TrustLevel.C)
    Project.objects.create(
        owner=person, code="2026-320582-48-01-000001", name="厂房扩建", created_at=clock.now(), facts={"area": "1200"}
    )
    learn_fact(person, "address", ADDRESS, source="人口库", verified=True)


class TestWhatIsKnown:
    def test_facts_licences_and_the_project_prefill_under_their_names(self, person: Party) -> None:
        give_everything(person)
        known = known_values(person.pk, prefix="person", project=Project.objects.get())
        assert known["person.address"] == Known(ADDRESS, "人口库", True)
        assert known["licence.营业执照.address"] == Known(ADDRESS, "营业执照", True)
        assert known["project.area"] == Known("1200", "厂房扩建", True)
        assert known["project.code"].value == "2026-320582-48-01-000001"

    def test_the_newest_licence_of_a_kind_speaks(self, person: Party) -> None:
        for place in ("旧址", "新址"):
            order = LicenceOrder("营业执照", person, world.department(), clock.today(), None, {"address": place})
            issue_licence(order, by=SYSTEM)
        assert known_values(person.pk, prefix="person")["licence.营业执照.address"].value == "新址"

    def test_a_licence_that_is_not_valid_prefills_nothing(self, person: Party) -> None:
        """6.4: what was revoked proves nothing."""
        order = LicenceOrder("营业执照", person, world.department(), clock.today(), None, {"address": ADDRESS})
        found = issue_licence(order, by=SYSTEM)
        change_licence_state(found, LicenceState.REVOKED, reason="吊销", by=SYSTEM)
        assert known_values(person.pk, prefix="person") == {}

    def test_a_verified_fact_is_never_replaced_by_what_somebody_typed(self, person: Party) -> None:
        learn_fact(person, "address", ADDRESS, source="人口库", verified=True)
        learn_fact(person, "address", "别处", source="申请表", verified=False)
        assert known_values(person.pk, prefix="person")["person.address"].value == ADDRESS
        learn_fact(person, "address", "新址", source="人口库", verified=True)
        assert known_values(person.pk, prefix="person")["person.address"].value == "新址"

    def test_nothing_of_others_is_known(self, person: Party) -> None:
        give_everything(person)
        stranger = world.citizen()
        assert known_values(stranger.self_party_id or 0, prefix="person") == {}


class TestTheWallet:
    def test_belongs_to_its_owner_alone(self, owner: Actor, person: Party) -> None:
        """L-11: nobody browses licences of others, staff least of all."""
        give_everything(person)
        reads = (licences_visible_to, wallet_visible_to, projects_visible_to)
        assert [read(owner).count() for read in reads] == [1, 1, 1]
        strangers = (world.citizen(), world.staff("窗口受理岗"), world.staff("监察岗", "监委"), ANYBODY, SYSTEM)
        assert [read(actor).count() for actor in strangers for read in reads] == [0] * 15

    def test_of_an_enterprise_is_open_to_who_acts_for_it(self) -> None:
        agent = world.citizen()
        firm = world.enterprise(agent)
        give_everything(firm)
        assert licences_visible_to(world.acting_for(agent, firm)).count() == 1
        assert licences_visible_to(agent).count() == 0

    def test_page_shows_licences_and_documents_and_a_stranger_s_page_nothing(self, owner: Actor, person: Party) -> None:
        give_everything(person)
        mine, other = (
            signed_in(actor).get("/space/wallet/", headers={"accept-language": "zh-CN"}).content.decode()
            for actor in (owner, world.citizen())
        )
        assert "营业执照" in mine and "平面图" in mine
        assert "营业执照" not in other and "平面图" not in other and "还没有" in other

    def test_keeps_the_same_file_once_and_its_trust_only_rises(self, person: Party) -> None:
        """L-05."""
        stored = store_file(world.pdf(), name="a.pdf")
        levels = []
        for trust in (TrustLevel.C, TrustLevel.B, TrustLevel.D):
            document = keep_document(person, name="平面图", stored=stored, file_name="a.pdf", trust=trust)
            document.refresh_from_db()
            levels.append(document.trust_level)
        assert levels == ["C", "B", "B"]
        assert person.wallet.count() == 1


@pytest.mark.usefixtures("calendar")
def test_the_owner_sees_who_looked_at_his_case_and_his_own_looks_are_not_written_down() -> None:
    owner = world.citizen()
    case = accepted(owner)
    reviewer = world.staff("科室审查岗")
    record_read(case, by=reviewer, what="申请材料", why="审查")
    record_read(case, by=reviewer, what="申请材料", why="审查")
    record_read(case, by=owner, what="申请材料", why="")
    assert [(read.who, read.what) for read in case.reads.all()] == [(reviewer.label, "申请材料")]
    page = signed_in(owner).get(f"/space/cases/{case.pk}/", headers={"accept-language": "zh-CN"}).content.decode()
    assert reviewer.label in page and "申请材料" in page
    assert Client().get(f"/space/cases/{case.pk}/").status_code == 302


def test_values_of_libraries_and_licences_are_not_clear_in_the_tables(person: Party) -> None:
    """Architecture 5, invariant 13: a dump gives nothing away."""
    give_everything(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM spaces_libraryfact UNION ALL SELECT data FROM spaces_licence")
        rows = b"".join(bytes(row[0]) for row in cursor.fetchall())
    for clear in ("沙洲中路", "address", person.code):
        assert clear.encode() not in rows
    assert len(rows) > 60
