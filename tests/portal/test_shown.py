"""The journey of a licence shown on the phone (L-12), and what a revoked one says at once (6.4)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.adapters.sm2_seal import Sm2SealProvider
from core.outbox import drain
from core.sealing import StepKey, seal_provider
from identity.actors import Actor
from identity.models import Party
from notices.queries import visible_to as messages_of
from portal.pages.verify import STEP_WORDS
from spaces.models import Licence, LicenceState, LicenceUse
from spaces.services import change_licence_state
from spaces.services.showing import make_show_code
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.core.papersamples import pdf
from tests.spaces.papers import PLACE, licence

pytestmark = pytest.mark.django_db
WHO = {"who": "沙洲宾馆前台", "purpose": "入住登记"}
SHOWN = reverse("portal:shown")


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def found(owner: Actor) -> Licence:
    return licence(Party.objects.get(pk=owner.self_party_id))


def scanned(code: str) -> tuple[Client, Any]:
    client = Client(headers={"accept-language": "zh-CN"})
    return client, client.get(reverse("portal:scan", args=[code]))


def test_l12_shown_scanned_seen_told_and_never_scanned_again(owner: Actor, found: Licence) -> None:
    """Somebody shows a licence; a verifier scans it; a second scan is refused; the holder sees who looked."""
    code = make_show_code(found)
    verifier, answer = scanned(code)
    assert (answer.status_code, answer["Location"]) == (302, SHOWN)
    asked = verifier.get(SHOWN).content.decode()
    assert "gp-verdict" not in asked and found.number not in asked, "nothing is told before he says who he is"
    result = verifier.post(SHOWN, WHO, follow=True).content.decode()
    assert "gp-verdict--ok" in result and found.number in result and "王**" in result
    assert owner.name not in result and PLACE not in result, "status and minimal fields"
    for again in (scanned(code)[1], verifier.get(reverse("portal:scan", args=[code]))):
        assert again.status_code == 410 and found.number not in again.content.decode()
    drain(["interactive"])
    (told,) = [message for message in messages_of(owner) if message.kind == "spaces.LicenceVerified"]
    assert "沙洲宾馆前台" in told.text and "入住登记" in told.text
    page = signed_in(owner).get(reverse("cases:my_licence", args=[found.pk])).content.decode()
    assert "沙洲宾馆前台" in page and "入住登记" in page
    assert broken() == {}


def test_64_a_revocation_is_said_by_the_api_and_to_the_next_verifier_at_once(owner: Actor) -> None:
    firm = world.enterprise(owner)
    found = licence(firm)
    api = reverse("cases:api_verify_licence", args=[found.verify_code])
    assert Client().get(api).json()["valid"] is True
    code = make_show_code(found)
    change_licence_state(found, LicenceState.REVOKED, reason="依法吊销", ground="misused", by=world.staff("制证岗"))
    assert Client().get(api).json() | {"state": "07", "valid": False} == Client().get(api).json()
    verifier, _answer = scanned(code)
    page = verifier.post(SHOWN, WHO, follow=True).content.decode()
    assert "gp-verdict--bad" in page and "吊销" in page


def test_l12_staff_who_verify_are_named_by_their_sign_in_too(owner: Actor, found: Licence) -> None:
    clerk = world.staff("窗口受理岗")
    client = signed_in(clerk)
    client.get(reverse("portal:scan", args=[make_show_code(found)]))
    client.post(SHOWN, {"who": "某人", "purpose": "核验"})
    assert LicenceUse.objects.get().who == f"某人 {clerk.label}"


def test_l12_without_a_scan_there_is_nothing_to_see(found: Licence) -> None:
    make_show_code(found)
    assert Client().get(SHOWN).status_code == 404 and Client().post(SHOWN, WHO).status_code == 404


@pytest.mark.parametrize("code", ["made-up", "x" * 200, "%00", "..%2f"])
def test_l12_a_made_up_code_opens_nothing(code: str) -> None:
    assert Client().get(f"/verify/shown/{code}/").status_code in {404, 410}


@pytest.mark.parametrize(
    "typed",
    [{}, {"who": "", "purpose": "x"}, {"who": "\0\0", "purpose": "查验"}, {"who": "长" * 61, "purpose": "查验"}],
)
def test_l12_who_does_not_say_who_he_is_sees_nothing(found: Licence, typed: dict[str, str]) -> None:
    verifier, _answer = scanned(make_show_code(found))
    answer = verifier.post(SHOWN, typed)
    assert answer.status_code == 422 and found.number not in answer.content.decode()
    assert not LicenceUse.objects.exists()


def test_l12_codes_are_tried_at_a_bearable_pace() -> None:
    statuses = {number: scanned(f"try-{number}")[1].status_code for number in range(61)}
    assert set(statuses.values()) == {410}
    assert "次数" in scanned("one-more")[1].content.decode() or "频繁" in scanned("one-more")[1].content.decode()


class TestAFileOfAnybody:
    """6.6: the report on an uploaded file, step by step."""

    def checked(self, content: bytes, name: str = "a.pdf") -> tuple[int, str]:
        upload = SimpleUploadedFile(name, content, content_type="application/pdf")
        answer = Client(headers={"accept-language": "zh-CN"}).post(reverse("portal:verify_file"), {"file": upload})
        return answer.status_code, answer.content.decode()

    def test_66_every_step_is_reported_in_order(self) -> None:
        sealed = Sm2SealProvider().seal(pdf(), seal_name="张家港市公安局", reason="x")
        status, page = self.checked(sealed)
        assert status == 200 and "gp-verdict--ok" in page and "张家港市公安局" in page
        places = [page.index(str(STEP_WORDS[key])) for key in StepKey]
        assert places == sorted(places) and page.count("通过") >= len(StepKey)

    def test_66_the_step_that_failed_says_why(self) -> None:
        sealed = bytearray(Sm2SealProvider().seal(pdf(), seal_name="张家港市公安局", reason="x"))
        sealed[60] ^= 1
        _status, page = self.checked(bytes(sealed))
        assert "gp-verdict--bad" in page and "本文件已被改动" in page

    def test_66_a_local_seal_is_reported_without_the_parts_it_has_not(self) -> None:
        _status, page = self.checked(seal_provider().seal(pdf(), seal_name="张家港市公安局", reason="x"))
        assert "gp-verdict--ok" in page and page.count("该类印章没有此项内容") == 3

    @pytest.mark.parametrize("content", [b"words", b"%PDF-1.7", b"\0" * 99, pdf()])
    def test_whatever_is_uploaded_is_answered(self, content: bytes) -> None:
        status, page = self.checked(content)
        assert status == 200 and "gp-verdict--bad" in page

    def test_nothing_uploaded_is_told_at_the_field(self) -> None:
        answer = Client().post(reverse("portal:verify_file"))
        assert answer.status_code == 422 and 'id="id_file_error"' in answer.content.decode()
