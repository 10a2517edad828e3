"""Photographed pages of a material joined to one PDF in a chosen order, and taken apart again before the filing."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.models import Case, CaseState, JoinedPage, Material, MaterialFile, Resolver
from cases.services.drafts import must_be_editable
from cases.services.life import locked
from core.joining import QUARTER_TURNS, joined_pdf
from core.models import StoredFile
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor

Turned = tuple[int, int]
"""A file of the material by its key, and by how many degrees its pages are turned clockwise."""


def join_pages(material: Material, pages: Sequence[Turned], *, by: Actor) -> MaterialFile:
    """Put one PDF of these files in their place, in this order; files that are not named stay behind it.

    The applicant joins what he may still change, a clerk what was scanned at the window before the decision. Refuses
    `too_few_pages` below two, `unknown_page` for what is no file of the material, twice the same or a turn that is no
    quarter, `file_too_large` for a PDF above MAX_FILE_BYTES, `not_editable`, and `not_scanned` for pages a clerk did
    not scan.
    """
    with locked(material.case) as case:
        _must_be_changeable(case, material, by)
        files = {row.pk: row for row in material.files.select_related("file")}
        keys = [key for key, _turn in pages]
        if len(keys) < 2:
            raise Refusal("too_few_pages", _("Choose at least two files to join."), field="pages")
        if not set(keys) <= files.keys() or len(set(keys)) < len(keys) or {t for _k, t in pages} - {*QUARTER_TURNS}:
            raise Refusal("unknown_page", _("The files have changed meanwhile. Please look at them again."))
        stored = _stored([(files[key].file, turn) for key, turn in pages])
        old = [(files[key], turn) for key, turn in pages]
        joint = MaterialFile(
            material=material, file=stored, name=f"{material.spec.name[:110]}.pdf", order=_next(material)
        )
        joint.save()
        JoinedPage.objects.bulk_create(
            JoinedPage(joint=joint, file=row.file, name=row.name, order=number, turn=turn)
            for number, (row, turn) in enumerate(sorted(old, key=lambda one: one[0].order), start=1)
        )
        MaterialFile.objects.filter(pk__in=keys).delete()
    return joint


def take_apart(joint: MaterialFile, *, by: Actor) -> list[MaterialFile]:
    """Put the files back that a PDF was joined of, in the order they had. Refuses `not_joined`, and as `join_pages`."""
    material = joint.material
    with locked(material.case) as case:
        _must_be_changeable(case, material, by)
        pages = list(joint.joined.select_related("file"))
        if not pages:
            raise Refusal("not_joined", _("This file was not joined of others."), conflict=True)
        first = _next(material)
        joint.delete()
        return MaterialFile.objects.bulk_create(
            MaterialFile(material=material, file=page.file, name=page.name, order=first + number)
            for number, page in enumerate(pages)
        )


def _stored(pages: Sequence[tuple[StoredFile, int]]) -> StoredFile:
    """Refuses `file_too_large` before the pages are read, for a PDF of them is hardly smaller."""
    if sum(stored.size for stored, _turn in pages) > settings.MAX_FILE_BYTES:
        sentence = _("Together these files are larger than %(limit)d MB.")
        raise Refusal("file_too_large", sentence % {"limit": settings.MAX_FILE_BYTES // 1024**2}, field="pages")
    return store_file(joined_pdf(pages), name="joined.pdf", allowed=("pdf",))


def _next(material: Material) -> int:
    """Behind the last file, also where one in between was taken off."""
    return int(material.files.aggregate(last=Max("order"))["last"] or 0) + 1


def _must_be_changeable(case: Case, material: Material, by: Actor) -> None:
    if by.is_citizen:
        must_be_editable(case)
    elif not CaseState(case.state).is_undecided:
        raise Refusal("not_editable", _("The case is decided; nothing is handed in any more."), conflict=True)
    elif material.resolver != Resolver.SCAN:
        raise Refusal("not_scanned", _("Only pages scanned at the window are joined there."), conflict=True)
