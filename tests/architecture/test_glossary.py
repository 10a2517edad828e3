"""One Chinese term, one English word: `docs/glossary.md` names every table; nothing goes by a second word."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.test_floors import FLOOR, sources

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| 中文")
]
CODE = re.compile(r"`([^`]+)`")
SECOND_WORDS = {
    "license": "licence",
    "workday": "working_day",
    "affair": "item",
    "dossier": "case",
    "approver": "reviewer",
    "attachment_file": "material_file",
    "organization": "department",
    "mobile_number": "phone",
    "id_card_number": "id_number",
}
"""Words that mean a thing the glossary already has a word for."""


def words() -> set[str]:
    """Every English word the glossary fixes."""
    found = [name for _term, code, *_note in ROWS for name in CODE.findall(code)]
    return {part.strip() for name in found for part in re.split(r"[ ,/=]+", name)}


def identifiers(path: Path) -> set[str]:
    """Names a file defines: classes, functions, parameters, variables and attributes."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def test_every_table_has_its_row() -> None:
    tables = {model.__name__ for model in apps.get_models() if model._meta.app_label in FLOOR}
    assert sorted(tables - words()) == []


def test_a_term_stands_once() -> None:
    terms = [term for row in ROWS for term in re.split(r" / ", row[0])]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


@pytest.mark.parametrize("word", sorted(SECOND_WORDS))
def test_nothing_goes_by_a_second_name(word: str) -> None:
    used = {f"{path.name}: {name}" for path in sources() for name in identifiers(path) if word in name.lower()}
    assert sorted(used) == []
