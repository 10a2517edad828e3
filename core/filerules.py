"""What may be inside an uploaded file: which types, which images, which PDFs."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from core.refusal import Refusal

PDF = "application/pdf"
MEDIA_TYPES = {"pdf": PDF, "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
"""Accepted extensions. Archives and office documents are not among them."""

IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG"}
MAX_PIXELS = 64_000_000
MAX_EDGE = 5000
"""Larger pictures are reduced to this many pixels on the longer side: an A4 page at 430 dots per inch."""

MAX_PDF_OBJECTS = 100_000

_ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToR", "/GoToE"})
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AA", "/XFA", "/RichMediaContent"})


def accepted_words() -> str:
    """What people are told before they choose a file."""
    return _("PDF, JPG or PNG, at most %(limit)d MB each") % {"limit": settings.MAX_FILE_BYTES // 1024**2}


def extension_of(name: str) -> str:
    """Extension of a file name in lower case without dot; empty when it has none."""
    return PurePath(name).suffix.lower().removeprefix(".")


def clean_image(data: bytes, image_format: str) -> bytes:
    """The same picture encoded anew: upright, at most MAX_EDGE long, without metadata or anything hidden behind it.

    Refuses file_image_too_large (above MAX_PIXELS nothing is unpacked, so bombs do not go off) and file_damaged.
    """
    try:
        with Image.open(BytesIO(data), formats=[image_format]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refusal(
                    "file_image_too_large", _("This picture has too many pixels. Please scan it smaller."), field="file"
                )
            image.thumbnail((MAX_EDGE, MAX_EDGE))
            upright = ImageOps.exif_transpose(image)
            plain = upright.convert(_mode(upright, image_format))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _damaged() from None
    plain.info.clear()
    out = BytesIO()
    plain.save(out, image_format, quality=90)
    return out.getvalue()


def refuse_active_pdf(data: bytes) -> None:
    """Refuses a PDF that acts when opened: scripts, launching, sending, files inside (file_active_content).

    Encrypted and unreadable ones are refused as file_damaged, for nobody could review them; file_too_complex.
    """
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted or not reader.pages:
            raise _damaged()
        active = _is_active(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise _damaged() from None
    if active:
        raise Refusal(
            "file_active_content",
            _("This PDF contains scripts, attached files or actions. Please print it to a new PDF and add that."),
            field="file",
        )


def _mode(image: Image.Image, image_format: str) -> str:
    if image_format == "PNG" and ("A" in image.getbands() or "transparency" in image.info):
        return "RGBA"
    return "L" if image.mode in ("1", "L") else "RGB"


def _is_active(reader: PdfReader) -> bool:
    """Walks every object that can be reached from the trailer, each once."""
    seen: set[int] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            if len(seen) > MAX_PDF_OBJECTS:
                raise Refusal(
                    "file_too_complex",
                    _("This PDF is too complex to be checked. Please print it to a new PDF and add that."),
                    field="file",
                )
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            if _ACTIVE_KEYS & one.keys() or one.get("/S") in _ACTIVE_ACTIONS or one.get("/Type") == "/EmbeddedFile":
                return True
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
    return False


def _damaged() -> Refusal:
    return Refusal("file_damaged", _("This file cannot be read. It may be damaged or protected."), field="file")
