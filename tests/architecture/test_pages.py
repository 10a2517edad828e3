"""Templates and words stay in order."""

import os
import re
import subprocess
import sys
from pathlib import Path

import django
import polib
import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
NAMED = re.compile(r"""["']([\w/-]+\.(?:html|css|txt))["']""")
BY_NAME = ("papers/", "errors/", "components/inputs/")
PO = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"


def all_templates() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", all_templates())
def test_every_template_compiles(name: str) -> None:
    assert get_template(name)


def test_every_template_is_used() -> None:
    folders = [
        path for path in ROOT.iterdir() if path.is_dir() and path.name not in {".venv", "node_modules", "var", "tests"}
    ]
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py")]
    texts += [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")]
    used = {name for text in texts for name in NAMED.findall(text)}
    unused = [name for name in all_templates() if name not in used and not name.startswith(BY_NAME)]
    assert unused == []


def test_every_stylesheet_is_in_a_bundle() -> None:
    """A file nobody named in scripts/build_assets.mjs reaches no page."""
    build = (ROOT / "scripts/build_assets.mjs").read_text(encoding="utf-8")
    ours = list((ROOT / "static/css").rglob("*.css"))
    assert ours and [path.name for path in ours if f'"{path.stem}"' not in build] == []


def test_no_template_carries_inline_style_or_script() -> None:
    pattern = re.compile(r"\sstyle=\"|\son(click|change|submit|load)=|<script(?![^>]*\bsrc=)(?![^>]*json)")
    plain = {name: re.sub(r"{[%#].*?[%#]}", "", (TEMPLATES / name).read_text(), flags=re.S) for name in all_templates()}
    wrong = [name for name, text in plain.items() if not name.startswith("papers/") and pattern.search(text)]
    assert wrong == []


def test_every_word_of_the_pages_is_translated(tmp_path: Path) -> None:
    """Extracts all words again and compares: nothing may be missing in Chinese, nothing stale."""
    wanted = {entry.msgid for entry in extracted(tmp_path)}
    have = {entry.msgid: entry for entry in polib.pofile(str(PO)) if not entry.obsolete}
    missing = sorted(word for word in wanted if word not in have or not (have[word].msgstr or have[word].msgstr_plural))
    assert missing == []
    assert sorted(have.keys() - wanted - words_of_django()) == []


def test_placeholders_survive_translation() -> None:
    pattern = re.compile(r"%\(\w+\)[sd]")
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(PO))
        if entry.msgstr and not set(pattern.findall(entry.msgstr)) <= set(pattern.findall(entry.msgid))
    ]
    assert wrong == []


def words_of_django() -> set[str]:
    """Sentences of Django itself, some of which we say in our own words."""
    catalogues = Path(django.__file__).parent.rglob("locale/zh_Hans/LC_MESSAGES/django.po")
    return {entry.msgid for path in catalogues for entry in polib.pofile(str(path))}


def extracted(folder: Path) -> list[polib.POEntry]:
    """All marked words of code and templates, by Django's own extraction in a copy of the tree."""
    kept = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "*.html", "*.txt"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in kept:
        if not name.startswith("tests/") and (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder / "locale").mkdir(exist_ok=True)
    admin = str(Path(sys.executable).parent / "django-admin")
    command = [admin, "makemessages", "-l", "zh_Hans", "--no-wrap", "-v", "0"]
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    return [entry for path in folder.rglob("django.po") for entry in polib.pofile(str(path))]
