"""What is let in as a workbook: an .xlsx or .csv without anything that acts, links or swells when opened.

Nothing is unpacked before the directory of the archive has been looked at; no part is read whole but small ones.
"""

import re
from collections.abc import Iterator
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from core.refusal import Refusal

MAX_BYTES = 64 * 1024**2
MAX_PARTS = 2_000
MAX_UNPACKED = 1024**3
MAX_SMALL_PART = 16 * 1024**2
"""Parts that are read whole: the list of parts, relations, styles, the list of sheets."""
MAX_RATIO = 250
"""Text tables shrink to a twentieth, rarely to a hundredth; bombs to a thousandth and less."""
RATIO_COUNTS_FROM = 8 * 1024**2

CONTENT_TYPES = "[Content_Types].xml"
PLAIN_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

MACROS = re.compile(
    r"(^|/)(vbaProject|vbaProjectSignature|vbaData)\w*\.\w+$|(^|/)(macrosheets|dialogsheets|customUI)/", re.I
)
LINKS = re.compile(r"(^|/)externalLinks/", re.I)
EMBEDDED = re.compile(r"(^|/)(embeddings|activeX|ctrlProps|webextensions)/|(^|/)oleObject", re.I)
CONNECTIONS = re.compile(r"(^|/)(connections\.xml$|queryTables/|model/|customData/)", re.I)


class Package:
    """An archive that passed the gate; parts are opened as streams."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def stream(self, name: str) -> IO[bytes]:
        """One part as a stream of unpacked bytes, never more than its directory entry declares."""
        return self._archive.open(name)

    def small(self, name: str) -> bytes:
        """One part whole. Refuses workbook_swollen above MAX_SMALL_PART."""
        if self._archive.getinfo(name).file_size > MAX_SMALL_PART:
            raise _swollen()
        return self._archive.read(name)


def open_package(file: IO[bytes]) -> Package:
    """The archive of an .xlsx, looked at before anything of it is used. `file` must be seekable and stay open.

    Refuses, with field "file": workbook_too_large, workbook_locked (protected or of the old format),
    workbook_not_xlsx, workbook_damaged, workbook_swollen, workbook_macros, workbook_links, workbook_embedded,
    workbook_connections.
    """
    _look_at_size(file)
    try:
        archive = ZipFile(file)
        _look_at_parts(archive.infolist())
        package = Package(archive)
        _look_at_types(package)
        _look_at_relations(package)
    except (BadZipFile, ParseError, DefusedXmlException, OSError, ValueError, KeyError, NotImplementedError):
        raise damaged() from None
    return package


def damaged() -> Refusal:
    """The file breaks off or is not what it says."""
    return Refusal(
        "workbook_damaged", _("This workbook cannot be read. Please open and save it once more."), field="file"
    )


def _look_at_size(file: IO[bytes]) -> None:
    file.seek(0)
    head = file.read(4)
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_BYTES:
        sentence = _("This workbook is larger than %(limit)d MB. Please split it.") % {"limit": MAX_BYTES // 1024**2}
        raise Refusal("workbook_too_large", sentence, field="file")
    if head == OLD_OFFICE:
        sentence = _("This workbook is protected by a password or of the old format .xls. Please save it as .xlsx.")
        raise Refusal("workbook_locked", sentence, field="file")
    if head != ZIP:
        raise _not_xlsx()


def _look_at_parts(parts: list[ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _swollen()
    for part in parts:
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise _swollen()
    if len({name.lower() for name in names}) < len(names) or any(part.flag_bits & 1 for part in parts):
        raise damaged()
    for name in names:
        _refuse_acting(name)


def _refuse_acting(name: str) -> None:
    if MACROS.search(name):
        raise _macros()
    if LINKS.search(name):
        raise _links()
    if EMBEDDED.search(name):
        sentence = _("This workbook holds embedded objects or controls. Please save a copy with the cells only.")
        raise Refusal("workbook_embedded", sentence, field="file")
    if CONNECTIONS.search(name):
        sentence = _("This workbook fetches data from elsewhere. Please save a copy with the values only.")
        raise Refusal("workbook_connections", sentence, field="file")


def _look_at_types(package: Package) -> None:
    if CONTENT_TYPES not in package.names:
        raise _not_xlsx()
    kinds = [part.get("ContentType", "") for part in fromstring(package.small(CONTENT_TYPES))]
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise _macros()
    if PLAIN_WORKBOOK not in kinds:
        raise _not_xlsx()


def _look_at_relations(package: Package) -> None:
    """Addresses to click on are harmless; anything else that lies outside the file is not fetched but refused."""
    for relation in _relations(package):
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
            raise _links()


def _relations(package: Package) -> Iterator[dict[str, str]]:
    for name in package.names:
        if name.endswith(".rels"):
            yield from (dict(one.attrib) for one in fromstring(package.small(name)))


def _not_xlsx() -> Refusal:
    sentence = _("This is not a workbook of the format .xlsx. Please save it as .xlsx or .csv.")
    return Refusal("workbook_not_xlsx", sentence, field="file")


def _swollen() -> Refusal:
    sentence = _("This workbook unpacks to far more than it shows and was not opened. Please save the cells only.")
    return Refusal("workbook_swollen", sentence, field="file")


def _macros() -> Refusal:
    sentence = _("This workbook holds macros. Please save it as .xlsx without macros.")
    return Refusal("workbook_macros", sentence, field="file")


def _links() -> Refusal:
    sentence = _("This workbook refers to other files. Please break the links and save the values.")
    return Refusal("workbook_links", sentence, field="file")
