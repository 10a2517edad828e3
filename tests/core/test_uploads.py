"""Files that come in parts: begun, gone on with, taken once, forgotten."""

import hashlib
import os
import tracemalloc
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from core.clock import SimulatedClock
from core.events import PastDoer
from core.models import Upload, UploadPart
from core.refusal import Refusal
from core.services.files import stray_contents
from core.services.uploads import (
    MOST_PART_BYTES,
    SentInParts,
    begin_upload,
    forget_upload,
    sweep_uploads,
    take_part,
    upload_of,
)

pytestmark = pytest.mark.django_db
SENDER, OTHER = PastDoer("citizen", 1, "林晓"), PastDoer("citizen", 2, "周敏")
CONTENT = bytes(range(256)) * 40
HALF = len(CONTENT) // 2


def begun(by: PastDoer = SENDER, **changes: object) -> Upload:
    facts = {"name": "平面图.pdf", "size": len(CONTENT), "place": "/space/1/", "by": by}
    return begin_upload(**{**facts, **changes})  # type: ignore[arg-type]


def code_of(deed: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*args, **kwargs)  # type: ignore[operator]
    return refused.value.code


def test_a_file_in_parts_is_the_file() -> None:
    upload = begun(digest=hashlib.sha256(CONTENT).hexdigest())
    take_part(upload, CONTENT[:HALF], start=0)
    whole = SentInParts(take_part(upload, CONTENT[HALF:], start=HALF))
    assert (whole.read(), whole.size, whole.name) == (CONTENT, len(CONTENT), "平面图.pdf")
    whole.close()


def test_the_same_part_again_changes_nothing() -> None:
    upload = take_part(begun(), CONTENT[:HALF], start=0)
    again = take_part(upload, CONTENT[:HALF], start=0)
    assert (again.received, UploadPart.objects.count()) == (HALF, 1)


@pytest.mark.parametrize("start", [-1, 1, HALF - 1, HALF + 1])
def test_a_part_that_does_not_fit_is_told_where_to_go_on(start: int) -> None:
    upload = take_part(begun(), CONTENT[:HALF], start=0)
    with pytest.raises(Refusal) as refused:
        take_part(upload, CONTENT[:5], start=start)
    assert refused.value.code == "wrong_offset"
    assert str(HALF) in refused.value.sentence


def test_other_bytes_at_a_known_place_are_refused() -> None:
    upload = take_part(begun(), CONTENT[:HALF], start=0)
    assert code_of(take_part, upload, CONTENT[1 : HALF + 1], start=0) == "part_differs"


@pytest.mark.parametrize("content", [b"", bytes(len(CONTENT) + 1)])
def test_an_empty_part_and_one_beyond_the_end_are_refused(content: bytes) -> None:
    assert code_of(take_part, begun(), content, start=0) == "part_size"


def test_a_part_that_is_too_large_is_refused() -> None:
    upload = begun(size=2 * MOST_PART_BYTES)
    assert code_of(take_part, upload, bytes(MOST_PART_BYTES + 1), start=0) == "part_size"


def test_the_same_file_chosen_again_goes_on_where_it_stopped_and_another_begins_anew() -> None:
    """After a reload of the page: only the same file at the same place of the same account is the same upload."""
    first = take_part(begun(), CONTENT[:HALF], start=0)
    assert (begun().pk, begun().received) == (first.pk, HALF)
    assert {begun(place="/space/2/").pk, begun(changed="1").pk, begun(by=OTHER).pk}.isdisjoint({first.pk})


def test_an_unfinished_file_and_one_that_changed_on_its_way_are_not_taken() -> None:
    upload = take_part(begun(digest="0" * 64), CONTENT[:HALF], start=0)
    assert code_of(lambda: SentInParts(upload).read()) == "upload_unfinished"
    upload = take_part(upload, CONTENT[HALF:], start=HALF)
    assert code_of(lambda: SentInParts(upload).read()) == "file_changed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": 0}, "file_empty"),
        ({"size": -1}, "file_empty"),
        ({"size": 10**11}, "file_too_large"),
        ({"digest": "zz"}, "file_digest"),
    ],
)
def test_what_cannot_be_taken_is_refused_before_it_is_sent(changes: dict[str, object], code: str) -> None:
    assert code_of(begun, **changes) == code


def test_an_account_has_so_many_files_and_bytes_on_their_way_and_no_more(settings: object) -> None:
    settings.MAX_UPLOADS, settings.MAX_UPLOAD_BYTES = 2, 100  # type: ignore[attr-defined]
    begun(size=60)
    assert code_of(begun, size=41) == "too_much_uploading"
    begun(size=40)
    assert code_of(begun, size=1, place="/c/") == "too_many_uploads"
    assert begun(by=OTHER, size=60)


def test_nobody_sees_the_upload_of_another() -> None:
    upload = begun()
    assert upload_of(upload.key, SENDER) == upload
    assert [upload_of(key, by) for key, by in ((upload.key, OTHER), (uuid4(), SENDER), ("x", SENDER))] == [None] * 3


def test_contents_on_their_way_are_no_strays_and_go_with_their_upload(
    django_capture_on_commit_callbacks: object,
) -> None:
    """Invariant 11: a part has its row; both go together."""
    upload = take_part(begun(), CONTENT[:HALF], start=0)
    path = upload.parts.get().path
    assert path not in set(stray_contents())
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        forget_upload(upload)
    assert not default_storage.exists(path)
    assert not UploadPart.objects.exists()


def test_whoever_stopped_sending_is_forgotten_after_a_day(time: SimulatedClock) -> None:
    old = take_part(begun(), CONTENT[:HALF], start=0)
    time.advance(timedelta(hours=23))
    take_part(old, CONTENT[HALF:], start=HALF)
    begun(place="/other/")
    time.advance(timedelta(hours=2))
    assert sweep_uploads() == 0
    time.advance(timedelta(hours=23))
    assert sweep_uploads() == 2
    assert not Upload.objects.exists()


def test_fifty_megabytes_in_parts_never_lie_in_memory_whole() -> None:
    size, part = 50 * 1024**2, os.urandom(MOST_PART_BYTES)
    upload = begun(size=size)
    tracemalloc.start()
    for start in range(0, size, MOST_PART_BYTES):
        upload = take_part(upload, part[: size - start], start=start)
    whole = SentInParts(upload)
    assert len(whole.read(10)) == 10
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    whole.close()
    assert peak < 6 * MOST_PART_BYTES
