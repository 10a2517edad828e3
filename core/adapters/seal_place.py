"""Where and how a seal is drawn on a PDF, whoever signs it."""

from io import BytesIO

from pyhanko.pdf_utils.images import PdfImage
from pyhanko.stamp import StaticStampStyle
from pypdf import PdfReader

from core.adapters.seal_picture import seal_picture
from core.sealing import SealBox

CAPTION = "试用电子印章"
"""Printed on every trial seal, so that none can be mistaken for an authority's real one."""

POINTS_PER_MM = 72 / 25.4
DIAMETER = 42 * POINTS_PER_MM
MARGIN = 25 * POINTS_PER_MM
ANCHOR = "seal"


def place_in(pdf: bytes) -> SealBox:
    """Around the middle of the anchor that the paper left for its seal, else the last page's lower right corner."""
    reader = PdfReader(BytesIO(pdf))
    anchor = reader.named_destinations.get(ANCHOR)
    if anchor is not None and anchor.left is not None and anchor.top is not None:
        page = reader.get_destination_page_number(anchor)
        left, top = float(anchor.left), float(anchor.top)
        if page is not None:
            return SealBox(page, left, top - DIAMETER, left + DIAMETER, top)
    right = float(reader.pages[-1].mediabox.right) - MARGIN
    return SealBox(len(reader.pages) - 1, right - DIAMETER, MARGIN, right, MARGIN + DIAMETER)


def corners_of(box: SealBox) -> tuple[int, int, int, int]:
    """Whole points, as signature fields take them."""
    return round(box.left), round(box.bottom), round(box.right), round(box.top)


def stamp_of(seal_name: str) -> StaticStampStyle:
    """The picture of the seal as the appearance of its field."""
    picture = PdfImage(seal_picture(seal_name, CAPTION))
    return StaticStampStyle(border_width=0, background=picture, background_opacity=1.0)
