"""Ended cases whose file is archived."""

from cases.models import ArchivePackage, Case
from cases.services.archiving import order_package
from cases.services.handing import hand_over
from core.outbox import drain
from identity.actors import Actor
from tests import world
from tests.cases.results import before_clerk, issued


def closed(applicant: Actor | None = None, **item: object) -> Case:
    """A granted case whose licence was handed over."""
    case = issued(applicant, **item)
    hand_over(case, before_clerk(case.applicant), by=world.staff("窗口受理岗"))
    drain(["interactive", "pdf"])
    return Case.objects.get(pk=case.pk)


def packed(case: Case, *, reason: str = "", by: Actor | None = None) -> ArchivePackage:
    """The package an archivist had made, after the workers are done."""
    package = order_package(case, reason=reason, by=by or world.staff("档案管理岗"))
    drain(["pdf"])
    package.refresh_from_db()
    return package
