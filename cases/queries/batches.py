"""Spreadsheets of applications: which columns the sheet of an item has, and which batches a desk sees."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import BatchRowState, IntakeBatch
from cases.rules.batches import Heading, Part
from identity.actors import Actor
from items.frozen import form_of, materials_of, situations_of
from items.models import ItemVersion
from items.workbooks.tables import Column, Table

NOT_IN_A_CELL = frozenset({"table", "file", "signature", "map_point", "region"})
"""Answers that a cell cannot hold; they are filled in on the case's own page."""


def headings_of(version: ItemVersion) -> list[Heading]:
    """The columns of the sheet of an item, in order."""
    found = [
        Heading(Part.KIND, "", _("Individual or enterprise")),
        Heading(Part.NAME, "", _("Name of the applicant")),
        Heading(Part.CODE, "", _("Identity number or credit code")),
        Heading(Part.PHONE, "", _("Mobile phone")),
    ]
    questions = [question for question in situations_of(version.pk) if not question.takes_none]
    found += [Heading(Part.SITUATION, question.key, question.ask) for question in questions]
    rows = [row for row in form_of(version.pk).questions if row.type not in NOT_IN_A_CELL]
    found += [Heading(Part.ANSWER, row.key, row.label) for row in rows]
    papers = [(str(spec.pk), _("Paper: %(name)s") % {"name": spec.name}) for spec in materials_of(version.pk)]
    return [*found, *(Heading(Part.MATERIAL, key, words) for key, words in papers)]


def sheet_of(version: ItemVersion) -> Table:
    """The empty sheet to be filled in."""
    columns = [Column(f"{one.part}-{one.key}", one.words, width=22) for one in headings_of(version)]
    return Table("batch", _("Applications"), tuple(columns))


def batches_visible_to(actor: Actor) -> QuerySet[IntakeBatch]:
    """Batches of the actor's bodies, with how many rows are `sound`, `faulty` and `filed`."""
    counts = {state.value: Count("rows", filter=Q(rows__state=state)) for state in BatchRowState}
    mine = IntakeBatch.objects.filter(department__in=actor.department_ids)
    return mine.select_related("version__item").annotate(**counts)
