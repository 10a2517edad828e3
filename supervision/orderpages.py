"""Supervision orders as view models."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.events import OrderMoved
from cases.pages.wizard import caption
from core import clock
from core.badges import Badge, Tone
from core.datewords import datetime_words, limit_words
from core.models import EventRow
from identity.actors import Actor
from supervision.forms import OrderAnswerForm, OrderReasonForm, OrderRemarkForm
from supervision.models import AlarmLevel, OrderAnswer, OrderState, SupervisionOrder
from supervision.orders import issued_by_his_body, leads
from supervision.pages import LAMPS
from supervision.rules import ORDER_ROUNDS

LOOKS = {
    OrderState.ISSUED: (Tone.WAIT, "send"),
    OrderState.ANSWERED: (Tone.WAIT, "message-2"),
    OrderState.SENT_BACK: (Tone.BAD, "arrow-back-up"),
    OrderState.ACCEPTED: (Tone.OK, "circle-check"),
    OrderState.FAILED: (Tone.BAD, "alert-octagon"),
}


OrderFormType = type[OrderAnswerForm | OrderReasonForm | OrderRemarkForm]
STEPS = {
    "issued": ("send", gettext_lazy("Order issued")),
    "extended": ("calendar-plus", gettext_lazy("More time was given")),
    "answered": ("message-2", gettext_lazy("Answered")),
    **{state.value: (LOOKS[state][1], state.label) for state in OrderState if state not in {"issued", "answered"}},
}
"""What happened to an order, by the step of its event."""


def order_badge(order: SupervisionOrder) -> Badge:
    """How far it has come; late while it waits for an answer beyond its time."""
    state = OrderState(order.state)
    if state.waits_for_body and order.due_at <= clock.now():
        return Badge(_("Late"), Tone.BAD, "alert-octagon")
    return Badge(state.label, *LOOKS[state])


def order_row(order: SupervisionOrder) -> dict[str, Any]:
    """An order as a row of the list."""
    case = order.case
    due = _("to be answered by %(day)s") % {"day": limit_words(order.due_at, today=clock.today())}
    waits = OrderState(order.state).waits_for_body
    return {
        **{"href": reverse("supervision:order", args=[order.pk]), "name": case.version.name, "handling": ""},
        **{"applicant": AlarmLevel(order.level).label, "number": order.number or "", "tag": ""},
        **{"step": order.department.name, "step_note": due if waits else order.issuer.name},
        **{"badge": order_badge(order), "action": _("Open")},
    }


def order_page(order: SupervisionOrder) -> dict[str, Any]:
    """One order: what is asked and what was answered, as supervision/case.html draws it."""
    case, answers = order.case, list(order.answers.select_related("answered_by").order_by("round"))
    meta = [
        {"label": _("Responsible body"), "value": order.department.name},
        {"label": _("Ordered by the body"), "value": order.issuer.name},
        {"label": _("Case number"), "value": case.case_no or case.receipt_no, "code": True},
        {"label": _("Answer until"), "value": limit_words(order.due_at, today=clock.today())},
    ]
    return {
        "alarm": {
            **{
                "lamp": LAMPS[AlarmLevel(order.level)],
                "word": AlarmLevel(order.level).label,
                "number": order.number or "",
            },
            **{"title": caption(case), "meta": meta, "badge": order_badge(order)},
            "paper_href": reverse("supervision:order_paper", args=[order.pk]) if order.file_id else "",
        },
        "case": {
            **{"name": caption(case), "applicant": case.applicant_name},
            "href": reverse("supervision:case", args=[case.pk]),
        },
        "matter": order.matter,
        "progress": _progress(order, answers),
        "answer": _answer(order, answers[-1]) if answers else None,
        "log": _log(order),
        "back_href": reverse("supervision:orders"),
        "notes": [],
    }


def form_of(order: SupervisionOrder, actor: Actor) -> OrderFormType | None:
    """What this person may write now; None when he only reads."""
    state = OrderState(order.state)
    if state.waits_for_body and leads(order, actor):
        return OrderAnswerForm
    if not issued_by_his_body(order, actor):
        return None
    if state == OrderState.ANSWERED:
        return OrderRemarkForm
    may_extend = state.waits_for_body and order.extended_at is None and order.due_at > clock.now()
    return OrderReasonForm if may_extend else None


def form_words(order: SupervisionOrder, form: OrderFormType) -> dict[str, Any]:
    """Heading and buttons of that form."""
    if form is OrderAnswerForm:
        deeds = [{"name": "answer", "label": _("Send the answer"), "icon": "send", "style": "primary"}]
        return {"form_title": _("Your answer"), "deeds": deeds}
    if form is OrderReasonForm:
        deeds = [{"name": "extend", "label": _("Give more time, once"), "icon": "calendar-plus", "style": "secondary"}]
        return {"form_title": _("More time for the answer"), "deeds": deeds}
    last = order.answers.count() >= ORDER_ROUNDS
    back = _("Not settled, red card") if last else _("Send back for another answer")
    deeds = [
        {"name": "accept", "label": _("Accept the answer"), "icon": "check", "style": "primary"},
        {"name": "send_back", "label": back, "icon": "arrow-back-up", "style": "danger"},
    ]
    return {"form_title": _("What supervision says"), "deeds": deeds}


def _progress(order: SupervisionOrder, answers: list[OrderAnswer]) -> list[dict[str, str]]:
    last = answers[-1] if answers else None
    steps = [
        ("send", _("Order issued"), order.issued_at),
        ("message-2", _("Answer of the body"), last.answered_at if last else None),
        ("gavel", _("What supervision says"), last.settled_at if last and OrderState(order.state).is_over else None),
    ]
    done = [moment is not None for _icon, _title, moment in steps]
    now = done.index(False) if False in done else len(steps)
    today = clock.today()
    return [
        {
            "kind": "done" if moment else "now" if place == now else "next",
            **{"icon": icon, "title": title, "when": datetime_words(moment, today=today) if moment else ""},
        }
        for place, (icon, title, moment) in enumerate(steps)
    ]


def _answer(order: SupervisionOrder, last: OrderAnswer) -> dict[str, Any]:
    lines = [last.explanation, last.measure]
    if last.remark:
        lines.append(_("Supervision: %(remark)s") % {"remark": last.remark})
    when = datetime_words(last.answered_at, today=clock.today())
    return {"badge": order_badge(order), "lines": lines, "who": f"{last.answered_by.name} · {when}"}


def _log(order: SupervisionOrder) -> list[dict[str, Any]]:
    """Every deed with the order, from the history."""
    rows = EventRow.objects.filter(
        stream="case", stream_id=order.case_id, name=OrderMoved.name(), data__order_id=order.pk
    )
    return [
        {
            **{"kind": "done", "icon": STEPS[row.data["step"]][0], "title": STEPS[row.data["step"]][1]},
            **{"when": datetime_words(row.at, today=clock.today()), "note": row.actor_label},
        }
        for row in rows.order_by("sequence")
    ]


def orders_of_case(orders: list[SupervisionOrder]) -> list[dict[str, Any]]:
    """The orders about a case as steps of the supervision log."""
    return [
        {
            **{"kind": "wait", "icon": "send", "title": f"{_('Supervision order')} {order.number or ''}".strip()},
            "when": datetime_words(order.issued_at, today=clock.today()),
            "note": f"{order.department.name} · {OrderState(order.state).label}",
            "href": reverse("supervision:order", args=[order.pk]),
        }
        for order in orders
    ]
