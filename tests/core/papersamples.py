"""Small real PDFs and pictures for tests."""

from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


def pdf(change=None):
    """One empty A4 page; `change` may add something to the writer."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if change:
        change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(image_format="JPEG", size=(40, 20), mode="RGB", **extra):
    """A plain picture."""
    out = BytesIO()
    Image.new(mode, size, "red").save(out, image_format, **extra)
    return out.getvalue()


def action(kind, **entries):
    """A PDF action dictionary."""
    names = {NameObject(f"/{key}"): TextStringObject(value) for key, value in entries.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **names})
