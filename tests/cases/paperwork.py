"""Reading the papers of a case back: made by the real service, opened again, without the line breaks of the page."""

from io import BytesIO

from pypdf import PdfReader

from cases.models import Case, Document, DocumentKind
from cases.services.papers import make_document
from core.models import StoredFile
from core.services.files import open_file


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a stored file."""
    with open_file(stored) as content:
        return content.read()


def words_of(pdf: bytes) -> str:
    """All text of a PDF without white space."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def paper(case: Case, kind: DocumentKind) -> Document:
    """The latest paper of this kind, made now unless a worker has."""
    return make_document(case.documents.filter(kind=kind).latest("serial").pk)


def words(case: Case, kind: DocumentKind) -> str:
    """What the paper says."""
    return words_of(content_of(paper(case, kind).file))
