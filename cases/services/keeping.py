"""What was handed in once is kept in the applicant's material library and used again (I-07)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.models import Material, MaterialFile, Resolver
from cases.services.drafts import must_be_editable, provide
from cases.services.life import locked
from core.refusal import Refusal
from identity.actors import Actor
from spaces.models import TrustLevel, WalletDocument
from spaces.services import keep_document

KEPT = [Resolver.UPLOAD, Resolver.SCAN]
"""What the applicant brought himself; licences are held already."""


def keep_for_next_time(materials: Iterable[Material]) -> None:
    """Put the files of these materials (see `handed_in`) into the library of their applicant, each under the name of
    its material.

    A file that is there already stays once, at its highest trust level (L-05).
    """
    for material in materials:
        if material.resolver in KEPT:
            keep_files(material)


def keep_files(material: Material) -> None:
    """Put the files of a material into the library of its applicant, however they came."""
    for attached in material.files.select_related("file"):
        keep_document(
            material.case.applicant,
            name=material.spec.name,
            stored=attached.file,
            file_name=attached.name,
            trust=TrustLevel(material.trust_level),
        )


def use_kept(material: Material, document: WalletDocument, *, by: Actor) -> MaterialFile:
    """Hand in a document of the applicant's library as a material of an editable case; the material is trusted as
    far as the weakest of its files.

    The same document twice is attached once. Refuses `not_editable`, `too_many_files`, and `another_material` for a
    document of somebody else or kept under the name of another material.
    """
    with locked(material.case) as case:
        must_be_editable(case)
        material = Material.objects.select_related("spec").get(pk=material.pk)
        if (document.party_id, document.name) != (case.applicant_id, material.spec.name):
            raise Refusal("another_material", _("Only a document kept for this material can be used."))
        present = material.files.filter(file_id=document.file_id).first()
        if present is not None:
            return present
        trust = TrustLevel(document.trust_level)
        (attached,) = provide(material, [(document.file, document.file_name)], Resolver.WALLET, trust, by=by)
    return attached
