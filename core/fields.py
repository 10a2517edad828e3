"""Model columns that hold personal data: clear in Python, encrypted in the row, searchable by a keyed hash."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.forms import CharField as CharFormField
from django.forms import Field as FormField
from django.forms import JSONField as JSONFormField

from core.encryption import blind_index, decrypt, encrypt


class EncryptedField(models.Field):
    """Base of encrypted columns (bytea). Ciphertexts are bound to "table.column" and cannot be moved elsewhere.

    Only `isnull` can be asked in a query: equality needs a BlindIndexField beside it. A renamed table or column keeps
    its old binding with `context="old_table.old_column"`.
    """

    def __init__(self, *args: Any, context: str | None = None, **kwargs: Any) -> None:
        self.context = context
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.context is not None:
            kwargs["context"] = self.context
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search by its blind index instead")
        return super().get_lookup(lookup_name)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None:
            return None
        return encrypt(self.packed(value), context=self._bound_to())

    def from_db_value(self, value: Any, expression: Expression, connection: BaseDatabaseWrapper) -> Any:
        return None if value is None else self.unpacked(decrypt(bytes(value), context=self._bound_to()))

    def packed(self, value: Any) -> bytes:
        """The bytes to encrypt."""
        raise NotImplementedError

    def unpacked(self, clear: bytes) -> Any:
        """The value inside decrypted bytes."""
        raise NotImplementedError

    def _bound_to(self) -> str:
        return self.context or f"{self.model._meta.db_table}.{self.column}"


class EncryptedTextField(EncryptedField):
    """Text of any length."""

    def packed(self, value: Any) -> bytes:
        return str(value).encode()

    def unpacked(self, clear: bytes) -> str:
        return clear.decode()

    def to_python(self, value: Any) -> str | None:
        return None if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": CharFormField, "max_length": self.max_length, **kwargs})


class EncryptedJSONField(EncryptedField):
    """Anything JSON can say; dates and decimals are written as Django's encoder does and come back as text."""

    def packed(self, value: Any) -> bytes:
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()

    def unpacked(self, clear: bytes) -> Any:
        return json.loads(clear)

    def formfield(self, **kwargs: Any) -> FormField | None:
        return super().formfield(**{"form_class": JSONFormField, **kwargs})


class BlindIndexField(models.BinaryField):
    """Keyed hash of an encrypted value (32 bytes), so that it can be found by equality.

    With `of` the column is filled on save from the field of that name (neither `update()` nor `bulk_update()` does);
    without it the model fills it from `core.encryption.blind_index`. With `purpose` (default: `of`) a text in a query
    is hashed first: `filter(id_number_index="32058…")`; bytes are taken as a ready digest. Give two tables the same
    purpose to let their values match. An empty value has the index NULL, or empty bytes in a NOT NULL column.
    """

    def __init__(self, *args: Any, of: str | None = None, purpose: str | None = None, **kwargs: Any) -> None:
        self.of = of
        self.purpose = purpose or of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, **({"of": self.of} if self.of else {}), "purpose": self.purpose}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        if self.of is None:
            return super().pre_save(model_instance, add)
        digest = self._digest(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, digest)
        return digest

    def get_prep_value(self, value: Any) -> Any:
        return self._digest(value) if isinstance(value, str) else value

    def from_db_value(self, value: Any, expression: Expression, connection: BaseDatabaseWrapper) -> bytes | None:
        return None if value is None else bytes(value)

    def _digest(self, value: str | None) -> bytes | None:
        if not value:
            return None if self.null else b""
        if self.purpose is None:
            raise FieldError(f"{self.name} has no purpose: hash the value with blind_index first")
        return blind_index(value, self.purpose)
