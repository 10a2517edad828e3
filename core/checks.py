"""Start-up refuses a configuration in which personal data would be unprotected."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error

from core.encryption import KEY_BYTES


def check_keys(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[Error]:
    """Errors core.E001 (no field key), core.E002 (unusable field key) and core.E003 (unusable blind index key)."""
    errors = []
    if not settings.FIELD_KEYS:
        errors.append(Error("FIELD_KEYS is empty: encrypted columns need at least one key.", id="core.E001"))
    for key_id, secret in settings.FIELD_KEYS.items():
        if not _is_key(secret) or not 1 <= len(key_id.encode()) <= 255:
            errors.append(Error(f"FIELD_KEYS[{key_id!r}] is not {KEY_BYTES} bytes in hex.", id="core.E002"))
    if not _is_key(settings.BLIND_INDEX_KEY):
        errors.append(Error(f"BLIND_INDEX_KEY is not {KEY_BYTES} bytes in hex.", id="core.E003"))
    return errors


def _is_key(secret: object) -> bool:
    try:
        return len(bytes.fromhex(str(secret))) == KEY_BYTES
    except ValueError:
        return False
