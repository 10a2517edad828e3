"""What several people sign, and when it is signed by all."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

MOST_SIGNERS = 10
NONE, MAY, MUST = "none", "may", "must"
"""What an item says about further signers (element `signers`)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one signer is: whether he signed, whether what he signed is what is filed now, whether he declined."""

    name: str
    signed: bool = False
    current: bool = False
    declined: bool = False

    @property
    def stands(self) -> bool:
        return self.signed and self.current


def signed_digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of what is signed, the same for the same content whatever the order of its keys."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()


def unsigned(signers: Iterable[Standing]) -> list[str]:
    """Names of those whose signature is missing, or holds for something that changed since."""
    return [one.name for one in signers if not one.stands]


def signers_are_missing(demand: str, signers: Iterable[Standing]) -> bool:
    """Whether the item demands further signers and nobody was named."""
    return demand == MUST and not list(signers)
