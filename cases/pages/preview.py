"""The form of a draft of an item, filled in by somebody who only looks: what is supposed, and what its pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Channel
from cases.pages.formlogic import asked_facts
from cases.pages.wizard import STEPS
from cases.queries.filling import Filling, filling
from identity.models import PartyKind
from items.models import ItemDraft
from items.prefill import Known, Trust, sources
from items.queries import AUDIENCES
from items.rules.forms import Form, Row
from items.rules.shapes import Shape, normal

SAMPLED = frozenset({"text", "textarea", "address"})
"""Types of rows for which a made-up value can stand in the place of one that is held."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """A fact besides the answers, and the values among which whoever looks chooses: each value and its words."""

    fact: str
    label: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Trial:
    """The form of a draft as it is tried out: everything that decides about it, and what was supposed."""

    filling: Filling
    suppositions: Sequence[Supposition]
    facts: Mapping[str, str]


def trial_of(draft: ItemDraft, chosen: Mapping[str, str], answers: Mapping[str, Any], channel: Channel) -> Trial:
    """The form as the draft words it. `chosen` are facts by name; what is not among their options is the first one.

    Raises CyclicForm and FormulaError for a form the checks find errors in.
    """
    shape = normal(draft.content)
    form = Form.of(Row.of(row) for row in shape["form"])
    offered = _suppositions(shape)
    facts = {one.fact: _one_of(one, chosen.get(one.fact, "")) for one in offered} | {"channel": channel.value}
    asked = asked_facts(form)
    return Trial(filling(form, facts, _samples(form), answers), [one for one in offered if one.fact in asked], facts)


def supposed(trial: Trial) -> list[dict[str, Any]]:
    """The choices above a tried form: each name, label, options (value, words, chosen)."""
    return [
        {
            "name": f"fact-{one.fact}",
            "label": one.label,
            "options": [(value, words, value == trial.facts[one.fact]) for value, words in one.options],
        }
        for one in trial.suppositions
    ]


def citizen_frame(draft: ItemDraft) -> dict[str, Any]:
    """What the wizard shows around its page of questions, without ways to other pages."""
    kinds = ("done", "now", "next", "next")
    steps = [{"kind": kind, "title": title} for kind, (_key, title) in zip(kinds, STEPS, strict=True)]
    handling = next(iter(draft.content["handling"]), "")
    return {
        "caption": f"{draft.content['name']} · {handling}" if handling else draft.content["name"],
        **{"steps": steps, "step_number": 2, "step_total": len(STEPS), "next_title": STEPS[2][1]},
        "help_phone": draft.item.department.phone,
    }


def _suppositions(shape: Shape) -> list[Supposition]:
    persons_first = not shape["audience"] or set(shape["audience"]) & set(AUDIENCES["person"])
    kinds = [(kind.value, str(kind.label)) for kind in (PartyKind.PERSON, PartyKind.ENTERPRISE)]
    return [
        Supposition("applicant.kind", _("Applicant"), kinds if persons_first else kinds[::-1]),
        Supposition("handling", _("Applied for"), [(name, name) for name in shape["handling"]]),
        *(
            Supposition(f"situation.{order}", row["ask"], [(one["label"], one["label"]) for one in row["options"]])
            for order, row in enumerate(shape["situations"], start=1)
        ),
    ]


def _one_of(one: Supposition, value: str) -> str:
    known = [option for option, _words in one.options]
    return value if value in known else next(iter(known), "")


def _samples(form: Form) -> dict[str, Known]:
    """Made-up values where something that is held would be filled in, so that one sees where and whether it is
    locked."""
    labels = {source.name: source for source in sources()}
    found: dict[str, Known] = {}
    for row in form.questions:
        if row.prefill and row.type in SAMPLED:
            source = labels.get(row.prefill)
            label = str(source.label) if source else row.label
            verified = source is None or source.trust is Trust.AUTHORITY
            found[row.prefill] = Known(_("(example) %(name)s") % {"name": row.label}, label, verified)
    return found
