"""A draft whose item changed goes over to the version in force, when its applicant says so (I-12, I-13)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.events import DraftMoved
from cases.models import Case, CaseState, Material, Resolver
from cases.queries.migration import Migration, migration_of, newer_version
from cases.rules.migration import AnswerFate, Fate
from cases.services.asking import renew_materials
from cases.services.keeping import keep_files
from cases.services.life import locked
from cases.services.pledgefiling import drop_pledge
from core import clock
from core.models import StoredFile
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from items.models import HandlingOption, Item, ItemVersion, VersionState
from items.notes import suspension_words
from items.queries import suspension_of
from spaces.models import TrustLevel
from spaces.services import keep_document

MOVED_COLUMNS = ["version", "handling", "answers", "choices", "saved_at"]


def check_open(case: Case) -> None:
    """Refuse to file a draft whose version is not in force: `suspended`, `superseded` or `not_open`, all conflicts.

    An application is examined by what was published on the day it was filed (行政许可法 arts. 30 and 32), so it
    cannot be filed under a list that was replaced before; what was filed goes on under its own (I-12). The draft stays
    as it is, and its pages lead to what changed.
    """
    if case.state != CaseState.DRAFT or case.version.state == VersionState.PUBLISHED:
        return
    kept = _("Your draft is kept; you can file it when the item is open again.")
    if suspended := suspension_of(case.version):
        raise Refusal("suspended", f"{suspension_words(suspended)} {kept}", conflict=True)
    if newer_version(case) is None:
        sentence = _("This item cannot be applied for at the moment.")
        raise Refusal("not_open", f"{sentence} {kept}", conflict=True)
    sentence = _("The item has changed since you began. Look at what changed and take it over; nothing is lost.")
    raise Refusal("superseded", sentence, conflict=True)


def move_draft_to_current(case: Case, *, seen: int, handling: HandlingOption | None = None, by: Actor) -> Case:
    """Pin a draft to the version in force, whose report the applicant has `seen` (its id), as `migration_of` says.

    Every answer and file that still fits stays. Files of materials and questions that are no longer asked go to the
    applicant's material library; licences are looked up anew (I-07). `handling` is the option chosen where the former
    one is gone. Publishes DraftMoved.

    Refuses `not_a_draft`, `suspended` and `not_open` (I-13), `nothing_newer`, `changed_again` when yet another version
    came into force meanwhile, and `handling` when an option has to be chosen.
    """
    with locked(case) as case:
        Item.objects.select_for_update(of=("self",), no_key=True).get(pk=case.version.item_id)
        version = _target(case, seen)
        found = migration_of(case, version, handling)
        if found.options and found.handling not in found.options:
            raise Refusal("handling", _("Choose what you apply for."), field="handling")
        former = case.version
        _keep_answer_files(case, found.answer_fates)
        drop_pledge(case)
        _repin_materials(case, found)
        case.version, case.handling = version, found.handling
        case.answers, case.choices, case.saved_at = dict(found.answers), dict(found.choices), clock.now()
        renew_materials(case)
        case.save(update_fields=MOVED_COLUMNS)
        publish(DraftMoved(case_id=case.pk, before=former.number, after=version.number), by=by)
    return case


def _target(case: Case, seen: int) -> ItemVersion:
    if case.state != CaseState.DRAFT:
        raise Refusal("not_a_draft", _("This application was filed and keeps its version."), conflict=True)
    case.version.refresh_from_db(fields=["state"])
    version = newer_version(case)
    if version is None:
        check_open(case)
        raise Refusal("nothing_newer", _("Your draft already follows the version in force."), conflict=True)
    if not version.on_application:
        raise Refusal("not_open", _("This item cannot be applied for at the moment."), conflict=True)
    if version.pk != seen:
        sentence = _("The item has changed once more. Look at the new list of changes.")
        raise Refusal("changed_again", sentence, conflict=True)
    return version


def _repin_materials(case: Case, found: Migration) -> None:
    """Materials that stay belong to the new version's from now on; what the others held is kept for another time."""
    goes_to = {one.was.id: one.paper.id for one in found.paper_fates if one.was and one.paper}
    for material in Material.with_hidden.filter(case=case).select_related("spec", "case__applicant"):
        if material.resolver == Resolver.LICENCE:
            material.delete()
        elif material.spec_id in goes_to:
            material.spec_id = goes_to[material.spec_id]
            material.save(update_fields=["spec"])
        else:
            keep_files(material)
            material.delete()


def _keep_answer_files(case: Case, fates: Sequence[AnswerFate]) -> None:
    for one in fates:
        if one.was and one.fate in (Fate.GONE, Fate.AGAIN) and one.was.type == "file":
            for named in one.answer:
                _keep_answer_file(case, one.was.label, named)


def _keep_answer_file(case: Case, label: str, named: Mapping[str, Any]) -> None:
    stored = StoredFile.objects.get(pk=named["file"])
    keep_document(case.applicant, name=label[:120], stored=stored, file_name=named["name"], trust=TrustLevel.C)
