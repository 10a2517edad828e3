"""A town comes into an empty database from a folder of files, whole or not at all."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from govportal.demo import CITY
from identity.models import Account, Department, Region
from items.models import ItemVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small town: everything of the demonstration city but all catalogues except one."""
    for name in ("regions.yaml", "departments.yaml", "roles.yaml", "phrases.yaml"):
        shutil.copy(CITY.path / name, tmp_path)
    (tmp_path / "items").mkdir()
    shutil.copy(min((CITY.path / "items").glob("*.yaml"), key=lambda path: path.stat().st_size), tmp_path / "items")
    return tmp_path


def test_a_folder_becomes_a_town_without_any_account(folder: Path) -> None:
    said = io.StringIO()
    call_command("load_town", folder, stdout=said)
    assert Region.objects.exists() and Department.objects.filter(posts__isnull=False).exists()
    published = ItemVersion.objects.filter(state="published").count()
    assert f"{published} items published" in said.getvalue()
    assert not Account.objects.exists()
    with pytest.raises(CommandError, match="has a town already"):
        call_command("load_town", folder)


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def broken(folder: Path) -> None:
    (folder / "departments.yaml").write_text("departments: [", encoding="utf-8")


def unknown_region(folder: Path) -> None:
    text = (folder / "departments.yaml").read_text(encoding="utf-8")
    (folder / "departments.yaml").write_text(text.replace('region: "320582"', 'region: "999999"'), encoding="utf-8")


def wrong_code(folder: Path) -> None:
    file = next((folder / "items").glob("*.yaml"))
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r'base_code: "\d+"', 'base_code: "12"', text), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (without("regions.yaml"), "regions.yaml"),
        (without("phrases.yaml"), "phrases.yaml"),
        (broken, "departments.yaml"),
        (unknown_region, "999999"),
        (wrong_code, "基本编码|base code"),
    ],
)
def test_a_wrong_folder_is_named_and_stores_nothing(folder: Path, damage: Callable[[Path], None], said: str) -> None:
    damage(folder)
    with pytest.raises(CommandError, match=said):
        call_command("load_town", folder)
    assert not Region.objects.exists() and not Department.objects.exists() and not ItemVersion.objects.exists()
