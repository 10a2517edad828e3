"""SM2 seals inside PDFs: signature data of GB/T 38540 in a signature field, over the file's own bytes around it."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigAppearanceSetup, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from core.adapters import sm2_openssl as sm2
from core.adapters.seal_place import corners_of, place_in, stamp_of
from core.refusal import Refusal
from core.sealing import SealBox

SUBFILTER = "/GBT.38540"
SIGNATURE_BYTES = 65_536
"""Room for signature data in hexadecimal digits; it carries the picture of the seal."""


def sealed_pdf(
    pdf: bytes, *, seal_name: str, reason: str, box: SealBox | None, at: datetime, sign: Callable[[bytes], bytes]
) -> bytes:
    """`pdf` with a seal drawn in `box`, over which `sign` gave signature data: it is called once with the SM3 digest of
    all bytes around the place of the signature. Raises Refusal `not_a_pdf`, `seal_rejected` for data that do not fit,
    and whatever `sign` raises."""
    try:
        place = box or place_in(pdf)
        writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
        name = f"Seal{len(writer.prev.embedded_signatures) + 1}"
        embedding = PdfCMSEmbedder(SigFieldSpec(name, on_page=place.page, box=corners_of(place))).write_cms(
            field_name=name, writer=writer
        )
        next(embedding)
        data = PdfSignedData(pdf_name("/Sig"), timestamp=at, bytes_reserved=SIGNATURE_BYTES)
        data[pdf_name("/SubFilter")] = pdf_name(SUBFILTER)
        data[pdf_name("/Reason")], data[pdf_name("/Name")] = pdf_string(reason), pdf_string(seal_name)
        look = SigAppearanceSetup(style=stamp_of(seal_name), timestamp=at, name=seal_name)
        embedding.send(SigObjSetup(sig_placeholder=data, appearance_setup=look))
        prepared, output = embedding.send(SigIOSetup(md_algorithm="sm3"))
    except (PdfError, PyPdfError, SigningError, ValueError) as error:
        raise Refusal("not_a_pdf", _("This file cannot be sealed: it is not a readable PDF.")) from error
    made = sign(prepared.document_digest)
    if 2 * len(made) > SIGNATURE_BYTES:
        raise Refusal("seal_rejected", _("The data of the seal are too large."))
    embedding.send(made)
    return bytes(output.getvalue())


def found_in(pdf: bytes) -> tuple[bytes, bytes, bool] | None:
    """Of the last seal in a file: its signature data, the SM3 digest of the bytes it stands for, and whether they are
    all bytes of the file. None when there is none of our kind. Raises what the parser raises."""
    fields = [
        _signature(annotation) for page in PdfReader(BytesIO(pdf)).pages for annotation in page.get("/Annots", [])
    ]
    ours = [field for field in fields if field is not None and field.get("/SubFilter") == SUBFILTER]
    if not ours:
        return None
    begin, head, tail, rest = max((_range(field) for field in ours), key=lambda numbers: numbers[2])
    if begin != 0 or not 0 < head < tail or rest < 0 or (pdf[head : head + 1], pdf[tail - 1 : tail]) != (b"<", b">"):
        raise ValueError("a byte range that leaves out more than the signature")
    contents = bytes.fromhex(pdf[head + 1 : tail - 1].decode("ascii"))
    digest = sm2.sm3(pdf[:head] + pdf[tail : tail + rest])
    return _without_padding(contents), digest, tail + rest == len(pdf)


def _range(field: DictionaryObject) -> tuple[int, int, int, int]:
    """Which bytes a signature stands for: from, how many, from, how many."""
    first, second, third, fourth = (int(number) for number in field["/ByteRange"])  # type: ignore[attr-defined]
    return first, second, third, fourth


def _signature(annotation: object) -> DictionaryObject | None:
    field = annotation.get_object()  # type: ignore[attr-defined]
    value = field.get("/V") if field.get("/FT") == "/Sig" else None
    return value.get_object() if value is not None else None


def _without_padding(contents: bytes) -> bytes:
    """A DER value alone; the room left over is filled with zeros."""
    first = contents[1]
    if first < 0x80:
        return contents[: 2 + first]
    count = first & 0x7F
    return contents[: 2 + count + int.from_bytes(contents[2 : 2 + count])]
