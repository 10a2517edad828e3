"""Searching everything that is stored: each column of each table, decrypted where it is encrypted, and every file."""

import json
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, is_zipfile

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from pypdf import PdfReader

from core.encryption import blind_index
from core.fields import BlindIndexField, EncryptedField

PURPOSES = {
    field.purpose
    for model in apps.get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, BlindIndexField) and field.purpose
} | {"party.code", "party.phone"}


def places_of(*words: str) -> set[str]:
    """Where any of these words stands: `table:key`, a blind index of one of them counts; files as `file:digest`."""
    found = {place for place, text in _rows() if any(word in text for word in words)}
    hashes = {blind_index(word, purpose).hex() for word in words for purpose in PURPOSES}
    found |= {place for place, text in _rows() if any(one in text for one in hashes)}
    return found | {f"file:{digest}" for digest, text in _files() if any(word in text for word in words)}


def tables_of(places: set[str]) -> set[str]:
    """The tables among places, `file` for files."""
    return {place.partition(":")[0] for place in places}


def _rows() -> Iterator[tuple[str, str]]:
    """Every row of every table as the database writes it, and once more what is encrypted in it, decrypted."""
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT to_jsonb(t)->>%s, to_jsonb(t)::text FROM "{table}" AS t', ["id"])
            yield from ((f"{table}:{key}", str(text)) for key, text in cursor.fetchall())
    for model in apps.get_models():
        encrypted = [field.name for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]
        if encrypted:
            for key, *values in model._base_manager.values_list("pk", *encrypted):
                yield f"{model._meta.db_table}:{key}", json.dumps(values, ensure_ascii=False)


def _files(folder: str = "") -> Iterator[tuple[str, str]]:
    """Every content in the storage, also what no row knows: text of PDFs, members of packages, else its bytes."""
    if not default_storage.exists(folder or "."):
        return
    folders, names = default_storage.listdir(folder)
    for name in names:
        with default_storage.open(f"{folder}/{name}") as kept:
            yield name, _text_of(kept.read())
    for inner in folders:
        yield from _files(f"{folder}/{inner}".lstrip("/"))


def _text_of(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as package:
            return "".join(name + _text_of(package.read(name)) for name in package.namelist())
    return content.decode(errors="ignore")
