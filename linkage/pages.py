"""The reviewer's pages as view models."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, CaseState, Clock, ClockKind, Material, Proposal
from cases.pages.answers import answer_sections
from cases.pages.clockwords import clock_of
from cases.pages.desk import papers_of
from cases.pages.hearings import desk_deed
from cases.pages.proceedings import begun_sections
from cases.pages.proposals import detail
from cases.pages.sheets import sheet_of
from cases.pages.story import story_of
from cases.pages.visits import visit_deed, visits_card
from cases.pages.wizard import caption, look_of
from cases.queries.drafting import materials_of
from cases.queries.hearings import open_hearing
from cases.queries.proceedings import handling_words, proceeding_of
from cases.queries.proposals import waiting_proposal
from core import clock
from core.badges import badge_of
from core.datewords import datetime_words
from core.masking import Audience
from identity.actors import Actor
from items.models import StageDuty
from linkage.heldpages import holding_of
from linkage.looks import badge_of_review, urgency_of, why_closed
from linkage.models import Review, Verdict
from linkage.queries import held_by_colleague
from linkage.services.reviewing import OPEN_TO_VERDICTS
from linkage.staging import stages_for

ICONS: dict[str, str] = {StageDuty.DECIDE: "gavel"}
MATERIAL_STATES = {"held": "ok", "done": "ok", "pledged": "ok", "bad": "bad"}
PHRASES = [
    "材料齐全，符合法定形式，拟同意。",
    "经审查，符合许可条件。",
    "现场情况与申报一致。",
    "经审查，不符合许可条件，理由如下：",
]


def groups(reviews: Sequence[Review], *, done: bool = False) -> list[dict[str, Any]]:
    """Reviews of one page by urgency: late, due today, later; what is decided stays together."""
    titles = {"late": _("Late"), "today": _("Due today"), "later": _("Due later")}
    shown = rows(reviews)
    if done:
        return [{"title": "", "words": "", "rows": shown}] if shown else []
    found = []
    for key, title in titles.items():
        fitting = [row for row, one in zip(shown, reviews, strict=True) if urgency_of(one) == key]
        if fitting:
            found.append({"title": title, "words": _("%(count)d reviews") % {"count": len(fitting)}, "rows": fitting})
    return found


def rows(reviews: Sequence[Review]) -> list[dict[str, Any]]:
    """Reviews as rows of the inbox, with the clocks of their cases in one statement."""
    cases = {review.case_id: review.case for review in reviews}
    clocks: dict[int, list[Clock]] = {}
    for found in Clock.objects.filter(case__in=cases, kind__in=[ClockKind.PROMISED, ClockKind.STATUTORY]):
        clocks.setdefault(found.case_id, []).append(found)
    return [_row(review, clocks.get(review.case_id, [])) for review in reviews]


def review_page(review: Review, actor: Actor, form: Any, wanted: str = "") -> dict[str, Any]:
    """A case file under review on one page; `wanted` is the id of the material to look at, else the first there is."""
    case, waiting = review.case, waiting_proposal(review.case)
    held = materials_of(case)
    shown = next((one for one in held if str(one.pk) == wanted), held[0] if held else None)
    href = reverse("linkage:review", args=[review.pk])
    materials = [_material(material, href, current=material is shown) for material in held]
    begun = begun_sections(case)
    mine = review.closed_at is None and review.post_id in actor.post_ids
    free = mine and not held_by_colleague(review, actor)
    may_decide = free and case.state in OPEN_TO_VERDICTS
    return {
        "case": {
            "name": caption(case),
            "badges": [badge_of("case", case.state)],
            "meta": [
                {"label": _("Applicant"), "value": case.applicant_name},
                {"label": _("Case number"), "value": case.case_no or case.receipt_no, "code": True},
                {"label": _("Department"), "value": case.department.name},
            ],
            "full_href": reverse("cases:full_view", args=[case.pk]),
        },
        "clock": clock_of(case, list(case.clocks.all()), list(case.clock_entries.order_by("started_at"))),
        **{"flow": _flow(case), "flow_words": _("Route of this item")},
        **{"materials": materials, "materials_words": _("%(count)d materials") % {"count": len(materials)}},
        **{"sheet": sheet_of(shown) if shown else None},
        **{
            "begun": bool(begun),
            "answers": begun
            or [s for s in answer_sections(case, edit=False, audience=Audience.STAFF) if s.get("pairs")],
            "points": [],
        },
        "opinions": _opinions(case),
        "visits": visits_card(case),
        "documents": papers_of(case),
        **{"form": form, "phrases": [{"words": words} for words in PHRASES], "verdicts": _verdicts(review)},
        "review_href": reverse("linkage:review", args=[review.pk]),
        **{"side_deeds": _side_deeds(review, waiting) if free else [], "proposed": _proposed(waiting)},
        **{"back_href": reverse("linkage:reviews"), "may_decide": may_decide},
        "holding": holding_of(review, actor) if mine else {},
        "why": "" if may_decide else why_closed(review, case),
        "unsent": "" if may_decide else form["opinion"].value() or "",
        "story": story_of(case, names=True),
    }


def _row(review: Review, clocks: list[Clock]) -> dict[str, Any]:
    case = review.case
    return {
        **{"badge": badge_of_review(review), "href": reverse("linkage:review", args=[review.pk])},
        "tag": review.holder.name if review.holder and not review.closed_at else "",
        **{"name": case.version.name, "handling": handling_words(case)},
        **{"applicant": case.applicant_name, "step": review.stage.title},
        "step_note": _("here since %(when)s") % {"when": datetime_words(review.opened_at, today=clock.today())},
        **{"clock": clock_of(case, clocks), "action": _("See") if review.closed_at else _("Review")},
        "primary": not review.closed_at and urgency_of(review) == "late",
    }


def _material(material: Material, href: str, *, current: bool) -> dict[str, Any]:
    note = material.licence.number if material.licence else material.get_resolver_display()
    state = MATERIAL_STATES.get(look_of(material), "todo")
    return {
        **{"id": material.pk, "name": material.spec.name, "note": note, "state": state},
        **{"href": f"{href}?material={material.pk}", "current": current},
    }


def _flow(case: Case) -> list[dict[str, Any]]:
    """The stages of the route from left to right, with the latest review of each seat."""
    latest: dict[int, Review] = {}
    for review in Review.objects.filter(case=case).select_related("post__department").order_by("pk"):
        latest[review.seat_id] = review
    shown = []
    for stage in stages_for(case):
        seats = list(stage.seats.all())
        nodes = [
            _node(stage.title, ICONS.get(stage.duty, "file-search"), seat, latest.get(seat.pk), len(seats))
            for seat in seats
        ]
        done = all(node["kind"] in {"done", "skip"} for node in nodes)
        now = not done and any(node["kind"] in {"done", "now", "late"} for node in nodes)
        rule = stage.get_rule_display() if len(seats) > 1 else ""
        shown.append({"nodes": nodes, "done": done, "now": now, "rule": rule})
    return shown


def _node(title: str, icon: str, seat: Any, review: Review | None, seats: int) -> dict[str, Any]:
    name = review.post.department.short if review and seats > 1 else title
    if review is None:
        return {"kind": "next", "icon": icon, "name": name, "note": seat.post_name, "end": ""}
    if review.closed_at is None:
        late = review.due_at is not None and review.due_at < clock.now()
        return {"kind": "late" if late else "now", "icon": icon, "name": name, "note": review.post.name, "end": ""}
    if not review.verdict:
        return {"kind": "skip", "icon": icon, "name": name, "note": _("not asked any more"), "end": ""}
    end = datetime_words(review.decided_at, today=clock.today()) if review.decided_at else ""
    return {"kind": "done", "icon": icon, "name": name, "note": Verdict(review.verdict).label, "end": end}


def _opinions(case: Case) -> list[dict[str, Any]]:
    kinds = {Verdict.OBJECT: "bad", Verdict.RETURN: "wait"}
    said = (
        Review.objects.filter(case=case).exclude(verdict="").select_related("stage", "post__department", "decided_by")
    )
    return [
        {
            **{"kind": kinds.get(Verdict(review.verdict), "done"), "icon": "message"},
            "title": f"{review.stage.title} · {review.post.department.short} {review.decided_by or ''}",
            "when": datetime_words(review.decided_at, today=clock.today()) if review.decided_at else "",
            "note": f"{review.get_verdict_display()}：{review.opinion}"
            if review.opinion
            else review.get_verdict_display(),
        }
        for review in said.order_by("decided_at")
    ]


def _verdicts(review: Review) -> list[dict[str, str]]:
    decides = review.stage.duty == StageDuty.DECIDE
    grant = {
        "name": "approve",
        "label": _("Grant") if decides else _("Agree"),
        "key": "Alt+1",
        "style": "ok",
        "icon": "check",
    }
    refuse = {
        "name": "object",
        "label": _("Refuse") if decides else _("Object"),
        "key": "Alt+3",
        "style": "danger",
        "icon": "ban",
    }
    back = {"name": "return", "label": _("Send back"), "key": "Alt+2", "style": "plain", "icon": "arrow-back-up"}
    verdicts = [grant, back, refuse]
    if review.stage.when_text:
        label = _("Not needed here")
        verdicts.append({"name": "not_needed", "label": label, "key": "Alt+4", "style": "plain", "icon": "minus"})
    return verdicts if not (decides and review.run.objected) else [back, refuse]


def _side_deeds(review: Review, waiting: Proposal | None) -> list[dict[str, str]]:
    """What may be done beside the verdict; what is proposed already has to be decided first."""
    case = review.case
    href = {name: reverse(f"linkage:{name}", args=[review.pk]) for name in ("procedure", "extension")}
    if review.closed_at is not None or waiting is not None:
        return []
    if case.state == CaseState.SUSPENDED:
        resume = reverse("cases:resume", args=[case.pk])
        return [{"label": _("End the suspension"), "icon": "player-play", "href": resume}]
    more = reverse("cases:supplement", args=[case.pk])
    if case.state == CaseState.SUPPLEMENTING:
        return [{"label": _("Go on without it"), "icon": "player-play", "href": more}]
    if case.state == CaseState.SPECIAL:
        if open_hearing(case) is not None:
            return [desk_deed(case)]
        return [{"label": _("End the special procedure"), "icon": "player-play", "href": href["procedure"]}]
    if proceeding_of(case) is not None:
        propose = reverse("cases:propose", args=[case.pk])
        return [
            desk_deed(case),
            {"label": _("Propose an act"), "icon": "file-pencil", "href": propose},
        ]
    deeds = [
        {"label": _("Extend the decision"), "icon": "calendar-plus", "href": href["extension"]},
        desk_deed(case),
        visit_deed(case),
        {"label": _("Ask for a supplement"), "icon": "file-alert", "href": more},
        {"label": _("Propose an act"), "icon": "file-pencil", "href": reverse("cases:propose", args=[case.pk])},
    ]
    if case.version.specialprocedurespec_set.exists():
        deeds.insert(0, {"label": _("Special procedure"), "icon": "player-pause", "href": href["procedure"]})
    return deeds


def _proposed(proposal: Proposal | None) -> str:
    """What waits for somebody else's decision, in one sentence; empty when nothing does."""
    if proposal is None:
        return ""
    what = " · ".join(filter(None, [proposal.get_kind_display(), detail(proposal)]))
    return _("Proposed by %(who)s and not decided yet: %(what)s") % {"who": proposal.proposed_by.name, "what": what}
