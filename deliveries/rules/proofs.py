"""What the proof of delivery must say for each way of delivering (D-16). Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """The facts of one hand-over. `refusal` is why nobody signed: what the recipient said who would not take it, or why
    he could not be reached; `signed_on_paper` that the signature stands on the printed proof.
    """

    way: str
    recipient: str = ""
    recipient_code: str = ""
    relation: str = ""
    identity_check: str = ""
    place: str = ""
    deliverer: str = ""
    signed_on_paper: bool = False
    refusal: str = ""
    witness: str = ""


NEEDED: dict[str, tuple[str, ...]] = {
    "window": ("recipient", "recipient_code", "relation", "identity_check", "place", "deliverer"),
    "courier": ("recipient", "place", "deliverer"),
    "electronic": ("recipient",),
    "left": ("recipient", "place", "deliverer", "refusal", "witness"),
    "entrusted": ("recipient", "place", "deliverer"),
    "announced": ("recipient", "place", "deliverer", "refusal"),
}
SIGNED = frozenset({"window", "entrusted"})
"""Ways in which the recipient signs, on the printed proof or on a device."""


def gaps(proof: Proof, *, signature: bool) -> list[str]:
    """Names of the facts that a proof of this way must state and this one does not; `signature` tells whether a
    picture of one is at hand."""
    found = [name for name in NEEDED[proof.way] if not getattr(proof, name)]
    unsigned = proof.way in SIGNED and not (signature or proof.signed_on_paper)
    return [*found, *(["signature"] if unsigned else [])]
