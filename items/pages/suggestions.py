"""What the editor proposes where something is typed that must be spelled as it is elsewhere."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from identity.models import Department, Hall, Post
from items import prefill
from items.models import Theme
from items.rules.forms import STRUCTURE
from items.rules.shapes import Shape
from items.surroundings import facts_of, licence_names

Proposal = tuple[str, str]
"""What is put in, and words beside it (may be empty)."""


def fact_labels(shape: Shape) -> dict[str, str]:
    """The facts that conditions of this item may ask for, by name, in words."""
    known = {"applicant.kind": _("Applicant"), "handling": _("Applied for"), "channel": _("Channel")}
    known |= {"pledge": _("On pledge")}
    known |= {f"answer.{row['key']}": row["label"] for row in shape["form"] if row["type"] not in STRUCTURE}
    known |= {f"situation.{order}": row["ask"] for order, row in enumerate(shape["situations"], start=1)}
    return {name: known.get(name) or name for name in facts_of(shape)}


def proposals(shape: Shape, department: Department) -> dict[str, list[Proposal]]:
    """By the key of an element or column, what may stand there."""
    questions, rows = shape["situations"], shape["form"]
    bodies = {seat["department"] for route in shape["routes"] for stage in route["stages"] for seat in stage["seats"]}
    posts = Post.objects.filter(department__key__in={department.key, *bodies}).order_by("pk")
    groups = [(row["key"], row["label"]) for row in rows if row["type"] == "group"]
    return {
        "post_name": _plain(posts.values_list("name", flat=True)),
        "target": [*_plain(row["name"] for row in shape["materials"]), *groups],
        "depends_on": [(row["key"], row["ask"]) for row in questions],
        "jump_to": [(row["key"], row["ask"]) for row in questions],
        "depends_option": _plain(option["label"] for row in questions for option in row["options"]),
        "hall": _plain(Hall.objects.order_by("pk").values_list("name", flat=True)),
        "licence": _plain(sorted(licence_names())),
        "prefill": [(source.name, str(source.label)) for source in prefill.sources()],
    }


def theme_words() -> str:
    """The themes there are, for the hint under those of an item."""
    names = dict.fromkeys(Theme.objects.order_by("audience", "order").values_list("name", flat=True))
    return _("Themes there are: %(names)s") % {"names": "、".join(names)} if names else ""


def _plain(words: Iterable[Any]) -> list[Proposal]:
    return [(str(word), "") for word in dict.fromkeys(words) if word]
