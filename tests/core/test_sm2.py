"""SM2 and SM3 seals: the digest's vector, signatures of the openssl program, and the report of 6.6 step by step."""

import stat
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from core import clock
from core.adapters import sm2_openssl as sm2
from core.adapters.seal_format import Seal, SealSignature
from core.adapters.sm2_authority import EXPIRED, Sm2Authority
from core.adapters.sm2_check import Report, Trust, report_on
from core.adapters.sm2_seal import Sm2SealProvider
from core.papers import render_pdf
from core.refusal import Refusal
from core.sealing import SealBox, StepKey, check_seals, seal_provider
from tests.core.papersamples import pdf

NAME = "张家港市市场监督管理局"
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DIGEST = sm2.sm3(b"a paper")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Sm2Authority:
    return Sm2Authority(tmp_path_factory.mktemp("sm2"))


@pytest.fixture(scope="module")
def sealed() -> bytes:
    paper = render_pdf("papers/base.html", {"title": "食品经营许可证"})
    return Sm2SealProvider().seal(paper, seal_name=NAME, reason="食品经营许可证")


def trust(authority: Sm2Authority) -> Trust:
    return Trust(authority.root().certificate, authority.revocations())


def report(authority: Sm2Authority, der: bytes, digest: bytes = DIGEST, now: datetime = AT) -> Report:
    return report_on(der, digest=digest, trust=trust(authority), now=now)


def failed(found: Report) -> set[StepKey]:
    return {step.key for step in found.failed}


def resigned(authority: Sm2Authority, der: bytes, **changes: object) -> bytes:
    """The signature data with another content, signed anew by the right signer."""
    data = SealSignature.load(der)
    for name, value in changes.items():
        data["signed"][name] = value
    signed = data["signed"].dump(force=True)
    signature = sm2.sign(authority.signer(NAME).key_file, signed)
    whole = {"signed": data["signed"], "certificate": data["certificate"], "algorithm": data["algorithm"]}
    return bytes(SealSignature({**whole, "signature": signature}).dump(force=True))


class TestAlgorithms:
    def test_66_sm3_of_abc_is_the_published_vector(self) -> None:
        assert sm2.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

    def test_a_signature_holds_for_its_message_and_key_only(self, tmp_path: Path) -> None:
        files = tmp_path / "a.pem", tmp_path / "b.pem"
        for file in files:
            file.write_bytes(sm2.new_key())
        mine, other = (sm2.public_key_of(file) for file in files)
        signature = sm2.sign(files[0], b"hello")
        assert sm2.verifies(mine, b"hello", signature)
        assert not sm2.verifies(mine, b"hellp", signature) and not sm2.verifies(other, b"hello", signature)
        assert not sm2.verifies(mine, b"hello", b"") and not sm2.verifies(mine, b"hello", b"\x30\x00")
        assert isinstance(mine, keys.PublicKeyInfo)

    def test_keys_are_made_once_and_for_the_owner_only(self, tmp_path: Path) -> None:
        folder = tmp_path / "sm2"
        first = Sm2Authority(folder).signer(NAME).certificate.dump()
        assert Sm2Authority(folder).signer(NAME).certificate.dump() == first
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


class TestTheReport:
    """6.6: each lie is found by its own step, and the steps are reported in order."""

    @pytest.fixture
    def der(self, authority: Sm2Authority) -> bytes:
        return authority.sign(DIGEST, seal_name=NAME, at=AT)

    def test_66_a_true_signature_passes_every_step_in_order(self, authority: Sm2Authority, der: bytes) -> None:
        found = report(authority, der)
        assert [step.key for step in found.steps] == list(StepKey)
        assert all(step.passed for step in found.steps)
        assert (found.signer, found.sealed_at) == (NAME, AT)

    def test_66_what_cannot_be_parsed_is_said_and_nothing_after_it(self, authority: Sm2Authority, der: bytes) -> None:
        for wrong in (b"", b"\x30\x00", b"words", der[:-1], der + b"x"):
            found = report(authority, wrong)
            assert [(step.key, step.passed) for step in found.steps] == [(StepKey.PARSE, False)]

    def test_66_a_changed_signature_value(self, authority: Sm2Authority, der: bytes) -> None:
        assert StepKey.SIGNATURE in failed(report(authority, der[:-3] + bytes([der[-3] ^ 1]) + der[-2:]))

    def test_66_another_document(self, authority: Sm2Authority, der: bytes) -> None:
        assert failed(report(authority, der, sm2.sm3(b"another"))) == {StepKey.DIGEST}

    def test_66_a_foreign_authority(self, authority: Sm2Authority, tmp_path: Path) -> None:
        der = Sm2Authority(tmp_path / "foreign").sign(DIGEST, seal_name=NAME, at=AT)
        assert failed(report(authority, der)) == {StepKey.CHAIN, StepKey.SEAL_OBJECT}

    def test_66_a_certificate_that_had_ended(self, authority: Sm2Authority) -> None:
        der = authority.sign(DIGEST, seal_name=NAME, at=AT, until=EXPIRED)
        assert failed(report(authority, der)) == {StepKey.VALIDITY}
        before = authority.sign(DIGEST, seal_name=NAME, at=EXPIRED - timedelta(days=1), until=EXPIRED)
        assert failed(report(authority, before)) == set(), "it was valid when it sealed"

    def test_66_a_sealing_in_the_future(self, authority: Sm2Authority, der: bytes) -> None:
        assert failed(report(authority, der, now=AT - timedelta(hours=1))) == {StepKey.VALIDITY}

    def test_66_a_certificate_revoked_before_it_sealed_and_not_one_revoked_after(self, tmp_path: Path) -> None:
        own = Sm2Authority(tmp_path / "own")
        before = own.sign(DIGEST, seal_name=NAME, at=AT - timedelta(days=1))
        after = own.sign(DIGEST, seal_name=NAME, at=AT)
        own.revoke(own.signer(NAME).certificate, at=AT - timedelta(hours=1))
        assert failed(report(own, before)) == set()
        assert failed(report(own, after)) == {StepKey.REVOCATION}

    def test_66_without_a_list_of_revocations_nothing_is_believed(self, authority: Sm2Authority, der: bytes) -> None:
        nothing = report_on(der, digest=DIGEST, trust=Trust(authority.root().certificate, None), now=AT)
        assert failed(nothing) == {StepKey.REVOCATION}

    def test_66_a_signer_the_seal_does_not_list(self, authority: Sm2Authority, der: bytes) -> None:
        other = resigned(authority, der, seal=authority.seal("张家港市公安局"))
        assert failed(report(authority, other)) == {StepKey.SIGNER_LISTED}

    def test_66_a_seal_its_maker_did_not_make(self, authority: Sm2Authority, der: bytes) -> None:
        seal = Seal.load(authority.seal(NAME).dump())
        seal["info"]["number"] = "FORGED"
        assert failed(report(authority, resigned(authority, der, seal=seal))) == {StepKey.SEAL_OBJECT}

    def test_66_a_seal_that_was_not_valid_yet(self, authority: Sm2Authority) -> None:
        early = datetime(2019, 1, 1, tzinfo=UTC)
        found = failed(report(authority, authority.sign(DIGEST, seal_name=NAME, at=early)))
        assert found == {StepKey.VALIDITY, StepKey.SEAL_VALIDITY}

    @given(st.data())
    @hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_66_whatever_bytes_come_nothing_is_raised(
        self, authority: Sm2Authority, der: bytes, data: st.DataObject
    ) -> None:
        place = data.draw(st.integers(0, len(der) - 1))
        changed = der[:place] + bytes([der[place] ^ data.draw(st.integers(1, 255))]) + der[place + 1 :]
        assert report(authority, changed).failed


class TestInsidePdfs:
    def test_y26_a_sealed_file_verifies_and_names_its_signer(self, sealed: bytes) -> None:
        check = Sm2SealProvider().check(sealed)
        assert check.valid and check.signer == NAME and check.problems == ()
        assert [step.passed for step in check.steps] == [True] * len(StepKey)

    def test_the_seal_is_drawn_where_the_paper_leaves_room(self, sealed: bytes) -> None:
        (page,) = PdfReader(BytesIO(sealed)).pages
        (field,) = (one.get_object() for one in page["/Annots"] if one.get_object().get("/FT") == "/Sig")
        assert field["/V"]["/SubFilter"] == "/GBT.38540" and "/N" in field["/AP"]

    def test_the_sealing_time_is_the_injected_time(self) -> None:
        moment = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
        with clock.running_at(clock.SimulatedClock(moment)):
            sealed = Sm2SealProvider().seal(pdf(), seal_name=NAME, reason="x")
        assert Sm2SealProvider().check(sealed).sealed_at == moment

    def test_h56_one_changed_byte_is_noticed(self, sealed: bytes) -> None:
        for place in (20, len(sealed) // 3, len(sealed) - 9):
            changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
            assert not Sm2SealProvider().check(changed).valid, place

    def test_something_added_after_the_seal_is_noticed(self, sealed: bytes) -> None:
        check = Sm2SealProvider().check(sealed + b"\n% more\n")
        assert check.intact and not check.covers_whole_file and not check.valid

    def test_a_seal_taken_from_another_file_proves_nothing(self, sealed: bytes) -> None:
        other = Sm2SealProvider().seal(pdf(), seal_name=NAME, reason="x")
        mine, theirs = (content[content.index(b"/Contents <") :] for content in (other, sealed))
        stolen = other.replace(mine[11 : mine.index(b">")], theirs[11 : theirs.index(b">")])
        check = Sm2SealProvider().check(stolen)
        assert len(stolen) == len(other) and not check.valid

    @pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n", pdf(), b"%PDF-1.7 /GBT.38540"])
    def test_what_carries_no_seal_proves_nothing(self, content: bytes) -> None:
        check = Sm2SealProvider().check(content)
        assert not check.valid and check.problems and len(check.steps) == len(StepKey)

    def test_only_pdfs_can_be_sealed(self) -> None:
        with pytest.raises(Refusal) as refused:
            Sm2SealProvider().seal(b"text", seal_name=NAME, reason="x", box=SealBox(0, 1, 1, 9, 9))
        assert refused.value.code == "not_a_pdf"

    def test_whatever_sealed_a_file_its_own_check_is_made(self, sealed: bytes) -> None:
        """An installation that changes its provider still verifies what it sealed before."""
        local = seal_provider().seal(pdf(), seal_name=NAME, reason="x")
        assert check_seals(sealed).valid and check_seals(local).valid
        assert [step.passed for step in check_seals(local).steps].count(None) == 3
        assert not check_seals(saved_again(sealed)).valid and not check_seals(b"%PDF-").valid


def saved_again(content: bytes) -> bytes:
    out = BytesIO()
    PdfWriter(clone_from=PdfReader(BytesIO(content))).write(out)
    return bytes(out.getvalue())
