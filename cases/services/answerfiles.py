"""Files and signatures as answers: stored like every upload, named in the answers by their rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from cases.models import Case
from core.services.files import store_file
from items.frozen import form_of
from items.rules.answers import MAX_NAME


def store_answer_files(files: Sequence[UploadedFile]) -> list[dict[str, Any]]:
    """Keep new files; each as an answer names it. Refuses what `store_file` refuses."""
    return [
        {"file": store_file(upload, name=upload.name or "").pk, "name": (upload.name or "")[-MAX_NAME:]}
        for upload in files
    ]


def with_files(
    case: Case, answers: Mapping[str, Any], stored: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """Answers with new files added to those that stay: a signature is one file, the newest."""
    merged = dict(answers)
    for row in form_of(case.version_id).questions:
        new = stored.get(row.key)
        if new and row.type == "signature":
            merged[row.key] = new[-1]
        elif new:
            stays = answers.get(row.key, case.answers.get(row.key)) or []
            merged[row.key] = [*stays, *new]
    return merged
