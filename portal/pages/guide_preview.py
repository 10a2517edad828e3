"""The guide of an item that is still a draft, for those who keep the catalogue."""

import re

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from items.models import ItemDraft
from items.previews import Preview, written
from items.situations import questions_of
from portal.pages.guide import asked_options, guide

KEYS = re.compile(r"[1-9]\d{0,15}(,[1-9]\d{0,15}){0,199}")


def show_draft_guide(request: HttpRequest, draft: ItemDraft) -> HttpResponse:
    """The guide as the draft would make it.

    Every time it is drawn its options have other keys, so the page carries theirs along (`was`): what was chosen on it
    is found again by place. After a question or an option has come or gone, the answers may fall on its neighbours.
    """
    with written(draft) as version:
        options = [option.id for question in questions_of(version.pk) for option in question.options]
        context = guide(version, _same_places(request.GET, options))
        carried = [("as", PREVIEW.name), ("was", ",".join(map(str, options)))]
        return render(request, "portal/guide.html", {**context, "guide_href": request.path, "carried": carried})


def _same_places(query: QueryDict, options: list[int]) -> set[int]:
    was = query.get("was", "")
    before = [int(key) for key in was.split(",")] if KEYS.fullmatch(was) else []
    chosen = asked_options(query)
    return {new for old, new in zip(before, options, strict=False) if old in chosen}


PREVIEW = Preview("guide", _("Guide, as everybody reads it"), "book", show_draft_guide)
"""How those who keep the catalogue see what everybody will read."""
