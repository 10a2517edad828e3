"""Pages of stored files as pictures, to look at them without a download. Nothing is kept here: what a page shows may be
personal, and drawing it again takes a few hundredths of a second."""

from io import BytesIO
from threading import Lock

import pypdfium2
from django.core.cache import cache
from PIL import Image

from core.filerules import PDF
from core.models import StoredFile
from core.services.files import open_file

WIDTH = 1240
"""An A4 page at 150 dots per inch."""

LONGEST = 3500
_one_at_a_time = Lock()
"""PDFium must not be used by two threads at once."""


def page_count(stored: StoredFile) -> int:
    """How many pages there are to see; one for a picture. Remembered by digest."""
    if stored.media_type != PDF:
        return 1
    return int(cache.get_or_set(f"pages:{stored.digest}", lambda: _count(stored), timeout=None) or 0)


def page_picture(stored: StoredFile, number: int, *, width: int = WIDTH) -> bytes:
    """Page `number`, counting from 1, as JPEG at most `width` pixels wide. Raises LookupError when there is none."""
    if not 1 <= number <= page_count(stored):
        raise LookupError(f"{stored.digest} has no page {number}")
    picture = _drawn(stored, number, width) if stored.media_type == PDF else _opened(stored)
    picture.thumbnail((width, LONGEST))
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def _count(stored: StoredFile) -> int:
    with open_file(stored) as content, _one_at_a_time, pypdfium2.PdfDocument(content.read()) as document:
        return len(document)


def _drawn(stored: StoredFile, number: int, width: int) -> Image.Image:
    with open_file(stored) as content, _one_at_a_time, pypdfium2.PdfDocument(content.read()) as document:
        page = document[number - 1]
        scale = min(width / page.get_width(), LONGEST / page.get_height())
        drawn: Image.Image = page.render(scale=scale).to_pil()
        return drawn


def _opened(stored: StoredFile) -> Image.Image:
    """Pictures may be transparent; paper is white."""
    with open_file(stored) as content, Image.open(BytesIO(content.read())) as image:
        drawn = image.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    return paper
