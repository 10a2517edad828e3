"""A seal proves who sealed what; one changed byte and it proves nothing."""

import stat
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core import clock
from core.adapters.seal_picture import PIXELS, RED, seal_picture
from core.adapters.trial_authority import TrialAuthority
from core.adapters.trial_seal import TrialSealProvider
from core.papers import render_pdf
from core.refusal import Refusal
from core.sealing import SealBox, seal_provider
from core.services.files import store_file
from tests.core.papersamples import pdf

NAME = "张家港市市场监督管理局"


@pytest.fixture(scope="module")
def paper():
    return render_pdf("papers/base.html", {"title": "食品经营许可证"})


@pytest.fixture(scope="module")
def sealed(paper):
    return seal_provider().seal(paper, seal_name=NAME, reason="食品经营许可证")


def test_a_sealed_paper_is_intact_and_names_its_signer(sealed):
    check = seal_provider().check(sealed)
    assert (check.intact, check.covers_whole_file, check.trusted, check.valid) == (True, True, True, True)
    assert check.signer == NAME
    assert check.problems == ()


def test_the_signature_is_pades_and_the_seal_is_drawn_at_its_anchor(paper, sealed):
    anchor = PdfReader(BytesIO(paper)).named_destinations["seal"]
    (page,) = PdfReader(BytesIO(sealed)).pages
    (field,) = (one.get_object() for one in page["/Annots"] if one.get_object().get("/FT") == "/Sig")
    assert field["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"
    left, bottom, right, top = (float(side) for side in field["/Rect"])
    assert (left, top) == (round(anchor.left), round(anchor.top))
    assert right - left == top - bottom == 119
    assert "/N" in field["/AP"]


def test_the_sealing_time_is_the_injected_time(paper):
    moment = datetime(2025, 3, 3, 8, 0, tzinfo=UTC)
    with clock.running_at(clock.SimulatedClock(moment)):
        sealed = seal_provider().seal(paper, seal_name=NAME, reason="x")
    check = seal_provider().check(sealed)
    assert check.valid
    assert check.sealed_at == moment


def test_a_paper_without_an_anchor_is_sealed_at_the_lower_right_of_its_last_page():
    sealed = seal_provider().seal(pdf(lambda writer: writer.add_blank_page(595, 842)), seal_name=NAME, reason="x")
    first, last = PdfReader(BytesIO(sealed)).pages
    assert "/Annots" not in first
    left, bottom, right, top = (float(side) for side in last["/Annots"][0].get_object()["/Rect"])
    assert 400 < left < right < 595
    assert 0 < bottom < top < 250


def test_a_seal_can_be_put_into_a_given_box():
    sealed = seal_provider().seal(pdf(), seal_name=NAME, reason="x", box=SealBox(0, 100, 200, 219, 319))
    annotation = PdfReader(BytesIO(sealed)).pages[0]["/Annots"][0].get_object()
    assert [float(side) for side in annotation["/Rect"]] == [100, 200, 219, 319]


@given(st.data())
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_byte_is_noticed(paper, sealed, data):
    position = data.draw(st.integers(0, len(paper) - 1))
    changed = sealed[:position] + bytes([sealed[position] ^ data.draw(st.integers(1, 255))]) + sealed[position + 1 :]
    check = seal_provider().check(changed)
    assert not check.intact
    assert check.problems


def test_something_added_after_the_seal_is_noticed(sealed):
    check = seal_provider().check(sealed + b"\n% more\n")
    assert not check.covers_whole_file
    assert not check.valid


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n", pdf()])
def test_what_carries_no_seal_proves_nothing(content):
    check = seal_provider().check(content)
    assert not check.valid
    assert check.problems


def test_a_seal_of_another_authority_is_intact_but_not_trusted(paper, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    foreign = TrialSealProvider().seal(paper, seal_name=NAME, reason="x")
    check = seal_provider().check(foreign)
    assert (check.intact, check.trusted, check.valid) == (True, False, False)
    assert len(check.problems) == 1


def test_two_bodies_can_seal_one_paper(sealed):
    twice = seal_provider().seal(sealed, seal_name="张家港市公安局", reason="会签", box=SealBox(0, 60, 60, 179, 179))
    check = seal_provider().check(twice)
    assert check.valid
    assert check.signer == "张家港市公安局"


def test_only_pdfs_can_be_sealed():
    with pytest.raises(Refusal) as refused:
        seal_provider().seal(b"text", seal_name=NAME, reason="x")
    assert refused.value.code == "not_a_pdf"


@pytest.mark.django_db
def test_a_sealed_paper_may_be_stored(sealed):
    assert store_file(sealed, name="licence.pdf").size == len(sealed)


def test_keys_are_made_once_and_for_the_owner_only(tmp_path):
    folder = tmp_path / "seal"
    first = TrialAuthority(folder).seal(NAME)
    assert TrialAuthority(folder).seal(NAME).certificate == first.certificate
    assert TrialAuthority(folder).seal("张家港市公安局").certificate != first.certificate
    assert {stat.S_IMODE(path.stat().st_mode) for path in Path(folder).iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("name", ["公安局", NAME, "张家港市住房和城乡建设局行政审批服务中心", ""])
def test_a_seal_is_round_red_and_transparent_outside(name):
    picture = seal_picture(name, "试用电子印章")
    assert picture.size == (PIXELS, PIXELS)
    assert picture.getpixel((0, 0))[3] == 0
    assert picture.getpixel((PIXELS // 2, PIXELS // 2))[:3] == RED
    assert picture.getpixel((PIXELS // 2, PIXELS // 2))[3] > 200
    assert all(picture.getpixel((x, y))[3] > 200 for x, y in [(12, PIXELS // 2), (PIXELS // 2, PIXELS - 14)])
