"""One applicant, one visit, one case or several (C-03)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, CaseProject, Intake, IntakeCase
from cases.queries.holdings import siblings_of
from cases.services.life import locked
from cases.services.sharing import take_from_siblings
from cases.services.window import open_at_window
from core import clock
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion
from spaces.models import Project

MOST_ITEMS = 10


def open_intake(
    versions: Sequence[ItemVersion],
    *,
    applicant: Party,
    agent: Party | None = None,
    joins: Case | None = None,
    by: Actor,
) -> list[Case]:
    """Take in applications of one applicant for these items together, all or none; `joins` names a case of the same
    visit, whose brought materials serve the new ones, too, if the applicant is the same.

    Refuses `no_item`, `too_many_items`, and what `open_at_window` refuses for any of them. Publishes CaseReceived for
    each.
    """
    if not versions:
        raise Refusal("no_item", _("Choose at least one item."))
    if len(versions) > MOST_ITEMS:
        raise Refusal("too_many_items", _("At most %(most)d items at a time.") % {"most": MOST_ITEMS})
    with transaction.atomic():
        intake = _joined(joins, applicant) or Intake.objects.create(
            applicant=applicant, window_id=by.window_id, begun_at=clock.now()
        )
        cases: list[Case] = []
        for version in versions:
            case = open_at_window(version, applicant=applicant, agent=agent, by=by)
            IntakeCase.objects.create(intake=intake, case=case)
            if cases or joins is not None:
                take_from_siblings(case, by=by)
            cases.append(case)
    return cases


def name_project(case: Case, project: Project | None, *, by: Actor) -> None:
    """Say which project of its applicant a case and the others of its intake belong to, or that it belongs to none.

    Refuses `other_owner` for somebody else's project.
    """
    if project is not None and project.owner_id != case.applicant_id:
        raise Refusal("other_owner", _("This project belongs to somebody else."))
    for one in [case, *(entry.case for entry in siblings_of(case))]:
        with locked(one) as held:
            CaseProject.objects.filter(case=held).delete()
            if project is not None:
                CaseProject.objects.create(case=held, project=project)


def _joined(case: Case | None, applicant: Party) -> Intake | None:
    entry = IntakeCase.objects.filter(case=case).select_related("intake").first() if case else None
    return entry.intake if entry and entry.intake.applicant_id == applicant.pk else None
