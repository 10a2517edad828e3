"""The pages of those who answer for licences: found, changed, rescinded, cancelled, transferred, printed (6.4)."""

import pytest
from django.test import Client
from django.urls import reverse

from identity.actors import Actor
from identity.models import Party
from spaces.models import Capture, CaptureBatch, HolderCodeType, Licence, LicenceState, LicenceType, LicenceUse
from spaces.services.holders import add_holder_code
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.spaces.papers import licence
from tests.spaces.test_captures import ID, SAID

pytestmark = pytest.mark.django_db
REASON = "依据行政许可法有关规定，经集体讨论决定"
KEPT = reverse("cases:kept_licences")


@pytest.fixture
def maker() -> Actor:
    return world.staff("制证岗")


@pytest.fixture
def client(maker: Actor) -> Client:
    return signed_in(maker)


def deed(client: Client, found: Licence, name: str, **typed: object) -> int:
    return client.post(reverse("cases:change_licence", args=[found.pk, name]), typed).status_code


def state(found: Licence) -> tuple[str, str]:
    found.refresh_from_db()
    return found.state, found.state_ground


class TestDeeds:
    def test_64_rescinding_and_cancelling_need_their_ground(self, client: Client) -> None:
        """XKF 69, 70."""
        found = licence()
        typed = {"reason": REASON, "decided": "on"}
        assert deed(client, found, "rescind", **typed) == 422
        assert deed(client, found, "rescind", **typed, ground="expired") == 422
        assert state(found) == ("01", "")
        assert deed(client, found, "rescind", **typed, ground="deceit") == 302
        assert state(found) == (LicenceState.RESCINDED, "deceit")
        assert deed(client, found, "cancel", **typed, ground="body_ended") == 422, "a person is no body"
        assert deed(client, found, "cancel", **typed, ground="ended_before") == 302
        page = client.get(reverse("cases:issued_licence", args=[found.pk])).content.decode()
        assert "以欺骗、贿赂等不正当手段取得许可" in page and "证件依法被吊销" in page
        public = Client().get(reverse("portal:verify", args=[found.verify_code])).content.decode()
        assert "注销" in public and REASON in public

    def test_l03_a_new_version_is_issued_from_what_was_typed(self, client: Client) -> None:
        found = licence()
        typed = {"said-0": "人民中路1号", "valid_until": "", "reason": REASON, "decided": "on"}
        assert deed(client, found, "change", **typed) == 302
        new = Licence.objects.get(previous=found)
        assert (new.data, new.valid_until, new.version) == ({"经营场所": "人民中路1号"}, None, 2)
        page = client.get(reverse("cases:issued_licence", args=[new.pk])).content.decode()
        assert reverse("cases:issued_licence", args=[found.pk]) in page, "the versions lead to each other"

    @pytest.mark.parametrize(
        "typed",
        [
            {"said-0": "人民中路1号", "valid_until": "2001-01-01"},
            *({"said-0": "人民中路1号", "valid_until": "soon"}, {"said-0": "长" * 501}, {"said-0": "\0"}),
            {"said-0": "人民中路1号", "reason": "联系人13812345678要求变更"},
        ],
    )
    def test_hostile_versions_are_told_and_nothing_is_issued(self, client: Client, typed: dict[str, str]) -> None:
        found = licence()
        assert deed(client, found, "change", **{"reason": REASON, "decided": "on", **typed}) == 422
        assert Licence.objects.count() == 1

    def test_64_a_licence_goes_to_another_body_and_is_taken_in_there(self, client: Client) -> None:
        found, other = licence(), world.department("便民中心")
        assert deed(client, found, "transfer", reason=REASON, decided="on", receiver=found.issuer_id) == 422
        assert deed(client, found, "transfer", reason=REASON, decided="on", receiver=other.pk) == 302
        receiver = signed_in(world.staff("制证岗", "便民中心"))
        address = reverse("cases:take_in_licence", args=[found.pk])
        assert address in receiver.get(KEPT).content.decode()
        assert client.get(address).status_code == 404
        assert receiver.post(address).status_code == 422, "not without the decision"
        assert receiver.post(address, {"decided": "on"}).status_code == 302
        assert Licence.objects.get(previous=found).issuer == other and broken() == {}

    def test_l15_a_blank_is_written_down_once(self, client: Client) -> None:
        first, second = licence(drawn=True), licence(drawn=True)
        assert deed(client, first, "print", blank_no="A-0001") == 302
        assert deed(client, second, "print", blank_no="A-0001") == 422
        for wrong in ("", "a b", "证0001", "x" * 41):
            assert deed(client, second, "print", blank_no=wrong) == 422
        assert "A-0001" in client.get(reverse("cases:issued_licence", args=[first.pk])).content.decode()


class TestFinding:
    def test_63_a_licence_is_found_by_its_number_or_any_code_of_its_holder(self, client: Client) -> None:
        holder = Party.objects.get(pk=world.citizen(name="周敏").self_party_id)
        found = licence(holder)
        add_holder_code(holder, HolderCodeType.PASSPORT, "E12345678", by=world.staff("窗口受理岗"))
        for words in (found.number, found.identifier, holder.code, "E12345678"):
            page = client.get(KEPT, {"q": words}).content.decode()
            assert reverse("cases:issued_licence", args=[found.pk]) in page, words

    @pytest.mark.parametrize("words", ["周敏", "周", "%", "2026", "\0", "x" * 9999, "' OR 1=1 --"])
    def test_l11_nobody_browses(self, client: Client, words: str) -> None:
        licence(Party.objects.get(pk=world.citizen(name="周敏").self_party_id))
        answer = client.get(KEPT, {"q": words})
        assert answer.status_code == 200 and "desk/licences/1" not in answer.content.decode()

    def test_l11_licences_of_another_body_are_not_found(self, client: Client) -> None:
        found = licence(issuer="住建局")
        assert (
            reverse("cases:issued_licence", args=[found.pk])
            not in client.get(KEPT, {"q": found.number}).content.decode()
        )

    def test_l11_each_look_of_a_leader_is_written_down_for_the_holder(self) -> None:
        leader, found = world.staff("分管领导岗"), licence()
        signed_in(leader).get(reverse("cases:issued_licence", args=[found.pk]))
        assert LicenceUse.objects.get().who == leader.label

    def test_identity_numbers_in_a_licence_are_masked_for_staff(self, client: Client) -> None:
        found = licence(证号="320582199003070015")
        page = client.get(reverse("cases:issued_licence", args=[found.pk])).content.decode()
        assert "320582199003070015" not in page and "320***********0015" in page


class TestKinds:
    def test_h54_a_layout_is_changed_by_its_next_version(self, client: Client) -> None:
        kind = LicenceType.objects.get(code=licence().type_code)
        address = reverse("cases:licence_kind", args=[kind.pk])
        typed = {"holder_kind": "person", "validity": "years", "years": "5", "fields_text": "经营场所*\n备注"}
        assert client.post(address, typed).status_code == 302
        layout = kind.layouts.get()
        assert layout.fields == [{"label": "经营场所", "required": True}, {"label": "备注", "required": False}]
        assert "经营场所*" in client.get(address).content.decode()
        assert (
            reverse("cases:licence_kind", args=[kind.pk]) in client.get(reverse("cases:licence_kinds")).content.decode()
        )

    @pytest.mark.parametrize(
        "changes",
        [
            *({"fields_text": ""}, {"fields_text": "a\na"}, {"fields_text": "*"}, {"validity": "ever"}),
            *({"years": ""}, {"years": "0"}, {"years": "9" * 99}, {"holder_kind": "animal"}, {"fields_text": "\0"}),
        ],
    )
    def test_a_wrong_layout_changes_nothing(self, client: Client, changes: dict[str, str]) -> None:
        kind = LicenceType.objects.get(code=licence().type_code)
        typed = {"holder_kind": "", "validity": "years", "years": "5", "fields_text": "经营场所", **changes}
        assert client.post(reverse("cases:licence_kind", args=[kind.pk]), typed).status_code == 422
        kind.refresh_from_db()
        assert not kind.layouts.exists() and kind.validity == "item"


class TestPaper:
    """L-16 at the desk."""

    def begun(self, client: Client) -> Capture:
        typed = {"name": "旧证第一批", "licence_name": "卫生许可证", "fields_text": "地址"}
        assert client.post(reverse("cases:capture_batches"), typed).status_code == 302
        batch = CaptureBatch.objects.get()
        assert client.post(reverse("cases:capture_batch", args=[batch.pk]), {"file": world.pdf()}).status_code == 302
        return Capture.objects.get()

    def reading(self, **changes: str) -> dict[str, str]:
        return {f"said-{place}": words for place, words in enumerate((SAID | changes).values())}

    def test_l16_two_persons_type_and_a_difference_is_settled(self, client: Client) -> None:
        capture = self.begun(client)
        address = reverse("cases:capture", args=[capture.pk])
        second = signed_in(world.staff("窗口受理岗"))
        assert client.get(reverse("cases:capture_scan", args=[capture.pk]))["Content-Type"] == "image/jpeg"
        assert client.post(address, self.reading()).status_code == 302
        shown = second.get(address).content.decode()
        assert SAID["地址"] not in shown and ID not in shown, "he reads the paper, not what the other typed"
        assert client.post(address, self.reading()).status_code == 302, "the typist may type anew, but not check"
        assert not Licence.objects.exists()
        assert second.post(address, self.reading(地址="杨舍镇东街8号")).status_code == 302
        asked = second.get(address).content.decode()
        assert "杨舍镇东街3号" in asked and "杨舍镇东街8号" in asked
        assert second.post(address, {"said-0": "杨舍镇东街8号"}).status_code == 422, "his own reading again"
        assert second.post(address, {"said-0": "别处"}).status_code == 422
        assert second.post(address, {"said-0": "杨舍镇东街3号"}).status_code == 302
        found = Licence.objects.get()
        assert (found.trust_level, found.data) == ("B", {"地址": "杨舍镇东街3号"})
        assert "gp-stackform" not in client.get(address).content.decode().partition("<main")[2] and broken() == {}

    @pytest.mark.parametrize(
        "changes", [{"code": "1"}, {"issued_on": "gestern"}, {"number": ""}, {"地址": "\0"}, {"holder": "长" * 301}]
    )
    def test_l16_a_wrong_reading_is_told_at_its_field_and_kept(self, client: Client, changes: dict[str, str]) -> None:
        capture = self.begun(client)
        answer = client.post(reverse("cases:capture", args=[capture.pk]), self.reading(**changes))
        assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
        capture.refresh_from_db()
        assert capture.state == "scanned"

    def test_l16_a_scan_that_is_none_is_told(self, client: Client) -> None:
        capture = self.begun(client)
        address = reverse("cases:capture_batch", args=[capture.batch_id])
        wrong = world.pdf()
        wrong.name = "a.exe"
        assert client.post(address, {"file": wrong}).status_code == 422
        assert (
            client.post(reverse("cases:reject_capture", args=[capture.pk]), {"reason": "字迹不清"}).status_code == 302
        )
        capture.refresh_from_db()
        assert capture.state == "rejected"
