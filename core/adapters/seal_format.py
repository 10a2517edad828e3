"""Seals and their signatures as data, after GB/T 38540-2020: what is signed, by whom, over which digest (6.6)."""

from asn1crypto.core import (
    GeneralizedTime,
    IA5String,
    Integer,
    ObjectIdentifier,
    OctetBitString,
    OctetString,
    Sequence,
    SequenceOf,
    UTF8String,
)

SM2_WITH_SM3 = "1.2.156.10197.1.501"
VERSION = 4
ORGANISATION_SEAL = 1
CERTIFICATES = 1
"""The list of signers holds whole certificates, not their digests."""


class Header(Sequence):
    """Marks a seal: always `ES`, its version, and who made it."""

    _fields = [("id", IA5String), ("version", Integer), ("maker", IA5String)]


class Certificates(SequenceOf):
    """Certificates of those who may use the seal, DER."""

    _child_spec = OctetString


class Property(Sequence):
    """What kind of seal it is, whose, who may use it, and how long."""

    _fields = [
        *(("type", Integer), ("name", UTF8String), ("list_type", Integer), ("signers", Certificates)),
        *(("made_at", GeneralizedTime), ("valid_from", GeneralizedTime), ("valid_until", GeneralizedTime)),
    ]


class Picture(Sequence):
    """How the seal looks; width and height in millimetres."""

    _fields = [("type", IA5String), ("data", OctetString), ("width", Integer), ("height", Integer)]


class SealInfo(Sequence):
    """What the maker of the seal vouches for."""

    _fields = [("header", Header), ("number", IA5String), ("property", Property), ("picture", Picture)]


class Seal(Sequence):
    """A seal, signed by its maker."""

    _fields = [
        *(("info", SealInfo), ("certificate", OctetString), ("algorithm", ObjectIdentifier)),
        ("signature", OctetBitString),
    ]


class ToBeSigned(Sequence):
    """What the one who seals signs: the seal, the time, and the SM3 digest of the document."""

    _fields = [
        *(("version", Integer), ("seal", Seal), ("at", GeneralizedTime), ("digest", OctetBitString)),
        ("property", IA5String),
    ]


class SealSignature(Sequence):
    """A sealing: what was signed, by which certificate."""

    _fields = [
        *(("signed", ToBeSigned), ("certificate", OctetString), ("algorithm", ObjectIdentifier)),
        ("signature", OctetBitString),
    ]
