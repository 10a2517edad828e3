"""What may happen while several people sign one application. Names and reasons stay in the rows they belong to."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class SignerAsked(CaseEvent):
    """Somebody was asked to sign with the applicant, for the first time or again."""

    signer_id: int


@dataclass(frozen=True, kw_only=True)
class SignerSigned(CaseEvent):
    """He signed what has this digest, online or at a window."""

    signer_id: int
    way: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class SignerDeclined(CaseEvent):
    """He does not sign; the row says why."""

    signer_id: int


@dataclass(frozen=True, kw_only=True)
class SignaturesVoided(CaseEvent):
    """So many signatures hold no longer, because answers or materials changed after them."""

    count: int
