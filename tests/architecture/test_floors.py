"""The house keeps its floors: imports and foreign keys point down, files stay small."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent.parent
FLOOR = {
    **{"core": 1, "identity": 2, "items": 3, "spaces": 4, "payments": 4, "deliveries": 4, "cases": 5, "linkage": 6},
    **{"supervision": 7, "notices": 7, "portal": 8, "hall_devices": 8, "govportal": 9},
}
LINES_MAX, FUNCTION_MAX = 400, 60
VIEWFLOW_MAY = re.compile(r"^(linkage/(flows|nodes|engine|models)\.py|\w+/states\.py)$")


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders or FLOOR:
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_point_down() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    found = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


def test_foreign_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        here = FLOOR.get(model._meta.app_label)
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if here is None or not field.concrete or target is None or isinstance(target, str):
                continue
            there = FLOOR.get(target._meta.app_label)
            if there is not None and (
                there > here or (there == here and target._meta.app_label != model._meta.app_label)
            ):
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert wrong == []


@pytest.mark.parametrize("folder", [*FLOOR, "tests", "bench"])
def test_no_file_is_longer_than_four_hundred_lines(folder: str) -> None:
    long = {str(path): n for path in sources(folder) if (n := len(path.read_text().splitlines())) > LINES_MAX}
    assert long == {}


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                long += [f"{path.name}:{node.name} {length}"] if length > FUNCTION_MAX else []
    assert long == []


def test_rules_and_events_know_nothing_of_django() -> None:
    both = {"rules", "events"}
    named = [path for path in sources() if path.stem in both or path.parent.name in both]
    pure = [path for path in named if path.parent.name != "models"]
    wrong = [
        f"{path}: {name}" for path in pure for name in imports(path) if name.split(".")[0] in {"django", "viewflow"}
    ]
    assert pure and wrong == []


def test_only_the_engine_and_states_import_viewflow() -> None:
    users = {
        str(path.relative_to(ROOT)) for path in sources() for name in imports(path) if name.split(".")[0] == "viewflow"
    }
    assert users and {user for user in users if not VIEWFLOW_MAY.match(user)} == set()


def test_every_module_and_public_function_says_what_it_is_for() -> None:
    silent = []
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(str(path))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                silent += [f"{path}:{node.name}"] if not ast.get_docstring(node) else []
    assert silent == []


def test_time_is_read_from_the_clock_only() -> None:
    pattern = re.compile(r"\b(datetime\.now|timezone\.now|date\.today|datetime\.utcnow)\(")
    wrong = [str(path) for path in sources() if path.name != "clock.py" and pattern.search(path.read_text())]
    assert wrong == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
