"""Citizens sign in by phone and code or by password, and register when their phone is new (A-01, A-02)."""

import pytest
from django.test import Client
from django.urls import reverse

from core.identifiers import fictional_id_number
from core.refusal import Refusal
from identity.models import Account, Party
from identity.services.registering import register_citizen
from tests import world
from tests.identity.people import PASSWORD, ask_for_code, last_code, pause_for, sign_in, with_password

pytestmark = pytest.mark.django_db
NEW_PHONE = "13700001234"
SPACE = "/space/"


def number(order: int) -> str:
    return fictional_id_number("320582", world.date(1985, 5, 5), order)


def proven(phone: str = NEW_PHONE) -> Client:
    """A visitor whose new phone is proven and who now registers."""
    client = Client()
    ask_for_code(client, phone)
    assert sign_in(client, phone, last_code(phone))["Location"].startswith(reverse("portal:register"))
    return client


def registering(client: Client, name: str, id_number: str) -> tuple[int, str]:
    answer = client.post(reverse("portal:register"), {"name": name, "number": id_number})
    return answer.status_code, answer.content.decode()


def test_a_citizen_signs_in_with_his_phone_and_the_code_sent_to_it() -> None:
    phone, client = world.phone_of(world.citizen(name="林晓")), Client()
    assert ask_for_code(client, phone).status_code == 302
    assert sign_in(client, phone, last_code(phone))["Location"] == SPACE
    assert "林晓" in client.get(SPACE).content.decode()


def test_signing_in_without_a_code_sends_one_first() -> None:
    phone, client = world.phone_of(world.citizen()), Client()
    sign_in(client, phone, "")
    assert sign_in(client, phone, last_code(phone))["Location"] == SPACE


def test_a_wrong_code_is_told_beside_the_field_and_the_phone_stays() -> None:
    phone, client = world.phone_of(world.citizen()), Client()
    ask_for_code(client, phone)
    wrong = f"{(int(last_code(phone)) + 1) % 1_000_000:06d}"
    answer = sign_in(client, phone, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_code_error"' in page and f'value="{phone}"' in page


def test_no_phone_lies_in_clear_in_a_session() -> None:
    """G-05: rows of sessions are signed, not encrypted."""
    asked = Client()
    ask_for_code(asked, NEW_PHONE)
    assert f'value="{NEW_PHONE}"' in asked.get(reverse("portal:sign_in")).content.decode()
    pause_for(NEW_PHONE, 60)
    for client in (asked, proven()):
        kept = str(dict(client.session.items()))
        assert "phone" in kept and NEW_PHONE not in kept


def test_a_wrong_phone_is_told_beside_the_field_when_a_code_is_asked_for() -> None:
    answer = ask_for_code(Client(), "1381234")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_phone_error"' in page and 'id="id_code_error"' not in page and 'value="1381234"' in page


def test_asking_too_often_is_told_beside_the_phone() -> None:
    client = Client()
    ask_for_code(client, NEW_PHONE)
    answer = ask_for_code(client, NEW_PHONE)
    assert answer.status_code == 422
    assert 'id="id_phone_error"' in answer.content.decode()


def test_the_answer_to_asking_for_a_code_is_the_same_for_known_and_unknown_phones() -> None:
    answers = [ask_for_code(Client(), phone) for phone in (world.phone_of(world.citizen()), NEW_PHONE)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/sign-in/?next=%2Fspace%2F")}


def test_the_way_back_leads_to_our_own_pages_only() -> None:
    phone, client = world.phone_of(world.citizen()), Client()
    ask_for_code(client, phone)
    assert sign_in(client, phone, last_code(phone), next="https://elsewhere.example/")["Location"] == SPACE
    pause_for(phone, 60)
    ask_for_code(client, phone)
    assert sign_in(client, phone, last_code(phone), next="/space/wallet/")["Location"] == "/space/wallet/"


def test_a_session_key_from_before_signing_in_is_worth_nothing_afterwards() -> None:
    phone, client = world.phone_of(world.citizen()), Client()
    ask_for_code(client, phone)
    planted = client.cookies["sessionid"].value
    sign_in(client, phone, last_code(phone))
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(SPACE).status_code == 302


def test_a_new_phone_registers_with_name_and_number_and_is_signed_in() -> None:
    client = proven()
    assert registering(client, "赵敏", number(11))[0] == 302
    assert "赵敏" in client.get(SPACE).content.decode()
    account = Account.objects.get(party__name="赵敏")
    assert (account.assurance_level, account.party.phone) == (3, NEW_PHONE)


def test_registering_needs_a_proven_phone() -> None:
    assert Client().get(reverse("portal:register"))["Location"] == reverse("portal:sign_in")


def test_somebody_the_population_register_does_not_know_gets_a_lower_level() -> None:
    """A-02: level 3 is name and number in the register, level 2 a number that is only well formed."""
    levels = [
        register_citizen(name=name, number=number(order), phone=f"1370000{order:04d}").assurance_level
        for order, name in ((21, "赵敏"), (22, "测试人"))
    ]
    assert levels == [3, 2]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("32058219850505", "18位"),
        ("32058219850230001X", "日期"),
        ("320582198505050000", "校验"),
        ("3205821985050500AB", "17位为数字"),
        ("00058219850505001X", "地区代码"),
    ],
)
def test_a_wrong_identity_number_is_explained_beside_its_field_and_kept(typed: str, says: str) -> None:
    status, page = registering(proven(), "赵敏", typed)
    error = page.partition('id="id_number_error"')[2].partition("</div>")[0]
    assert status == 422
    assert says in error, error
    assert f'value="{typed}"' in page and 'value="赵敏"' in page


def test_nobody_registers_under_the_number_of_another_person() -> None:
    owner = world.citizen(name="林晓")
    taken = Party.objects.get(pk=owner.self_party_id).code
    for name in ("林晓", "冒名者"):
        status, page = registering(proven(f"1370000{len(name):04d}"), name, taken)
        assert status == 422
        assert 'id="id_number_error"' in page and "已经注册" in page
    assert Account.objects.filter(party__code_index=Party.objects.get(pk=owner.self_party_id).code_index).count() == 1


def test_a_person_the_hall_met_before_keeps_one_record() -> None:
    met = Party.objects.get(pk=world.citizen(name="王芳").self_party_id)
    Account.objects.filter(party=met).delete()
    with pytest.raises(Refusal):
        register_citizen(name="别人", number=met.code, phone=NEW_PHONE)
    assert register_citizen(name="王芳", number=met.code, phone=NEW_PHONE).party_id == met.pk


def test_a_citizen_signs_in_with_his_password() -> None:
    actor = world.citizen()
    with_password(actor)
    client, page = Client(), reverse("portal:password_sign_in")
    answer = client.post(page, {"phone": world.phone_of(actor), "password": PASSWORD})
    assert answer["Location"] == SPACE
    assert client.get(SPACE).status_code == 200


def test_wrong_passwords_unknown_phones_and_people_without_password_get_one_answer() -> None:
    with_one, without = world.citizen(), world.citizen()
    with_password(with_one)
    tries = [(world.phone_of(with_one), "falsch"), (NEW_PHONE, PASSWORD), (world.phone_of(without), "!")]
    pages = []
    for phone, password in tries:
        answer = Client().post(reverse("portal:password_sign_in"), {"phone": phone, "password": password})
        assert answer.status_code == 422
        pages.append(answer.content.decode().replace(phone, "…").partition("<main")[2].partition("csrfmiddleware")[0])
    assert len(set(pages)) == 1


def test_a_disabled_citizen_gets_the_answer_of_an_unknown_one() -> None:
    actor = world.citizen()
    account = with_password(actor)
    account.is_active = False
    account.save(update_fields=["is_active"])
    phone, client = world.phone_of(actor), Client()
    answer = client.post(reverse("portal:password_sign_in"), {"phone": phone, "password": PASSWORD})
    assert answer.status_code == 422
    ask_for_code(client, phone)
    assert sign_in(client, phone, last_code(phone))["Location"].startswith(reverse("portal:register"))
    assert client.get(SPACE).status_code == 302
