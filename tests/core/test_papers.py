"""Official papers: the same input gives the same bytes, and nothing is fetched from elsewhere."""

import hashlib
import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from core.papers import ForbiddenAddress, render_pdf
from core.templatetags.papers import paper_date, qr_code

PAPER = "papers/base.html"
CONTEXT = {"title": "受理通知书", "verify_url": "https://hall.example/verify/Zk3n0aQ"}
PROGRAM = f"""
import django, hashlib
django.setup()
from core.papers import render_pdf
print(hashlib.sha256(render_pdf({PAPER!r}, {CONTEXT!r})).hexdigest())
"""


@pytest.fixture
def paper(settings, tmp_path):
    """Makes a paper from the text of its body block."""

    def make(body):
        (tmp_path / "paper.html").write_text(
            f'{{% extends "{PAPER}" %}}{{% load static papers %}}{{% block body %}}{body}{{% endblock %}}'
        )
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
        return render_pdf("paper.html", CONTEXT)

    return make


def pages(pdf):
    return PdfReader(BytesIO(pdf)).pages


def test_the_same_input_gives_the_same_bytes_here_and_in_another_process():
    other = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=120)
    digest = hashlib.sha256(render_pdf(PAPER, CONTEXT)).hexdigest()
    assert other.stdout.strip() == digest


def test_other_input_gives_other_bytes():
    assert render_pdf(PAPER, CONTEXT) != render_pdf(PAPER, {**CONTEXT, "title": "补正通知书"})


def test_a_paper_is_a4_and_its_text_can_be_read_out():
    (page,) = pages(render_pdf(PAPER, CONTEXT))
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    text = page.extract_text()
    assert "受理通知书" in text
    assert "扫码核验真伪" in text


def test_values_are_escaped(paper):
    assert "<b>" in pages(render_pdf(PAPER, {"title": "<b>"}))[0].extract_text()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.com/x.png">',
        '<img src="file:///etc/hostname">',
        '<img src="/static/../../../etc/hostname">',
        '<img src="//example.com/static/img/x.png">',
        '<p style="background: url(http://127.0.0.1:1/x)">x</p>',
        '<link rel="stylesheet" href="https://example.com/x.css">',
    ],
)
def test_a_paper_that_loads_something_from_elsewhere_is_not_made(paper, body):
    with pytest.raises(ForbiddenAddress):
        paper(body)


def test_inline_pictures_are_drawn(paper):
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    assert len(pages(paper(f'<img src="data:image/png;base64,{pixel}">'))[0].images) == 1


def test_the_seal_area_never_splits(paper):
    for lines in range(18, 40, 3):
        made = paper("<p>正文</p>" * lines)
        reader = PdfReader(BytesIO(made))
        page = reader.get_destination_page_number(reader.named_destinations["seal"])
        assert page == len(reader.pages) - 1
        assert "扫码核验真伪" in reader.pages[page].extract_text()
        assert float(reader.named_destinations["seal"].top) > 119


def test_dates_of_papers_are_written_in_full():
    assert paper_date(date(2026, 11, 21)) == "2026年11月21日"
    assert paper_date(datetime(2026, 11, 21, 16, 0, tzinfo=UTC)) == "2026年11月22日"
    assert paper_date(None) == ""


def test_a_qr_code_is_an_inline_drawing():
    drawn = qr_code("https://hall.example/verify/<x>")
    assert drawn.startswith("<svg")
    assert "<x>" not in drawn


def fonts_of(pdf):
    (page,) = pages(pdf)
    return {font.get_object()["/BaseFont"].split("+")[-1] for font in page["/Resources"]["/Font"].values()}


def test_a_paper_embeds_our_two_typefaces_and_no_other():
    assert fonts_of(render_pdf(PAPER, CONTEXT)) == {"Paper-Song", "Paper-Song-Bold"}


def test_a_rare_character_of_a_name_is_drawn_from_the_full_font(paper):
    made = paper("<p>陈堃、王𬭎</p>")
    assert "Noto-Serif-CJK-SC" in fonts_of(made)
    text = pages(made)[0].extract_text()
    assert "陈堃" in text
    assert "王𬭎" in text


def test_fonts_are_renewed_without_changing_a_paper(monkeypatch):
    before = render_pdf(PAPER, CONTEXT)
    monkeypatch.setattr("core.papers.RENEW_FONTS_AFTER", 0)
    assert render_pdf(PAPER, CONTEXT) == before


def test_a_paper_stays_slim():
    assert len(render_pdf(PAPER, CONTEXT)) < 90_000
