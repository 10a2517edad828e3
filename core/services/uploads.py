"""Files that come in parts, so that a poor line loses one part and not the whole: begin, parts, taken, forgotten.

The manner is that of the tus protocol 1.0: a part says where it begins, and what begins elsewhere is answered with
where to go on. Rows and contents outlive restarts; the gates of `store_file` stand where the form takes the file.
"""

import hashlib
import re
from contextlib import ExitStack
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from core import clock
from core.encryption import blind_index
from core.events import Doer
from core.locks import busy_is_refused, hold
from core.models import Upload, UploadPart
from core.refusal import Refusal

PART_BYTES = 1024 * 1024
"""How much a page sends at once; up to four times as much is taken."""
MOST_PART_BYTES = 4 * PART_BYTES
FORGOTTEN_AFTER = timedelta(days=1)
NAME_MOST = 255
SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def begin_upload(*, name: str, size: int, digest: str = "", place: str = "", changed: str = "", by: Doer) -> Upload:
    """Announce a file; the same file announced again at the same `place` goes on where it stopped.

    `digest` is its SHA-256 in hex, if the sender knows it; else `changed` is anything that differs when the file does.
    Refuses, with field "file": file_empty, file_too_large, file_digest for what is no SHA-256, too_many_uploads and
    too_much_uploading for what the account has on its way already.
    """
    assert by.account_id is not None
    _must_be_takeable(size, digest)
    about = f"{place}\n{name}\n{size}\n{digest or changed}"
    with busy_is_refused(), transaction.atomic():
        hold(f"uploads:{by.account_id}")
        mark = blind_index(about, "upload.mark")
        found = Upload.objects.filter(account_id=by.account_id, mark=mark).first()
        if found is not None:
            return found
        _must_have_room(by.account_id, size)
        facts = {"account_id": by.account_id, "name": name[-NAME_MOST:], "mark": mark, "size": size, "digest": digest}
        return Upload.objects.create(**facts, begun_at=clock.now(), touched_at=clock.now())


def take_part(upload: Upload, content: bytes, *, start: int) -> Upload:
    """Keep the part that begins at byte `start`; the same part again changes nothing.

    Refuses (conflicts) wrong_offset when it begins elsewhere than the upload goes on, part_differs when other bytes
    stand there, and part_size for an empty part, one above MOST_PART_BYTES or one beyond the announced size.
    """
    with busy_is_refused(), transaction.atomic():
        upload = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if not 0 < len(content) <= min(MOST_PART_BYTES, upload.size - start):
            raise Refusal("part_size", _("A part of the file is empty, too large or beyond its end."), conflict=True)
        digest = hashlib.sha256(content).hexdigest()
        if start != upload.received:
            _must_be_known(upload, start, digest)
            return upload
        path = f"parts/{upload.key}/{start}-{uuid4().hex[:8]}"
        default_storage.save(path, ContentFile(content))
        facts = {"start": start, "size": len(content), "digest": digest, "path": path}
        UploadPart.objects.create(upload=upload, **facts)
        upload.received, upload.touched_at = upload.received + len(content), clock.now()
        upload.save(update_fields=["received", "touched_at"])
    return upload


def upload_of(key: UUID | str, by: Doer) -> Upload | None:
    """The upload of this account with this key; nobody sees another's."""
    if by.account_id is None:
        return None
    try:
        wanted = key if isinstance(key, UUID) else UUID(key)
    except ValueError:
        return None
    return Upload.objects.filter(key=wanted, account_id=by.account_id).first()


def forget_upload(upload: Upload) -> None:
    """Delete what has come of a file, because a form took it, its sender gave it up, or nobody asked for it any
    more."""
    with transaction.atomic():
        paths = list(UploadPart.objects.filter(upload=upload).values_list("path", flat=True))
        Upload.objects.filter(pk=upload.pk).delete()
        for path in paths:
            transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]


def sweep_uploads(*, limit: int = 100) -> int:
    """Forget uploads nobody touched for FORGOTTEN_AFTER, the oldest first; returns how many."""
    with transaction.atomic():
        old = Upload.objects.select_for_update(skip_locked=True).filter(touched_at__lt=clock.now() - FORGOTTEN_AFTER)
        found = list(old.order_by("touched_at")[:limit])
        for upload in found:
            forget_upload(upload)
    return len(found)


class SentInParts(UploadedFile):
    """A file sent in parts, as any form takes a file. Read once, it is put together on disk.

    Reading refuses, with field "file": upload_unfinished while parts are missing, and file_changed when its bytes are
    not those the sender named.
    """

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self._whole: IO[bytes] | None = None
        super().__init__(None, upload.name, "application/octet-stream", upload.size)

    @property
    def file(self) -> Any:
        if self._whole is None:
            self._whole = _put_together(self.upload)
        return self._whole

    @file.setter
    def file(self, given: IO[bytes] | None) -> None:
        self._whole = given

    def close(self) -> None:
        """Let go of what was put together, if anybody read it."""
        if self._whole is not None:
            self._whole.close()


def _put_together(upload: Upload) -> IO[bytes]:
    if not upload.is_complete:
        raise Refusal("upload_unfinished", _("This file has not arrived whole. Please send it again."), field="file")
    return _verified(upload)


def _verified(upload: Upload) -> IO[bytes]:
    """The parts one after the other in a file of their own, which goes when it is closed."""
    digest = hashlib.sha256()
    with ExitStack() as until_it_is_right:
        whole = until_it_is_right.enter_context(TemporaryFile())
        for part in upload.parts.order_by("start"):
            with default_storage.open(part.path, "rb") as kept:
                content = kept.read()
            digest.update(content)
            whole.write(content)
        if whole.tell() != upload.size or upload.digest not in {"", digest.hexdigest()}:
            raise Refusal("file_changed", _("This file changed on its way. Please send it again."), field="file")
        whole.seek(0)
        until_it_is_right.pop_all()
    return whole


def _must_be_takeable(size: int, digest: str) -> None:
    if size <= 0:
        raise Refusal("file_empty", _("This file is empty."), field="file")
    if size > settings.MAX_FILE_BYTES:
        sentence = _("This file is larger than %(limit)d MB.") % {"limit": settings.MAX_FILE_BYTES // 1024**2}
        raise Refusal("file_too_large", sentence, field="file")
    if digest and not SHA256.match(digest):
        raise Refusal("file_digest", _("This is no SHA-256 digest."), field="file")


def _must_have_room(account_id: int, size: int) -> None:
    on_its_way = Upload.objects.filter(account_id=account_id).aggregate(files=Count("pk"), bytes=Sum("size"))
    if on_its_way["files"] >= settings.MAX_UPLOADS:
        sentence = _("You are sending too many files at once. Finish or cancel one of them first.")
        raise Refusal("too_many_uploads", sentence, field="file")
    if (on_its_way["bytes"] or 0) + size > settings.MAX_UPLOAD_BYTES:
        sentence = _("You are sending too much at once. Finish or cancel one of your files first.")
        raise Refusal("too_much_uploading", sentence, field="file")


def _must_be_known(upload: Upload, start: int, digest: str) -> None:
    known = upload.parts.filter(start=start).first()
    if known is None:
        sentence = _("The part does not begin where the file goes on, at byte %(offset)d.")
        raise Refusal("wrong_offset", sentence % {"offset": upload.received}, conflict=True)
    if known.digest != digest:
        raise Refusal("part_differs", _("Other bytes have arrived at this place already."), conflict=True)
