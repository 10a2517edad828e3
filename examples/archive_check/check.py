#!/usr/bin/env python3
"""Checks an archive package without the product: python check.py PACKAGE.zip [--root ROOT.der].

Needs Python 3.11 alone. Compares every file with the manifest by size, SHA-256 and, where this Python knows it, SM3;
names what was changed, swapped, left out or added; every message of the talk has the files the metadata name. With the
`openssl` program (3.0 or newer) it also checks the SM2 signature over the manifest; `--root` is the certificate (DER)
of the authority the seal must come from.

Exit code 0: everything that could be checked is in order; 1: something is not; 2: this is no package.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

MANIFEST, SIGNATURE, METADATA = "manifest.json", "signature.der", "metadata.json"
FORMAT = "govportal-archive-1"
USER_ID = "1234567812345678"
MOST_BYTES = 4 * 1024**3


class NoPackage(Exception):
    """The file is not an archive package at all."""


def digest(name: str, content: bytes) -> str | None:
    """Hexadecimal digits; None where this Python does not know the algorithm."""
    try:
        return hashlib.new(name, content).hexdigest()
    except ValueError:
        return None


def entries_of(path: Path) -> list[tuple[str, bytes]]:
    """Every entry with its bytes. Raises NoPackage."""
    try:
        with zipfile.ZipFile(path) as package:
            rows = package.infolist()
            if sum(row.file_size for row in rows) > MOST_BYTES:
                raise NoPackage("larger than any package")
            return [(row.filename, content_of(package, row)) for row in rows]
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError) as error:
        raise NoPackage(str(error)) from error


def content_of(package: zipfile.ZipFile, row: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry; none where they do not even fit the checksum of the ZIP: they were changed."""
    try:
        return package.read(row)
    except zipfile.BadZipFile:
        return b""


def manifest_in(entries: list[tuple[str, bytes]]) -> tuple[bytes, dict[str, Any]]:
    """The manifest as it lies there, and what it says. Raises NoPackage."""
    found = [content for name, content in entries if name == MANIFEST]
    if len(found) != 1:
        raise NoPackage(f"{len(found)} files are called {MANIFEST}")
    try:
        said = json.loads(found[0])
        rows = {row["path"]: {"bytes": int(row["bytes"]), "sha256": str(row["sha256"])} for row in said["files"]}
        if said["format"] != FORMAT or len(rows) != len(said["files"]):
            raise NoPackage("the manifest is of another kind")
    except (ValueError, KeyError, TypeError) as error:
        raise NoPackage("the manifest cannot be read") from error
    return found[0], said


def faults_of(entries: list[tuple[str, bytes]], said: dict[str, Any]) -> list[str]:
    """A sentence for everything that is not as the manifest says."""
    rows = {row["path"]: row for row in said["files"]}
    by_digest = {row["sha256"]: path for path, row in rows.items()}
    faults = [f"twice in the package: {name}" for name, count in Counter(n for n, _c in entries).items() if count > 1]
    names = {name for name, _content in entries}
    faults += [f"missing: {path}" for path in sorted(rows) if path not in names]
    if SIGNATURE not in names:
        faults.append(f"missing: {SIGNATURE}")
    for name, content in entries:
        if name in (MANIFEST, SIGNATURE):
            continue
        if name not in rows:
            faults.append(f"added: {name}")
            continue
        if is_as_listed(content, rows[name]):
            continue
        other = by_digest.get(hashlib.sha256(content).hexdigest())
        faults.append(f"swapped: {name} holds what belongs to {other}" if other else f"changed: {name}")
    return faults


def message_faults(entries: list[tuple[str, bytes]], said: dict[str, Any]) -> list[str]:
    """A sentence for every file of a message that the metadata name and the package does not hold, or holds otherwise,
    and for every file of the talk no message names."""
    contents = dict(entries)
    try:
        messages = json.loads(contents.get(METADATA, b"{}")).get("further", {}).get("messages", [])
        named = {row["path"]: (place, row["sha256"]) for place, one in enumerate(messages, 1) for row in one["files"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        return [f"cannot be read: {METADATA}"]
    faults = []
    for path, (place, wanted) in sorted(named.items()):
        content = contents.get(path)
        if content is None:
            faults.append(f"missing: {path} of message {place}")
        elif hashlib.sha256(content).hexdigest() != wanted:
            faults.append(f"changed: {path} of message {place}")
    listed = [row["path"] for row in said["files"]]
    return faults + [f"of no message: {path}" for path in listed if path.startswith("talk/") and path not in named]


def is_as_listed(content: bytes, row: dict[str, Any]) -> bool:
    """Whether size and both digests agree."""
    sm3 = digest("sm3", content)
    same = len(content) == row["bytes"] and hashlib.sha256(content).hexdigest() == row["sha256"]
    return same and (sm3 is None or sm3 == row.get("sm3"))


def parts_of(der: bytes) -> list[tuple[bytes, bytes]]:
    """The values inside a DER sequence: each whole, and its content. Raises ValueError."""
    _whole, inner, rest = value_at(der)
    if der[:1] != b"\x30" or rest:
        raise ValueError("not a sequence")
    found = []
    while inner:
        whole, content, inner = value_at(inner)
        found.append((whole, content))
    return found


def value_at(der: bytes) -> tuple[bytes, bytes, bytes]:
    """The first DER value whole, its content, and what follows it. Raises ValueError."""
    if len(der) < 2:
        raise ValueError("cut short")
    length, start = der[1], 2
    if length >= 0x80:
        start = 2 + (length & 0x7F)
        length = int.from_bytes(der[2:start])
    if len(der) < start + length:
        raise ValueError("cut short")
    return der[: start + length], der[start : start + length], der[start + length :]


def openssl(folder: Path, *words: str) -> bytes | None:
    """What the program writes; None when it is missing or says no."""
    try:
        done = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def signature_words(manifest: bytes, der: bytes, root: Path | None) -> tuple[bool | None, str]:
    """Whether the seal proves the manifest (None: could not be checked), and why."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        if openssl(folder, "version") is None:
            return None, "not checked, the openssl program is not there"
        (folder / "manifest").write_bytes(manifest)
        sm3 = (
            digest("sm3", manifest)
            or (openssl(folder, "dgst", "-sm3", "-r", "manifest") or b"").split(b" ")[0].decode()
        )
        try:
            signed, certificate, _algorithm, signature = parts_of(der)
            stated = parts_of(signed[0])[3][1][1:]
        except (ValueError, IndexError):
            return False, "cannot be read"
        if stated.hex() != sm3:
            return False, "belongs to another manifest"
        (folder / "signed").write_bytes(signed[0])
        (folder / "certificate").write_bytes(certificate[1])
        (folder / "signature").write_bytes(signature[1][1:])
        return _proved(folder, root.read_bytes() if root else None)


def _proved(folder: Path, root: bytes | None) -> tuple[bool, str]:
    key = openssl(folder, "x509", "-inform", "DER", "-in", "certificate", "-noout", "-pubkey")
    subject = openssl(folder, "x509", "-inform", "DER", "-in", "certificate", "-noout", "-subject", "-nameopt", "utf8")
    (folder / "key").write_bytes(key or b"")
    scheme = ["-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{USER_ID}"]
    given = ["-pubin", "-inkey", "key", "-in", "signed", "-sigfile", "signature"]
    if not key or openssl(folder, "pkeyutl", "-verify", *given, *scheme) is None:
        return False, "was not made with the key of its certificate"
    signer = (subject or b"").decode(errors="replace").strip().removeprefix("subject=")
    if root is None:
        return True, f"made by {signer}; give --root to check where the certificate comes from"
    (folder / "root").write_bytes(root)
    pem = openssl(folder, "x509", "-inform", "DER", "-in", "root")
    mine = openssl(folder, "x509", "-inform", "DER", "-in", "certificate")
    (folder / "root.pem").write_bytes(pem or b"")
    (folder / "certificate.pem").write_bytes(mine or b"")
    words = ["-vfyopt", f"distid:{USER_ID}", "-CAfile", "root.pem", "certificate.pem"]
    if not pem or not mine or openssl(folder, "verify", *words) is None:
        return False, "the certificate does not come from this root"
    return True, f"made by {signer}"


def main() -> int:
    """Check one package and say what was found."""
    words = argparse.ArgumentParser(description="Check an archive package.")
    words.add_argument("package", type=Path)
    words.add_argument("--root", type=Path, help="certificate (DER) of the authority the seal must come from")
    asked = words.parse_args()
    try:
        entries = entries_of(asked.package)
        manifest, said = manifest_in(entries)
    except NoPackage as error:
        sys.stdout.write(f"no archive package: {error}\n")
        return 2
    faults = faults_of(entries, said) + message_faults(entries, said)
    signature = next((content for name, content in entries if name == SIGNATURE), None)
    proved, why = signature_words(manifest, signature, asked.root) if signature else (False, "is missing")
    if proved is False:
        faults.append(f"signature: {why}")
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    if proved is not False:
        sys.stdout.write(f"signature: {why}\n")
    sys.stdout.write(f"{len(said['files'])} files listed, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
