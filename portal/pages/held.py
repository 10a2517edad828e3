"""What is already held of an item's materials about the one a citizen acts for."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.datewords import date_words
from identity.actors import Actor
from items.models import ItemVersion
from items.situations import outcome_for
from portal.pages.guide import asked_options, needed_of
from spaces.models import Licence, WalletDocument
from spaces.queries import licences_of, wallet_visible_to


def held(version: ItemVersion, query: QueryDict, *, actor: Actor) -> dict[str, Any]:
    """Valid licences and documents kept from earlier that stand for materials the answers ask for.

    An agent whose mandate leaves this item out is shown nothing (A-04).
    """
    specs = [spec for spec, _need in needed_of(version, outcome_for(version, asked_options(query)))]
    found = _licences(specs, actor) if _covers(actor, version) else {}
    documents = _documents([spec.name for spec in specs], actor) if _covers(actor, version) else {}
    rows = [
        _licence_row(spec.name, found[spec.licence])
        if spec.licence in found
        else _document_row(spec.name, documents[spec.name])
        for spec in specs
        if spec.licence in found or spec.name in documents
    ]
    return {
        **{"name": version.name, "whose": actor.acting.name if actor.acting else "", "held": rows},
        "guide_href": reverse("portal:guide", args=[version.item.implementing_code]),
    }


def _covers(actor: Actor, version: ItemVersion) -> bool:
    codes = actor.acting.item_codes if actor.acting else ()
    return not codes or version.item.entry.base_code in codes


def _licences(specs: list[Any], actor: Actor) -> dict[str, Licence]:
    kinds = {spec.licence for spec in specs if spec.licence}
    valid = licences_of(actor.party_id or 0).filter(name__in=kinds).select_related("issuer")
    return {licence.name: licence for licence in reversed(valid)}


def _documents(names: list[str], actor: Actor) -> dict[str, WalletDocument]:
    kept = wallet_visible_to(actor).filter(name__in=names)
    return {document.name: document for document in reversed(kept)}


def _licence_row(material: str, licence: Licence) -> dict[str, str]:
    until = licence.valid_until
    words = date_words(until, today=clock.today(), weekday=False) if until else ""
    limit = _("valid until %(day)s") % {"day": words} if words else _("valid without limit")
    note = _("from %(issuer)s, %(limit)s; it is fetched for you") % {"issuer": licence.issuer.name, "limit": limit}
    return {"name": material, "note": note, "trust": licence.trust_level}


def _document_row(material: str, document: WalletDocument) -> dict[str, str]:
    day = date_words(clock.local(document.added_at).date(), today=clock.today(), weekday=False)
    note = _("kept in your library since %(day)s; you can use it again") % {"day": day}
    return {"name": material, "note": note, "trust": document.trust_level}
