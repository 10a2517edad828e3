"""Answers that come over the API: the same logic as on the pages, everything wrong told at once."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from cases.models import Channel
from cases.queries.filling import filling
from cases.services.answerfiles import store_answer_files
from cases.services.answers import refusal_of
from core.refusal import Refusal
from identity.models import Party
from identity.queries import places
from items.formwords import FAULTS
from items.frozen import form_of
from items.models import ItemVersion
from items.rules.forms import EMPTY, Row


def filed_answers(
    version: ItemVersion, party: Party, given: Mapping[str, Any], *, situation: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers of an application filed in one call, `situation` being the facts of its situation.

    A question for files takes a list of ``{"name", "content"}`` with the content in base64, one for a signature one of
    them or ``{"typed"}``; a region takes its code.

    Refuses `unknown_answers` for keys the form does not have, `incomplete` with everything missing or wrong by its
    path, and what `store_file` refuses.
    """
    form = form_of(version.pk)
    rows = {row.key: row for row in form.questions}
    if unknown := sorted(given.keys() - rows.keys()):
        faults = {f"answers.{key}": _("The form asks no such question.") for key in unknown}
        sentence = _("The form does not ask for: %(keys)s.") % {"keys": ", ".join(unknown)}
        raise Refusal("unknown_answers", sentence, field=f"answers.{unknown[0]}", faults=faults)
    facts = {"handling": "", "channel": str(Channel.OTHER), "applicant.kind": str(party.kind), **situation}
    found = filling(form, facts, {}, {})
    answers = {key: _taken(rows[key], answer) for key, answer in given.items() if answer not in EMPTY}
    evaluated = found.evaluate(answers)
    if wrong := found.faults(evaluated):
        raise refusal_of(found, wrong)
    return dict(evaluated.answers)


def _taken(row: Row, answer: Any) -> Any:
    if row.type == "file":
        return [_stored(row, one) for one in answer] if isinstance(answer, list) else None
    if row.type == "signature":
        return answer if isinstance(answer, Mapping) and set(answer) == {"typed"} else _stored(row, answer)
    return _named(row, answer) if row.type == "region" else answer


def _stored(row: Row, sent: Any) -> dict[str, Any]:
    """Never a file somebody else handed in: only contents are taken, no ids."""
    try:
        content = base64.b64decode(sent["content"], validate=True)
        name = str(sent["name"])
    except (TypeError, KeyError, ValueError, binascii.Error):
        sentence = str(FAULTS["file"])
        path = f"answers.{row.key}"
        raise Refusal("incomplete", sentence, field=path, faults={path: sentence}) from None
    (stored,) = store_answer_files([SimpleUploadedFile(name, content)])
    return stored


def _named(row: Row, answer: Any) -> Any:
    """The place of that code with the name it has here; what is unknown fits no region."""
    code = answer.get("code") if isinstance(answer, Mapping) else answer
    found = places(root=row.limits.get("root", ""), level=row.limits.get("level", ""))
    return next(({"code": place.code, "name": place.path} for place in found if place.code == code and place.ends), "?")
