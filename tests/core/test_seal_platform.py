"""A city's seal platform over HTTP, as a process of its own: believed only when it tells the truth (6.6)."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.core.cache import cache

from core.adapters.platform_seal import PlatformAway, PlatformSealProvider
from core.adapters.sm2_authority import Sm2Authority
from core.adapters.trial_platform import LIES
from core.outbox import TryLater
from core.refusal import Refusal
from tests.core.papersamples import pdf

NAME = "张家港市市场监督管理局"
REJECTED = sorted(set(LIES) - {"", "late", "no_answer", "other_document"})
AWAY = ("late", "no_answer")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The platform's keys, and its root as the installation got it."""
    made = tmp_path_factory.mktemp("platform")
    root = Sm2Authority(made, "govportal trial seal platform").root().certificate
    (made / "trusted.der").write_bytes(root.dump())
    return made


@contextmanager
def platform(folder: Path, lie: str = "") -> Iterator[PlatformSealProvider]:
    """The running platform, and the provider that asks it."""
    cache.clear()
    words = [sys.executable, "-m", "core.adapters.trial_platform", str(folder), "--lie", lie]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        at = {"url": process.stdout.readline().strip(), "key": "trial", "root": str(folder / "trusted.der")}
        try:
            yield PlatformSealProvider(at, timeout=httpx.Timeout(6.0, connect=2.0))
        finally:
            process.terminate()


def test_66_a_truthful_platform_seals_and_its_seal_verifies(folder: Path) -> None:
    with platform(folder) as provider:
        sealed = provider.seal(pdf(), seal_name=NAME, reason="食品经营许可证")
        check = provider.check(sealed)
    assert check.valid and check.signer == NAME and provider.recognises(sealed)


@pytest.mark.parametrize("lie", REJECTED)
def test_66_each_lie_is_found_and_no_file_comes_of_it(tmp_path: Path, lie: str) -> None:
    """Each in a folder of its own: a revoked certificate stays revoked."""
    root = Sm2Authority(tmp_path, "govportal trial seal platform").root().certificate
    (tmp_path / "trusted.der").write_bytes(root.dump())
    with platform(tmp_path, lie) as provider, pytest.raises(Refusal) as refused:
        provider.seal(pdf(), seal_name=NAME, reason="x")
    assert refused.value.code == "seal_rejected"


def test_66_a_signature_of_another_document_is_found(folder: Path) -> None:
    with platform(folder, "other_document") as provider:
        provider.seal(pdf(), seal_name=NAME, reason="x")
        with pytest.raises(Refusal) as refused:
            provider.seal(pdf(lambda writer: writer.add_blank_page(300, 300)), seal_name=NAME, reason="x")
    assert refused.value.code == "seal_rejected"


@pytest.mark.parametrize("lie", AWAY)
def test_a_platform_that_does_not_answer_in_time_is_asked_again_later(folder: Path, lie: str) -> None:
    with platform(folder, lie) as provider, pytest.raises(PlatformAway) as away:
        provider.seal(pdf(), seal_name=NAME, reason="x")
    assert isinstance(away.value, TryLater), "the paper waits in its queue and is not given up"


def test_a_platform_that_is_not_there_is_asked_again_later(folder: Path) -> None:
    provider = PlatformSealProvider({"url": "http://127.0.0.1:9", "key": "k", "root": str(folder / "trusted.der")})
    with pytest.raises(PlatformAway):
        provider.seal(pdf(), seal_name=NAME, reason="x")


def test_without_the_platform_s_list_no_seal_of_it_is_trusted(folder: Path) -> None:
    with platform(folder) as provider:
        sealed = provider.seal(pdf(), seal_name=NAME, reason="x")
    cache.clear()
    check = provider.check(sealed)
    assert check.intact and not check.trusted
