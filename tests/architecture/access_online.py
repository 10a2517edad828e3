"""Applications several people sign, talks about a case, projects: what each of their addresses is asked with."""

from typing import Any

from cases.models import Case, CaseProject, MaterialFile, MessageFile
from cases.services.signing import name_signer
from cases.services.submission import submit_case
from cases.services.talks import write_to_department
from core import clock
from core.services.uploads import begin_upload
from identity.actors import Actor
from identity.models import Party
from spaces.models import Project
from tests import world

DRAFT = ("signers", "ask_signers", "drop_signer")
OWN = ("signing", "refuse_signing", "signing_file")


def keys(case: Case, owner: Actor, stranger: Actor, clerk: Actor) -> dict[str, dict[str, Any]]:
    """A draft the stranger is asked to sign, a filed case whose signer may sign at the window, a question with a file,
    a project the case belongs to, a file on its way."""
    version, other = world.item(signers="may"), Party.objects.get(pk=stranger.self_party_id)
    draft, phone = world.draft(version, owner), "13900001111"
    signer = name_signer(draft, name=other.name, code=other.code, phone=phone, by=owner)
    filed = submit_case(world.draft(version, owner), by=owner).case
    present = name_signer(filed, name=other.name, code=other.code, phone=phone, by=clerk)
    write_to_department(case, text="还要多久？", files=[world.pdf()], by=owner)
    sent = MessageFile.objects.get(message__case=case)
    facts = {"code": "2026-320582-01", "name": "厂房扩建", "facts": {"address": "张家港市"}}
    project = Project.objects.create(owner=case.applicant, created_at=clock.now(), **facts)
    CaseProject.objects.create(case=case, project=project)
    file = MaterialFile.objects.filter(material__case=draft).earliest("pk")
    return {
        **{f"cases:{name}": {"case_id": draft.pk} for name in DRAFT},
        "cases:drop_signer": {"case_id": draft.pk, "signer_id": signer.pk},
        **{f"cases:{name}": {"signer_id": signer.pk} for name in OWN},
        "cases:signing_file": {"signer_id": signer.pk, "file_id": file.pk},
        "cases:desk_signers": {"case_id": filed.pk},
        "cases:sign_at_window": {"case_id": filed.pk, "signer_id": present.pk},
        **{f"cases:{name}": {"case_id": case.pk, "file_id": sent.pk} for name in ("talk_file", "desk_talk_file")},
        **{f"cases:{name}": {"project_id": project.pk} for name in ("project", "desk_project")},
        "portal:upload": {"key": begin_upload(name="a.pdf", size=10, by=owner).key},
    }
