"""Taking files in: nothing is stored before it has been looked at, and equal contents are stored once."""

import hashlib
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import BinaryIO

import filetype
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core import clock
from core.filerules import IMAGES, MEDIA_TYPES, PDF, clean_image, extension_of, refuse_active_pdf
from core.models import StoredFile, UploadPart
from core.refusal import Refusal


def store_file(
    content: "bytes | BinaryIO | File[bytes]", *, name: str, allowed: Collection[str] = tuple(MEDIA_TYPES)
) -> StoredFile:
    """Keep `content`, which the uploader calls `name`, once by its SHA-256; returns the row of an equal content if any.

    `allowed` are extensions without dot; the content must be what the extension says. Images are re-encoded without
    their metadata, so the stored bytes may differ from those given. settings.FILE_SCANNER may name a function of
    (content, media type) that raises Refusal. Refuses, with field "file": file_empty, file_too_large, file_type,
    file_disguised, file_damaged, file_active_content, file_too_complex, file_image_too_large.
    """
    data = _limited(content)
    extension = extension_of(name)
    if extension not in allowed or extension not in MEDIA_TYPES:
        accepted = ", ".join(sorted(set(allowed) & set(MEDIA_TYPES)))
        raise Refusal(
            "file_type",
            _("Files of this type are not accepted here. Accepted: %(types)s.") % {"types": accepted},
            field="file",
        )
    media_type = MEDIA_TYPES[extension]
    if filetype.guess_mime(data) != media_type:
        raise Refusal(
            "file_disguised",
            _("The content of this file is not what its name says. Please save it anew."),
            field="file",
        )
    if media_type == PDF:
        refuse_active_pdf(data)
    if media_type in IMAGES:
        data = clean_image(data, IMAGES[media_type])
    if settings.FILE_SCANNER:
        import_string(settings.FILE_SCANNER)(data, media_type)
    return _keep(data, media_type)


def store_checked(content: bytes, *, media_type: str) -> StoredFile:
    """Keep content of a kind that `store_file` does not accept and that the caller's own gate has looked at.

    settings.FILE_SCANNER has its say all the same.
    """
    if settings.FILE_SCANNER:
        import_string(settings.FILE_SCANNER)(content, media_type)
    return _keep(content, media_type)


def open_file(stored: StoredFile) -> File:
    """The content, open for reading. Callers have asked who may see it."""
    return default_storage.open(stored.path, "rb")


def forget_file(stored: StoredFile) -> None:
    """Delete a content nothing points at any more, and its row. Raises ProtectedError while a row still does."""
    path = stored.path
    with transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).delete()
        transaction.on_commit(lambda: default_storage.delete(path))


def wrong_contents() -> Iterator[str]:
    """Digests of rows whose content is missing or no longer what was stored. Reads everything."""
    for stored in StoredFile.objects.order_by("pk").iterator():
        try:
            with open_file(stored) as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
        except FileNotFoundError:
            digest = ""
        if digest != stored.digest:
            yield stored.digest


def stray_contents(folder: str = "") -> Iterator[str]:
    """Names of contents that no row knows, for example of uploads whose transaction was rolled back."""
    folders, names = default_storage.listdir(folder)
    known = set(StoredFile.objects.filter(digest__in=names).values_list("digest", flat=True)) if names else set()
    unknown = {f"{folder}/{name}" for name in set(names) - known}
    if unknown:
        unknown -= set(UploadPart.objects.filter(path__in=unknown).values_list("path", flat=True))
    yield from sorted(unknown)
    for inner in sorted(folders):
        yield from stray_contents(f"{folder}/{inner}".lstrip("/"))


def sweep_stray_contents() -> int:
    """Delete contents that no row knows; returns how many. Only while nobody stores files: theirs would look stray."""
    found = list(stray_contents()) if default_storage.exists("") else []
    for name in found:
        default_storage.delete(name)
    return len(found)


def _limited(content: "bytes | BinaryIO | File[bytes]") -> bytes:
    source = BytesIO(content) if isinstance(content, bytes) else content
    data = source.read(settings.MAX_FILE_BYTES + 1)
    if not data:
        raise Refusal("file_empty", _("This file is empty."), field="file")
    if len(data) > settings.MAX_FILE_BYTES:
        sentence = _("This file is larger than %(limit)d MB.") % {"limit": settings.MAX_FILE_BYTES // 1024**2}
        raise Refusal("file_too_large", sentence, field="file")
    return data


def _keep(data: bytes, media_type: str) -> StoredFile:
    """The content goes first: a row without content would be a lie, content without a row is swept up."""
    digest = hashlib.sha256(data).hexdigest()
    fresh = StoredFile(digest=digest, size=len(data), media_type=media_type, created_at=clock.now())
    if not default_storage.exists(fresh.path):
        saved_as = default_storage.save(fresh.path, ContentFile(data))
        if saved_as != fresh.path:  # somebody stored the same content at the same moment
            default_storage.delete(saved_as)
    fresh.pk = _insert(fresh)
    return fresh if fresh.pk else StoredFile.objects.get(digest=digest)


def _insert(fresh: StoredFile) -> int | None:
    """The key of the new row; none when an equal content has one. One statement, and no savepoint to fall back to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_storedfile (digest, size, media_type, created_at) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (digest) DO NOTHING RETURNING id",
            [fresh.digest, fresh.size, fresh.media_type, fresh.created_at],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None
