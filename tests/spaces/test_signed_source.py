"""A connected body that hands documents over: asked with a signature, believed only with one (I-07, L-10)."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from spaces.adapters.signed_source import SignedSource, named_sources
from spaces.exchange import SourceTrouble, Wanted, exchange_for
from tests.govportal.conftest import free_port
from tests.spaces.register import SECRET, TrialRegister, running_register

PROOF = "居民户口簿"
WANTED = Wanted(PROOF, "32058219900307221X", "王秀英", "公共场所卫生许可", "3205822026032100001")


@pytest.fixture(scope="module")
def running() -> Iterator[TrialRegister]:
    with running_register(PROOF) as found:
        yield found


@pytest.fixture
def register(running: TrialRegister) -> TrialRegister:
    running.behave(mode="well", without=[])
    return running


def source(register: TrialRegister, secret: str = SECRET) -> SignedSource:
    return SignedSource("市数据共享平台", register.url, secret, [PROOF])


def trouble_of(asked: SignedSource) -> str:
    with pytest.raises(SourceTrouble) as trouble:
        asked.fetch(WANTED)
    assert WANTED.holder_name not in str(trouble.value), "the text goes to the log"
    return str(trouble.value)


def test_i07_what_is_wanted_is_handed_over(register: TrialRegister) -> None:
    handed = source(register).fetch(WANTED)
    assert handed is not None
    assert handed.content.startswith(b"%PDF-") and handed.file_name == "居民户口簿.pdf" and not handed.sealed


def test_who_has_none_gets_none(register: TrialRegister) -> None:
    register.behave(without=[WANTED.holder_name])
    assert source(register).fetch(WANTED) is None


@pytest.mark.parametrize("mode", ["down", "unsigned", "garbled"])
def test_a_body_that_answers_badly_has_not_answered(register: TrialRegister, mode: str) -> None:
    register.behave(mode=mode)
    assert "市数据共享平台" in trouble_of(source(register))


def test_a_refused_signature_is_no_answer(register: TrialRegister) -> None:
    assert "401" in trouble_of(source(register, secret="another"))


def test_a_body_that_is_away_has_not_answered() -> None:
    trouble_of(SignedSource("公安局", f"http://127.0.0.1:{free_port()}", SECRET, [PROOF]))


def test_an_answer_beyond_all_measure_is_not_read_to_its_end(register: TrialRegister, settings: Settings) -> None:
    settings.MAX_FILE_BYTES = -4096
    assert "too long" in trouble_of(source(register))


def test_bodies_are_named_in_the_settings(register: TrialRegister, settings: Settings) -> None:
    named = {"name": "民政局", "url": register.url, "secret": SECRET, "materials": ["结婚证"]}
    settings.EXCHANGE_SOURCES = {"minzheng": named}
    assert [one.name for one in named_sources() if one.offers("结婚证")] == ["民政局"]
    assert SECRET not in repr(named_sources())
    found = exchange_for(PROOF)
    assert found is not None and found.name == "市数据共享平台"
