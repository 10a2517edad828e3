"""A project and everything of it that somebody may see: cases of all departments, proof that serves again (C14,
C16)."""

from django.db.models import QuerySet

from cases.models import Case, CaseState, Material, MaterialState
from cases.queries.visibility import licences_open_to, visible_to
from identity.actors import Actor
from spaces.models import Licence, Project
from spaces.queries import projects_visible_to

HANDED_IN = (MaterialState.PROVIDED, MaterialState.PASSED)


def projects_open_to(actor: Actor) -> QuerySet[Project]:
    """A citizen's own projects; to staff, and to an agent limited to some items (A-04), those to which a case belongs
    that they may see."""
    if actor.acting is not None and not actor.acting.item_codes:
        return projects_visible_to(actor).select_related("owner")
    seen = visible_to(actor).filter(project_entry__isnull=False)
    return Project.objects.filter(case_entries__case__in=seen).select_related("owner").order_by("-pk").distinct()


def cases_of_project(project: Project, actor: Actor) -> QuerySet[Case]:
    """Its cases as far as this actor may see them, drafts left out."""
    found = visible_to(actor).filter(project_entry__project=project).exclude(state=CaseState.DRAFT)
    return found.select_related("version", "handling", "department")


def proof_of_project(project: Project, actor: Actor) -> QuerySet[Material]:
    """What was handed in for its cases and serves the next one as well (I-07), of the cases this actor may see."""
    seen = cases_of_project(project, actor).order_by().values("pk")
    found = Material.objects.filter(case__in=seen, state__in=HANDED_IN).exclude(files=None)
    return found.select_related("spec", "case__department").order_by("-pk").distinct()


def licences_of_project(project: Project, actor: Actor) -> QuerySet[Licence]:
    """What its cases led to; for the owner as far as his wallet is open, for staff of the cases they see."""
    seen = cases_of_project(project, actor).exclude(licence=None).order_by()
    open_to = licences_open_to(actor) if actor.is_citizen else Licence.objects.all()
    return open_to.filter(pk__in=seen.values("licence_id")).select_related("issuer").order_by("-pk")
