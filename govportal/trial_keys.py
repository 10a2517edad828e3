"""Keys of a trial installation, made once and kept beside its data with owner-only permissions."""

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path


def read_or_make_keys(folder: Path) -> dict[str, str]:
    """Hex keys named secret, field and index from `folder`/keys.json; made there when the file is missing."""
    path = folder / "keys.json"
    if not path.exists():
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        keys = {name: secrets.token_hex(32) for name in ("secret", "field", "index")}
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            json.dump(keys, handle)
    return dict(json.loads(path.read_text()))


def gateway_secret(keys: dict[str, str]) -> str:
    """What the hall and the trial gateway sign with, derived so that it is the same at every start."""
    return hmac.new(bytes.fromhex(keys["secret"]), b"trial gateway", hashlib.sha256).hexdigest()
