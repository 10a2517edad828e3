"""Life events as administrators keep them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse

from items.forms_life_events import LifeEventForm, QuestionForm
from items.life_events import with_parts
from items.models import LifeEvent, LifeEventItem, LifeEventQuestion
from items.queries import search_versions

FEW = 8


def overview(form: LifeEventForm) -> dict[str, Any]:
    """All of them in order, shown or not."""
    counted = LifeEvent.objects.annotate(things=Count("items")).order_by("order", "pk")
    rows = [
        {
            **{"id": event.pk, "name": event.name, "icon": event.icon, "shown": event.published},
            **{"things": event.things, "href": reverse("catalogue:life_event", args=[event.pk])},
        }
        for event in counted
    ]
    return {"events": rows, "form": form}


def editor(event: LifeEvent, query: Mapping[str, str], **forms: Any) -> dict[str, Any]:
    """One with its questions and items; `forms` holds what could not be kept (facts, question, question_id, item).

    `find` in the address looks for items to add, `entry` opens one of them or one that is there.
    """
    event = with_parts(LifeEvent.objects.filter(pk=event.pk)).get()
    questions = list(event.questions.all())
    wrong = forms.get("question_id")
    entry = query.get("entry", "")
    links = [_item(link, opened=str(link.entry_id) == entry) for link in event.items.all()]
    words = query.get("find", "").strip()[:80]
    there = {link["entry_id"] for link in links}
    return {
        **{"event": event, "facts": forms.get("facts") or _facts(event), "find": words, "things": links},
        "preview_href": f"/life-events/{event.key}/",
        "questions": [_question(one, forms["question"] if wrong == one.pk else None) for one in questions],
        "new_question": forms["question"] if "question" in forms and wrong is None else QuestionForm(),
        "answers": [(one.ask, [(option.pk, option.label) for option in one.options.all()]) for one in questions],
        "found": [
            {"entry_id": version.item.entry_id, "name": version.name, "department": version.item.department.name}
            for version in (search_versions(words, limit=FEW) if words else [])
            if version.on_application and version.item.entry_id not in there
        ],
    }


def _facts(event: LifeEvent) -> LifeEventForm:
    names = ("name", "intro", "audience", "key", "icon")
    return LifeEventForm(initial={name: getattr(event, name) for name in names}, auto_id="facts-%s")


def _question(question: LifeEventQuestion, wrong: QuestionForm | None) -> dict[str, Any]:
    labels = "\n".join(option.label for option in question.options.all())
    usual = QuestionForm(initial={"ask": question.ask, "labels": labels}, auto_id=f"question-{question.pk}-%s")
    return {"id": question.pk, "ask": question.ask, "form": wrong or usual, "opened": wrong is not None}


def _item(link: LifeEventItem, *, opened: bool) -> dict[str, Any]:
    options = list(link.options.all())
    return {
        **{"id": link.pk, "entry_id": link.entry_id, "name": link.entry.name, "why": link.why, "opened": opened},
        "chosen": {option.pk for option in options},
        "answers": "、".join(option.label for option in options),
    }
