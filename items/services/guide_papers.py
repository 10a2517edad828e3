"""Papers of guides: asked for by anybody, made once by a worker."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.papers import render_pdf
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from core.services.files import store_file
from items.events import GuidePaperOrdered
from items.frozen import days_of_route, materials_of, routes_of, situations_of
from items.models import GuidePaper, GuidePaperKind, ItemVersion
from items.notes import route_words, unit_words
from items.rules.formpapers import Asked, form_rows
from items.rules.situations import Outcome, path_of
from items.situations import outcome_for

PER_ADDRESS = (Rate(20, 600),)
LONGEST_CHOICES = 120


def order_guide_paper(
    version: ItemVersion, kind: GuidePaperKind, choices: Collection[int], *, by: Doer, address: str
) -> GuidePaper:
    """The paper for those of these answers that count: as it was made, or ordered from a worker now.

    Forms do not depend on answers. Refuses `too_many_tries` for an address that has too many papers made, and `choices`
    for more answers than a paper can hold. Publishes GuidePaperOrdered for a new one.
    """
    counting = path_of(situations_of(version.pk), choices).chosen if kind == GuidePaperKind.NOTICE else ()
    said = ",".join(str(key) for key in sorted(counting))
    if len(said) > LONGEST_CHOICES:
        raise Refusal("choices", _("These are too many answers for one paper."))
    if found := GuidePaper.objects.filter(version=version, kind=kind, choices=said).first():
        return found
    count_try(f"guide-paper:{address}", PER_ADDRESS)
    with transaction.atomic():
        ordered, new = GuidePaper.objects.get_or_create(
            version=version, kind=kind, choices=said, defaults={"ordered_at": clock.now()}
        )
        if new:
            publish(GuidePaperOrdered(guide_paper_id=ordered.pk), by=by)
    return ordered


def make_guide_paper(paper_id: int) -> GuidePaper:
    """Draw an ordered paper and keep its file; one that is made stays as it is."""
    with transaction.atomic():
        paper = GuidePaper.objects.select_for_update(of=("self",)).get(pk=paper_id)
        if paper.file_id is None:
            paper.file = store_file(draw_guide_paper(paper), name=f"{paper.kind}.pdf")
            paper.made_at = clock.now()
            paper.save(update_fields=["file", "made_at"])
    return paper


def draw_guide_paper(paper: GuidePaper) -> bytes:
    """The PDF; equal versions and answers give equal bytes."""
    version = ItemVersion.objects.select_related("item__entry", "item__department").get(pk=paper.version_id)
    context = {"version": version, "item": version.item, "hall": settings.HALL, "kind": paper.kind}
    context |= {"verify_url": f"{settings.SITE_URL}/items/{version.item.implementing_code}/"}
    if paper.kind == GuidePaperKind.NOTICE:
        return render_pdf("papers/one_time_notice.html", context | _notice(version, paper.choices))
    return render_pdf("papers/item_form.html", context | _form(version, filled=paper.kind == GuidePaperKind.SAMPLE))


def _notice(version: ItemVersion, choices: str) -> dict[str, Any]:
    """What is asked for with these answers, and why (I-18); the answers are printed with it (I-19). Where one rules an
    application out, the paper says so instead of naming materials."""
    outcome = outcome_for(version, [int(key) for key in choices.split(",") if key])
    specs = {spec.pk: spec for spec in materials_of(version.pk)}
    needed = () if outcome.path.rejection else outcome.materials
    return {
        "rejection": outcome.path.rejection,
        "promised": _limit(version.promised_days, version.promised_unit),
        "statutory": _limit(version.statutory_days, version.statutory_unit),
        "situations": outcome.path.said(),
        "materials": [
            {"spec": specs[need.spec_id], "required": need.required, "why": need.why, "copies": need.copies}
            for need in needed
        ],
        "conditions": list(version.condition_set.values_list("text", flat=True)),
        "fees": outcome.fees,
        "route": _route(version, outcome),
        "procedures": list(version.specialprocedurespec_set.values("kind", "days")),
        "desks": list(version.servicedesk_set.all()),
        "laws": list(version.legalbasis_set.values("law", "article")),
    }


def _route(version: ItemVersion, outcome: Outcome) -> str:
    """The way an answer chose, in the language of papers; empty where none did."""
    chosen = next((route for route in routes_of(version.pk) if route.kind == outcome.route), None)
    with translation.override(settings.LANGUAGE_CODE):
        return route_words(chosen.kind, days_of_route(chosen.pk)) if chosen else ""


def _limit(days: int | None, unit: str) -> str:
    """`5个工作日` in the language of papers; empty without days."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{days}{unit_words(days, unit)}" if days else ""


def _form(version: ItemVersion, *, filled: bool) -> dict[str, Any]:
    asked = [
        Asked(field.label, field.type, field.required, tuple(field.options), tuple(_columns(field.columns)))
        for field in version.formfield_set.all()
    ]
    return {"rows": form_rows(asked, filled=filled), "filled": filled}


def _columns(columns: Any) -> list[str]:
    return [str(column.get("label", "")) if isinstance(column, dict) else str(column) for column in columns]
