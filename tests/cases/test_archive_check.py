"""Anybody can check an archive package with Python alone, without the product (2.10)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from cases.rules import packing
from core.adapters.sm2_authority import Sm2Authority
from tests.cases.walks import at

SCRIPT = settings.BASE_DIR / "examples" / "archive_check" / "check.py"
NAME = "张家港市市场监督管理局"
PAPERS = {"papers/001-D-23.pdf": b"%PDF receipt", "papers/002-D-12.pdf": b"%PDF decision", "metadata.json": b"{}"}
Entries = dict[str, bytes]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Sm2Authority:
    return Sm2Authority(tmp_path_factory.mktemp("authority"))


def entries(authority: Sm2Authority) -> Entries:
    """A package as the product makes it."""
    manifest = packing.manifest_of(PAPERS, {}, {}, {"version": 1})
    digest = bytes.fromhex(packing.sm3_of(manifest))
    signature = authority.sign(digest, seal_name=NAME, at=at(2026, 3, 2))
    return {**PAPERS, packing.MANIFEST: manifest, packing.SIGNATURE: signature}


def check(folder: Path, found: Entries | bytes, *words: str, path: str | None = None) -> tuple[int, str]:
    """Run the script as a process of its own, without anything of ours on its path."""
    package = folder / "package.zip"
    package.write_bytes(found if isinstance(found, bytes) else packing.zipped(found, at(2026, 3, 2)))
    environment = {"PATH": os.environ["PATH"] if path is None else path, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(package), *words],
        **{"capture_output": True, "text": True, "env": environment, "cwd": folder, "check": False},
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_210_a_good_package_is_proved_with_its_seal(authority: Sm2Authority, tmp_path: Path) -> None:
    root = tmp_path / "root.der"
    root.write_bytes(authority.root().certificate.dump())
    code, said = check(tmp_path, entries(authority), "--root", str(root))
    assert code == 0 and NAME in said and "3 files listed, 0 faults" in said


def test_without_openssl_it_says_that_the_seal_was_not_checked(authority: Sm2Authority, tmp_path: Path) -> None:
    code, said = check(tmp_path, entries(authority), path="")
    assert code == 0 and "signature: not checked" in said


def _changed(found: Entries) -> Entries:
    return {**found, "papers/002-D-12.pdf": b"%PDF decisiom"}


def _missing(found: Entries) -> Entries:
    return {name: content for name, content in found.items() if name != "papers/001-D-23.pdf"}


def _added(found: Entries) -> Entries:
    return {**found, "papers/003-D-16.pdf": b"%PDF invented"}


def _swapped(found: Entries) -> Entries:
    return {**found, "papers/001-D-23.pdf": PAPERS["papers/002-D-12.pdf"]}


def _unsealed(found: Entries) -> Entries:
    return {name: content for name, content in found.items() if name != packing.SIGNATURE}


def _rewritten(found: Entries) -> Entries:
    """Somebody who changes a paper and writes a manifest that fits."""
    papers = {**PAPERS, "papers/002-D-12.pdf": b"%PDF forged"}
    return {**found, **papers, packing.MANIFEST: packing.manifest_of(papers, {}, {}, {"version": 1})}


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (_changed, "changed: papers/002-D-12.pdf"),
        (_missing, "missing: papers/001-D-23.pdf"),
        (_added, "added: papers/003-D-16.pdf"),
        (_swapped, "swapped: papers/001-D-23.pdf holds what belongs to papers/002-D-12.pdf"),
        (_unsealed, "missing: signature.der"),
        (_rewritten, "signature: belongs to another manifest"),
    ],
)
def test_210_whatever_was_done_to_a_package_is_named(
    authority: Sm2Authority, tmp_path: Path, harm: Callable[[Entries], Entries], expected: str
) -> None:
    code, said = check(tmp_path, harm(entries(authority)))
    assert code == 1 and expected in said.splitlines()


def test_bytes_changed_inside_the_zip_are_named_as_well(authority: Sm2Authority, tmp_path: Path) -> None:
    """Not only whole files are exchanged: a flipped byte breaks the checksum of the ZIP itself."""
    package = packing.zipped(entries(authority), at(2026, 3, 2)).replace(b"%PDF receipt", b"%PDF r3ceipt")
    code, said = check(tmp_path, package)
    assert code == 1 and "changed: papers/001-D-23.pdf" in said.splitlines()


def test_a_seal_of_another_authority_is_refused(authority: Sm2Authority, tmp_path: Path) -> None:
    root = tmp_path / "root.der"
    root.write_bytes(Sm2Authority(tmp_path / "other").root().certificate.dump())
    code, said = check(tmp_path, entries(authority), "--root", str(root))
    assert code == 1 and "signature: the certificate does not come from this root" in said


@pytest.mark.parametrize(
    "content", [b"", b"PK no package", packing.zipped({"a.txt": b"a"}, at(2026, 3, 2)),
                packing.zipped({"manifest.json": json.dumps({"files": 3}).encode()}, at(2026, 3, 2))]
)  # fmt: skip
def test_what_is_no_package_at_all_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    code, said = check(tmp_path, content)
    assert code == 2 and said.startswith("no archive package")
