"""A project gathers the cases of all departments, its data, its proof and its licences (C14, C16)."""

import pytest

from cases.models import Case, CaseProject
from cases.queries.filling import known_to
from cases.services.drafts import discard_draft
from cases.services.intakes import name_project
from cases.services.submission import submit_case
from core import clock
from identity.actors import Actor
from identity.models import Party
from spaces.models import LibraryRead, Project
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]


@pytest.fixture
def owner() -> Actor:
    return world.citizen()


@pytest.fixture
def project(owner: Actor) -> Project:
    facts = {"address": "张家港市杨舍镇", "investment": "80000000"}
    party = Party.objects.get(pk=owner.self_party_id)
    named = {"code": "2026-320582-40-01-100001", "name": "沙洲产业园项目", "source": "投资项目在线审批监管平台"}
    return Project.objects.create(owner=party, facts=facts, created_at=clock.now(), **named)


def filed(project: Project, owner: Actor, key: str = "市监局") -> Case:
    case = submit_case(world.draft(world.item(key), owner), by=owner).case
    CaseProject.objects.create(case=case, project=project)
    return case


def test_the_owner_sees_the_cases_of_all_departments_and_every_fact_with_source_and_date(
    project: Project, owner: Actor
) -> None:
    mine, theirs = filed(project, owner), filed(project, owner, "住建局")
    page = signed_in(owner).get(f"/space/projects/{project.pk}/").content.decode()
    for words in (mine.version.name, theirs.version.name, "张家港市住建局", "80000000", project.source, "3月2日"):
        assert words in page
    assert project.name in signed_in(owner).get("/space/projects/").content.decode()


def test_staff_see_of_a_project_what_they_see_of_its_cases_and_the_look_is_recorded(
    project: Project, owner: Actor
) -> None:
    """L-10, L-11: each row by the one predicate of cases."""
    mine, theirs = filed(project, owner), filed(project, owner, "住建局")
    clerk, address = world.staff("窗口受理岗"), f"/desk/projects/{project.pk}/"
    page = signed_in(clerk).get(address).content.decode()
    assert mine.version.name in page
    assert theirs.version.name not in page
    assert LibraryRead.objects.filter(party=project.owner, account_id=clerk.account_id).exists()
    supervisor = signed_in(world.staff("监察岗", "监委")).get(address).content.decode()
    assert theirs.version.name in supervisor
    assert signed_in(world.staff("窗口受理岗", "镇政府")).get(address).status_code == 404


def test_what_was_handed_in_once_is_shown_to_serve_again(project: Project, owner: Actor) -> None:
    """C14, I-07."""
    case = filed(project, owner)
    page = signed_in(owner).get(f"/space/projects/{project.pk}/").content.decode()
    assert all(material.spec.name in page for material in case.materials.select_related("spec"))


def test_one_goes_from_the_project_to_the_other_libraries_and_back(project: Project, owner: Actor) -> None:
    """C16: person, wallet, project, case."""
    case, client = filed(project, owner), signed_in(owner)
    here = f"/space/projects/{project.pk}/"
    page = client.get(here).content.decode()
    assert all(f'href="{way}"' in page for way in ("/space/wallet/", "/space/data/", "/space/projects/"))
    assert here in client.get(f"/space/cases/{case.pk}/").content.decode()
    for way in ("/space/wallet/", "/space/data/"):
        assert "/space/projects/" in client.get(way).content.decode()
    clerk = signed_in(world.staff("窗口受理岗"))
    library = clerk.get(f"/desk/cases/{case.pk}/library/").content.decode()
    assert f"/desk/projects/{project.pk}/" in library
    assert f"/desk/cases/{case.pk}/library/" in clerk.get(f"/desk/projects/{project.pk}/").content.decode()


def test_a_draft_of_the_project_is_nobody_elses_business(project: Project, owner: Actor) -> None:
    draft = world.draft(world.item(), owner)
    CaseProject.objects.create(case=draft, project=project)
    assert signed_in(world.staff("窗口受理岗")).get(f"/desk/projects/{project.pk}/").status_code == 404
    assert "暂无" in signed_in(owner).get(f"/space/projects/{project.pk}/").content.decode()


def test_strangers_and_limited_agents_see_no_project(project: Project, owner: Actor) -> None:
    """A-04."""
    assert signed_in(world.citizen(name="周敏")).get(f"/space/projects/{project.pk}/").status_code == 404
    agent = world.citizen(name="许敏")
    firm = world.enterprise(agent)
    foreign = Project.objects.create(owner=firm, code="2026-2", name="另一个", created_at=clock.now())
    mandate = firm.mandates_given.get()
    mandate.item_codes = ["000000000000"]
    mandate.save()
    limited = world.acting_for(agent, firm)
    assert signed_in(limited).get(f"/space/projects/{foreign.pk}/").status_code == 404


@pytest.mark.parametrize("hostile", ["x", "-1", "9" * 40, "1 OR 1=1", "１"])
def test_hostile_keys_show_the_beginning(project: Project, owner: Actor, hostile: str) -> None:
    filed(project, owner)
    for name in ("after", "before", "proof_after"):
        assert signed_in(owner).get(f"/space/projects/{project.pk}/", {name: hostile}).status_code == 200


def test_an_applicant_puts_his_own_draft_to_a_project_and_its_data_fill_the_form(
    project: Project, owner: Actor
) -> None:
    """C16, I-07: of several projects the one that was named serves, not the newest."""
    Project.objects.create(owner=project.owner, code="2026-320582-40-01-100002", name="新的", created_at=clock.now())
    site = {"key": "site", "label": "建设地点", "type": "address", "required": True, "prefill": "project.address"}
    version = world.item(form=[site])
    case = world.draft(version, owner)
    client, address = signed_in(owner), f"/space/apply/{case.pk}/"
    assert project.code in client.get(address).content.decode()
    contact = {"contact_name": "王秀英", "contact_phone": "13812345678", "deed": "continue"}
    assert client.post(address, {**contact, "project": str(project.pk)}).status_code == 302
    assert CaseProject.objects.get(case=case).project == project
    assert known_to(case)["project.address"].value == "张家港市杨舍镇"
    assert client.post(address, {**contact, "project": ""}).status_code == 302
    assert not CaseProject.objects.filter(case=case).exists()


@pytest.mark.parametrize("typed", ["999999999999", "0", "-1", "½", "a" * 500])
def test_a_project_that_is_not_his_is_refused_and_nothing_typed_is_lost(
    project: Project, owner: Actor, typed: str
) -> None:
    foreign = Project.objects.create(owner=world.enterprise(), code="x", name="别人的", created_at=clock.now())
    case = world.draft(world.item(), owner)
    contact = {"contact_name": "李四", "contact_phone": "13812345678", "deed": "continue"}
    for wanted in (typed, str(foreign.pk)):
        page = signed_in(owner).post(f"/space/apply/{case.pk}/", {**contact, "project": wanted})
        assert page.status_code == 422 and "李四" in page.content.decode()
    assert not CaseProject.objects.exists()


def test_a_draft_of_a_project_can_be_thrown_away(project: Project, owner: Actor) -> None:
    case = world.draft(world.item(), owner)
    name_project(case, project, by=owner)
    discard_draft(case, by=owner)
    assert not Case.objects.filter(pk=case.pk).exists() and not CaseProject.objects.exists()
