"""House rules of all templates: no inline code, Chinese only through translation, each says what it wants."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html"))
PAPERS = {"papers"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


PAGES = [pytest.param(path, id=name_of(path)) for path in TEMPLATES if path.parent.name not in PAPERS]


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_inline_style_or_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)=", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", PAGES)
def test_words_of_pages_come_through_translation(path: Path) -> None:
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.S)
    assert not re.search(r"[一-鿿]", text)


@pytest.mark.parametrize("path", [param for param in PAGES if "components/" in str(param.id)])
def test_components_say_what_they_want(path: Path) -> None:
    assert "{% comment %}" in path.read_text(encoding="utf-8")
