"""Settings of a real installation: every secret and address is given, or the start is refused.

Each name below comes from the environment, or from the file that NAME_FILE points to (as container secrets do).
"""

import json
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from govportal.logs import set_up
from govportal.settings.base import *  # noqa: F403
from govportal.settings.base import broker_from, cache_at, database_from

ADAPTERS = ("SMS_GATEWAY", "SEAL_PROVIDER", "POPULATION_REGISTER")
"""Dotted paths of what stands between the hall and the outside. Those of the trial send nothing, seal with keys nobody
trusts and know everybody, so none of them is taken unless it is named."""
REQUIRED = (
    *("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL"),
    *ADAPTERS,
)


def _given(name: str) -> str:
    """The value of `name`, from its file or from the environment; empty when there is none."""
    if source := os.environ.get(f"{name}_FILE"):
        try:
            return Path(source).read_text(encoding="utf-8").strip()
        except OSError as reason:
            raise ImproperlyConfigured(f"{name}_FILE={source} cannot be read: {reason.strerror}.") from reason
    return os.environ.get(name, "").strip()


_values = {name: _given(name) for name in REQUIRED}
if _missing := [name for name, value in _values.items() if not value]:
    raise ImproperlyConfigured(f"Production does not start without {', '.join(_missing)} (or the same with _FILE).")

TRIAL = False
SECRET_KEY = _values["SECRET_KEY"]
BLIND_INDEX_KEY = _values["BLIND_INDEX_KEY"]
try:
    FIELD_KEYS = dict(json.loads(_values["FIELD_KEYS"]))
except ValueError as reason:
    raise ImproperlyConfigured('FIELD_KEYS must be JSON like {"2026-1": "64 hex digits"}.') from reason

SMS_GATEWAY, SEAL_PROVIDER, POPULATION_REGISTER = (_values[name] for name in ADAPTERS)
DIGEST_SEALER = _given("DIGEST_SEALER") or SEAL_PROVIDER

SITE_URL = _values["SITE_URL"].rstrip("/")
ALLOWED_HOSTS = [host.strip() for host in _values["ALLOWED_HOSTS"].split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
LIVE_ORIGINS = [SITE_URL]

DATABASES = {"default": database_from(_values["DATABASE_URL"])}
REDIS_URL = _values["REDIS_URL"]
CELERY_BROKER_URL = broker_from(REDIS_URL)
CACHES = {"default": cache_at(_given("CACHE_URL") or REDIS_URL)}

# nginx ends TLS and is the only way in; it sets this header itself and drops what the visitor sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz/", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# The prefix makes browsers insist on https, this very host and path /.
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True

STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))  # noqa: F405
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Holds the keys of the gateways, so it may lie in a file as well.
PAYMENT_GATEWAYS = dict(json.loads(_given("PAYMENT_GATEWAYS") or "{}"))

LOGGING = set_up(as_json=True)
