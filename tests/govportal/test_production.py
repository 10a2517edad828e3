import json
import secrets

import pytest

from tests.govportal.conftest import Outside

SETTINGS = "govportal.settings.production"


@pytest.fixture
def given(outside: Outside) -> dict[str, str]:
    """Everything a production start wants, from the environment."""
    return {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_KEYS": json.dumps({"2026-1": secrets.token_hex(32)}),
        "BLIND_INDEX_KEY": secrets.token_hex(32),
        "DATABASE_URL": "postgresql://govportal:pw@database.invalid/govportal",
        "REDIS_URL": "redis://redis.invalid/0",
        "ALLOWED_HOSTS": "hall.example.org",
        "SITE_URL": "https://hall.example.org/",
        "SMS_GATEWAY": "city.sms.Gateway",
        "SEAL_PROVIDER": "city.seals.Provider",
        "POPULATION_REGISTER": "city.persons.Register",
    }


def test_the_deployment_check_passes_without_a_warning(outside: Outside, given: dict[str, str]) -> None:
    code, output = outside.run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **given)
    assert code == 0, output


@pytest.mark.parametrize(
    "name",
    [
        *("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL"),
        *("SMS_GATEWAY", "SEAL_PROVIDER", "POPULATION_REGISTER"),
    ],
)
def test_the_start_is_refused_without_each_secret_address_and_adapter(
    outside: Outside, given: dict[str, str], name: str
) -> None:
    code, output = outside.run("-c", f"import {SETTINGS}", **(given | {name: ""}))
    assert code == 1
    assert f"Production does not start without {name} " in output


def test_secrets_may_lie_in_files(outside: Outside, given: dict[str, str]) -> None:
    source = outside.folder / "secret_key"
    source.write_text(given.pop("SECRET_KEY") + "\n")
    words = f"from {SETTINGS} import SECRET_KEY; print(SECRET_KEY)"
    code, output = outside.run("-c", words, SECRET_KEY_FILE=str(source), **given)
    assert (code, output) == (0, source.read_text())


def test_a_secret_file_that_is_missing_is_named(outside: Outside, given: dict[str, str]) -> None:
    code, output = outside.run("-c", f"import {SETTINGS}", SECRET_KEY_FILE="/nowhere/key", **given)
    assert code == 1
    assert "SECRET_KEY_FILE=/nowhere/key cannot be read" in output


def test_cookies_are_bound_to_the_host_and_nothing_of_the_trial_is_on(outside: Outside, given: dict[str, str]) -> None:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "TRIAL", "DEBUG", "SITE_URL")
    words = f"import json, {SETTINGS} as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    code, output = outside.run("-c", words, **given)
    assert code == 0, output
    assert json.loads(output) == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "LANGUAGE_COOKIE_NAME": "__Host-language",
        "TRIAL": False,
        "DEBUG": False,
        "SITE_URL": "https://hall.example.org",
    }


def test_no_adapter_of_the_trial_is_taken_unless_it_is_named(outside: Outside, given: dict[str, str]) -> None:
    """The trial's register knows everybody (A-02), its gateway sends nothing, nobody trusts its seals."""
    names = ("SMS_GATEWAY", "SEAL_PROVIDER", "POPULATION_REGISTER")
    words = f"import json, {SETTINGS} as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    code, output = outside.run("-c", words, **given)
    assert code == 0, output
    assert json.loads(output) == {name: given[name] for name in names}


@pytest.mark.parametrize("address", ["/trial/messages/", "/trial/reader/"])
def test_trial_pages_have_no_address_in_production(outside: Outside, given: dict[str, str], address: str) -> None:
    words = (
        "import django; django.setup(); from django.urls import Resolver404, resolve\n"
        f"try:\n    resolve({address!r}); print('there')\n"
        "except Resolver404:\n    print('nowhere')"
    )
    code, output = outside.run("-c", words, **given)
    assert (code, output) == (0, "nowhere\n")
