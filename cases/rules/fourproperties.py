"""四性检测: the test of an archive package for authenticity, integrity, usability and safety (2.10). Pure.

Every check is named and answers with what it found wrong: nothing found is passed.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

AUTHENTICITY, INTEGRITY, USABILITY, SAFETY = "authenticity", "integrity", "usability", "safety"
LASTING_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""Formats that are kept for the long term."""
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*)?\.[a-z0-9]{2,5}")
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class PieceFacts:
    """What was found about one file of the package.

    `digest` is the SHA-256 of the bytes packed, `kept_digest` what it was when it came in; `sealed` tells whether its
    seal proves it, None where it needs none; `pages` 0 when it cannot be opened; `active` whether it acts when opened.
    """

    path: str
    media_type: str
    digest: str
    kept_digest: str
    pages: int
    listed_pages: int | None
    sealed: bool | None
    active: bool


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What was found about a whole package.

    `names` are the entries of the ZIP, `listed` those of its manifest, `wrong_digests` entries whose bytes are not what
    the manifest says; `missing_*` what the file of such a case must hold and does not; `gaps` numbers missing in the
    history; `metadata_faults` where the metadata break their schema; `signature_faults` what speaks against the seal of
    the manifest; `read_back` whether the stored package is, byte for byte, what was packed.
    """

    pieces: Sequence[PieceFacts]
    names: Sequence[str]
    listed: Collection[str]
    wrong_digests: Sequence[str] = ()
    missing_elements: Sequence[str] = ()
    missing_papers: Sequence[str] = ()
    missing_materials: Sequence[str] = ()
    gaps: Sequence[str] = ()
    metadata_faults: Sequence[str] = ()
    signature_faults: Sequence[str] = ()
    read_back: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """One named check of one of the four properties (`kind`); `faults` gives what it finds wrong: paths, papers or
    elements."""

    kind: str
    key: str
    faults: Callable[[PackageFacts], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Result:
    """What one check found."""

    kind: str
    key: str
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Report:
    """All results of one test: its status, number of checks, number passed."""

    results: tuple[Result, ...] = field(default_factory=tuple)

    @property
    def passed(self) -> bool:
        return all(result.passed for result in self.results)

    @property
    def checks_passed(self) -> int:
        return sum(result.passed for result in self.results)


def _unlisted(facts: PackageFacts) -> list[str]:
    both = set(facts.names) ^ set(facts.listed)
    twice = {name for name in facts.names if facts.names.count(name) > 1}
    return sorted(both | twice)


def _miscounted(facts: PackageFacts) -> list[str]:
    return [piece.path for piece in facts.pieces if piece.pages and piece.listed_pages not in {None, piece.pages}]


CHECKS: tuple[Check, ...] = (
    Check(AUTHENTICITY, "origin", lambda facts: facts.missing_elements),
    Check(AUTHENTICITY, "unchanged", lambda f: [p.path for p in f.pieces if p.digest != p.kept_digest]),
    Check(AUTHENTICITY, "seals", lambda facts: [piece.path for piece in facts.pieces if piece.sealed is False]),
    Check(AUTHENTICITY, "signature", lambda facts: facts.signature_faults),
    Check(AUTHENTICITY, "history", lambda facts: facts.gaps),
    Check(INTEGRITY, "papers", lambda facts: facts.missing_papers),
    Check(INTEGRITY, "materials", lambda facts: facts.missing_materials),
    Check(INTEGRITY, "list", _unlisted),
    Check(INTEGRITY, "digests", lambda facts: facts.wrong_digests),
    Check(INTEGRITY, "pages", _miscounted),
    Check(USABILITY, "formats", lambda f: [p.path for p in f.pieces if p.media_type not in LASTING_TYPES]),
    Check(USABILITY, "opens", lambda facts: [piece.path for piece in facts.pieces if piece.pages < 1]),
    Check(USABILITY, "metadata", lambda facts: facts.metadata_faults),
    Check(SAFETY, "content", lambda facts: [piece.path for piece in facts.pieces if piece.active]),
    Check(SAFETY, "names", lambda facts: [name for name in facts.names if not is_safe(name)]),
    Check(SAFETY, "stored", lambda facts: [] if facts.read_back else ["package"]),
)


def report_on(facts: PackageFacts) -> Report:
    """Every check on these facts, in the order of the report."""
    return Report(tuple(Result(check.kind, check.key, tuple(check.faults(facts))) for check in CHECKS))


def is_safe(name: str) -> bool:
    """Whether an entry can be unpacked anywhere: a short plain name in at most one folder, nothing that climbs out."""
    return len(name) <= LONGEST_NAME and SAFE_NAME.fullmatch(name) is not None


def absent(metadata: Mapping[str, Mapping[str, object]], required: Mapping[str, Sequence[str]]) -> list[str]:
    """Elements without a value, as `group.element`."""
    wanted = [(group, name) for group, names in required.items() for name in names]
    return [f"{group}.{name}" for group, name in wanted if not metadata.get(group, {}).get(name)]
