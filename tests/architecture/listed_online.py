"""Rows of the lists of what applicants do together with others, and of the libraries."""

from cases.models import Case, CaseMessage, CaseProject, Signer
from core import clock
from identity.models import Party
from spaces.models import EnterpriseQuality, Project
from tests import world


def project_of(owner: Party) -> Project:
    """One more project of this party."""
    number = Project.objects.count()
    return Project.objects.create(owner=owner, code=f"2026-{number}", name=f"{number}号项目", created_at=clock.now())


def online_rows(first: Case, case: Case, project: Project) -> None:
    """A question about this case and one about the first, somebody asked to sign, a project, an enterprise with
    flaws."""
    owner = case.applicant
    for asked in (first, case):
        facts = {"side": "applicant", "account_id": 1, "who": owner.name, "text": "还要多久？", "at": clock.now()}
        CaseMessage.objects.create(case=asked, **facts)
    Signer.objects.create(
        case=case, name=owner.name, code=owner.code, code_index=owner.code_index, asked_at=clock.now()
    )
    CaseProject.objects.create(case=case, project=project)
    project_of(owner)
    flaws = {"missing": 5, "wrong": 0, "expired": 0, "flawed": True, "counted_on": clock.today()}
    EnterpriseQuality.objects.create(party=world.enterprise(), **flaws)
