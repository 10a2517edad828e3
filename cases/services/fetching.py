"""Fetching a licence of the applicant instead of asking him for it: for the case's material list only (L-10, L-11)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Case, Material, MaterialState, Resolver
from cases.queries.visibility import visible_to
from cases.services.life import locked
from core import clock
from core.refusal import Refusal
from identity.actors import Actor
from items.frozen import materials_of
from spaces.models import Licence, LicenceGrant, LicenceUse, UseKind
from spaces.queries.licences import holders_known_as, licences_of
from spaces.services.uses import Purpose, record_use, use_grant

FETCHABLE = {MaterialState.NEEDED, MaterialState.FAULTY}


@dataclass(frozen=True, slots=True)
class Fetch:
    """What another system wants: a kind of licence of the holder with this code, for a purpose, and what it rests on –
    the receipt number of a case in hand or the holder's authorisation (L-10)."""

    name: str
    holder_code: str
    purpose: str
    receipt_no: str = ""
    authorisation: str = ""


def fetch_licence(material: Material, *, by: Actor) -> Licence:
    """Satisfy a material of a case with the applicant's valid licence of the kind it asks for, whichever of his codes
    it was given under (6.3); written down with case, item and fields (L-10).

    Refuses `not_a_licence` for a material no licence stands for, `not_needed` where something is handed in already, and
    `none_held` when the library holds none.
    """
    with locked(material.case) as case:
        material = Material.objects.select_related("spec").get(pk=material.pk)
        if not material.spec.licence:
            raise Refusal("not_a_licence", _("No licence stands for this material."))
        if material.state not in FETCHABLE:
            raise Refusal("not_needed", _("This material is handed in already."), conflict=True)
        licence = valid_licence(case.applicant.code, material.spec.licence)
        if licence is None:
            raise Refusal("none_held", _("The library holds no valid licence of this kind for the applicant."))
        material.state, material.resolver, material.licence = MaterialState.PROVIDED, Resolver.LICENCE, licence
        material.trust_level, material.provided_at, material.ticks = licence.trust_level, clock.now(), []
        material.save()
        purpose = Purpose(_("Handling the case"), case.version.name, case.case_no or case.receipt_no or "")
        record_use(licence, UseKind.FETCHED, purpose, fields=licence.data, by=by)
    return licence


def share_licence(fetch: Fetch, *, by: Actor) -> LicenceUse:
    """Hand a licence over to a connected system, and write it down (L-10).

    With a case in hand the holder must be its applicant and the kind on its material list; with an authorisation the
    licence is the one the holder named in it. Refuses `no_basis` where neither holds, alike for cases and
    authorisations that do not exist, so that nobody finds out who holds what; `none_held`; what `use_grant` refuses.
    """
    if fetch.authorisation:
        grant = LicenceGrant.objects.select_related("licence__holder").filter(token=fetch.authorisation).first()
        if grant is None or not _named(grant.licence, fetch):
            raise _no_basis()
        return use_grant(grant, by=by)
    case = _case_in_hand(fetch, by)
    licence = valid_licence(fetch.holder_code, fetch.name)
    if licence is None:
        raise Refusal("none_held", _("The library holds no valid licence of this kind for the applicant."))
    purpose = Purpose(fetch.purpose, case.version.name, case.case_no or case.receipt_no or "")
    return record_use(licence, UseKind.SHARED, purpose, fields=licence.data, by=by)


def valid_licence(code: str, name: str) -> Licence | None:
    """The newest valid licence of this kind of whoever is known by this code."""
    holders = holders_known_as(code)
    found = [
        licence for holder in holders for licence in licences_of(holder).filter(name=name).select_related("issuer")
    ]
    return max(found, key=lambda licence: (licence.issued_on, licence.pk), default=None)


def _case_in_hand(fetch: Fetch, by: Actor) -> Case:
    open_cases = visible_to(by).select_related("version", "applicant").filter(closed_at=None)
    case = open_cases.filter(receipt_no=fetch.receipt_no).first() if fetch.receipt_no else None
    asked = {spec.licence for spec in materials_of(case.version_id)} if case else set()
    if case is None or fetch.name not in asked or case.applicant_id not in holders_known_as(fetch.holder_code):
        raise _no_basis()
    return case


def _named(licence: Licence, fetch: Fetch) -> bool:
    return licence.name == fetch.name and licence.holder_id in holders_known_as(fetch.holder_code)


def _no_basis() -> Refusal:
    sentence = _("A licence is shared only for a case in hand that asks for it, or with the holder's authorisation.")
    return Refusal("no_basis", sentence)
