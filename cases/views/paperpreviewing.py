"""The papers of a draft of an item in its own wording, with a real case or a made-up one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.models import Case
from cases.pages.draftpapers import draft_paper, wordings
from cases.queries.visibility import visible_to
from cases.services.papers import remedies
from cases.services.reads import record_read
from core import clock
from core.datewords import date_words
from core.keys import key_in
from core.templatetags.papers import paper_date
from items.models import ItemDraft
from items.rules.papers import KINDS

LISTED = 20


def show_papers(request: HttpRequest, draft: ItemDraft) -> HttpResponse:
    """One paper (`kind`) of one case (`case`) as the draft words it. Cases are those of the item this person may see
    anyway; looking at one is recorded, and the applicant can see it."""
    bodies, listed = wordings(draft), _listed(request, draft)
    kind = request.GET.get("kind", "")
    kind = kind if kind in bodies else next(iter(bodies), "")
    case = _case(request, draft)
    if case and kind:
        record_read(case, by=request.actor, what=_("Papers"), why=_("Trying out the wording of a paper"))  # type: ignore[attr-defined]
    context = {
        "kinds": [(key, KINDS[key].term, key == kind) for key in bodies],
        "cases": [(one.pk, _case_words(one), one == case) for one in listed],
        "paper": draft_paper(draft, kind, bodies[kind], case) if kind else None,
        "authority": draft.item.department.name,
        "day": paper_date(clock.today().isoformat()),
        "remedies": remedies(),
    }
    return render(request, "cases/preview_papers.html", context)


def _listed(request: HttpRequest, draft: ItemDraft) -> list[Case]:
    mine = visible_to(request.actor).filter(version__item_id=draft.item_id)  # type: ignore[attr-defined]
    return list(mine.order_by("-pk")[:LISTED])


def _case(request: HttpRequest, draft: ItemDraft) -> Case | None:
    """The case asked for; None for the made-up one. Raises Http404 for one that is not this person's to see."""
    asked = request.GET.get("case", "")
    if not asked:
        return None
    mine = visible_to(request.actor).filter(version__item_id=draft.item_id)  # type: ignore[attr-defined]
    related = ("department", "version__item__entry", "handling", "applicant", "agent")
    found = mine.select_related(*related).filter(pk=key_in(asked) or 0).first()
    if found is None:
        raise Http404
    return found


def _case_words(case: Case) -> str:
    """A case without whose it is."""
    day = (
        date_words(clock.local(case.submitted_at).date(), today=clock.today(), weekday=False)
        if case.submitted_at
        else ""
    )
    return " · ".join(part for part in (case.receipt_no or "", day, str(case.get_state_display())) if part)
