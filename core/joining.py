"""Several pages made one PDF: photographs and PDFs in a given order, each page turned as asked.

Pictures are put in as they are (JPEG) or without their transparency (PNG), on pages no larger than A4; nothing is
reduced. Equal pages give equal bytes.
"""

from collections.abc import Iterable
from io import BytesIO

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from core.filerules import PDF
from core.models import StoredFile
from core.services.files import open_file

A4 = (595.28, 841.89)
"""Width and height in points."""
COLOURS = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}
QUARTER_TURNS = (0, 90, 180, 270)


def joined_pdf(pages: Iterable[tuple[StoredFile, int]]) -> bytes:
    """One PDF of these contents in their order, each turned clockwise by its degrees (one of QUARTER_TURNS).

    The contents passed the gates of `store_file`.
    """
    writer = PdfWriter()
    for stored, turn in pages:
        with open_file(stored) as content:
            data = content.read()
        found = PdfReader(BytesIO(data)).pages if stored.media_type == PDF else [_page(data)]
        for page in found:
            writer.add_page(page).rotate(turn)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(picture: bytes) -> PageObject:
    """A page that shows one picture, edge to edge."""
    width, height, mode, jpeg = _as_jpeg(picture)
    scale = min(A4[0] / width, A4[1] / height) if height >= width else min(A4[1] / width, A4[0] / height)
    wide, high = round(width * scale, 2), round(height * scale, 2)
    image = StreamObject()
    image.set_data(jpeg)
    names = {"/Type": "/XObject", "/Subtype": "/Image", "/Filter": "/DCTDecode", "/ColorSpace": COLOURS[mode]}
    image.update({NameObject(key): NameObject(value) for key, value in names.items()})
    sizes = {"/Width": width, "/Height": height, "/BitsPerComponent": 8}
    image.update({NameObject(key): NumberObject(value) for key, value in sizes.items()})
    shown = StreamObject()
    shown.set_data(f"q {wide} 0 0 {high} 0 0 cm /P Do Q".encode())
    holder = PdfWriter()
    page = holder.add_blank_page(wide, high)
    pictures = DictionaryObject({NameObject("/P"): holder._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    page[NameObject("/Contents")] = holder._add_object(shown)
    return page


def _as_jpeg(picture: bytes) -> tuple[int, int, str, bytes]:
    """Width, height, mode and bytes of a picture as JPEG; one that is a JPEG stays what it is."""
    with Image.open(BytesIO(picture)) as image:
        if image.format == "JPEG" and image.mode in COLOURS:
            return image.width, image.height, image.mode, picture
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
    out = BytesIO()
    paper.convert("RGB").save(out, "JPEG", quality=90)
    return paper.width, paper.height, "RGB", out.getvalue()
