"""Settings every place shares. Secrets and addresses come from the environment; production refuses defaults."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from govportal.embedded.places import data_folder
from govportal.logs import set_up

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = data_folder(BASE_DIR)
# Visitors never wait longer; commands and workers, which may, set their own.
STATEMENT_TIMEOUT = os.environ.get("STATEMENT_TIMEOUT", "10s")


def database_from(url: str) -> dict[str, object]:
    """Django's database settings for a `postgresql://user:password@host:port/name?host=/socket` address."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": f"-c lock_timeout=3s -c statement_timeout={STATEMENT_TIMEOUT}",
            # Prepared on the third use: half of what the database spends on a small statement is planning it.
            "server_side_binding": True,
            "prepare_threshold": 3,
            **options,
        },
    }


def broker_from(url: str) -> str:
    """Celery's spelling of a Redis address; it differs for Unix sockets only."""
    return url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")


def cache_at(url: str) -> dict[str, object]:
    """Django's cache settings for a Redis address. A server that hangs is given up soon: pages work without it."""
    patience = {"socket_connect_timeout": 1, "socket_timeout": 2}
    return {"BACKEND": "core.adapters.cache.KeptClientsCache", "LOCATION": url, "OPTIONS": patience}


SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "viewflow",
    "viewflow.workflow",
    "core",
    "identity",
    "items",
    "spaces",
    "payments",
    "deliveries",
    "cases",
    "linkage",
    "supervision",
    "notices",
    "hall_devices",
    "portal",
    "govportal",
]

MIDDLEWARE = [
    "govportal.metrics.CountRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "identity.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.UnansweredMiddleware",
    "portal.middleware.PartsMiddleware",
]

ROOT_URLCONF = "govportal.urls"
WSGI_APPLICATION = "govportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "core.context_processors.frame",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
        },
    },
]

FORM_RENDERER = "core.formrenderer.ComponentRenderer"

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", "postgresql:///govportal"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": cache_at(REDIS_URL)}

AUTH_USER_MODEL = "identity.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "phone", "number")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
# Where core.clock reads the time: "database" (all machines agree) or "host".
CLOCK_SOURCE = "database"

METRICS_NETWORKS = [net for net in os.environ.get("METRICS_NETWORKS", "127.0.0.0/8,::1/128").split(",") if net]

# Live streams: where pages open them, which web origins may, and how long a page may listen without being renewed.
LIVE_URL = os.environ.get("LIVE_URL", "/live/")
LIVE_ORIGINS = [origin for origin in os.environ.get("LIVE_ORIGINS", SITE_URL).split(",") if origin]
LIVE_LISTENERS_PER_CHANNEL = 500
STREAM_TOKEN_SECONDS = 12 * 60 * 60

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
MAX_FILE_BYTES = 50 * 1024 * 1024
# What one account may have on its way in parts at the same time: files, and bytes announced in all.
MAX_UPLOADS = 20
MAX_UPLOAD_BYTES = 200 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Dotted path of a function of (content, media type) that raises Refusal for malware; None when there is no scanner.
FILE_SCANNER: str | None = None
# Dotted path of the class that seals documents and checks seals (core.sealing.SealProvider).
SEAL_PROVIDER = "core.adapters.trial_seal.TrialSealProvider"
# Those with which files were sealed before, or are sealed elsewhere: their seals are still checked.
SEAL_CHECKERS = ["core.adapters.trial_seal.TrialSealProvider", "core.adapters.sm2_seal.Sm2SealProvider"]
# Base codes of the items whose law demands that refusals are published as well (2.11).
PUBLISHED_REFUSALS: list[str] = []
# What seals the packages of the archive, by the digest of their manifest (core.sealing.DigestSealer).
DIGEST_SEALER = "core.adapters.sm2_seal.Sm2SealProvider"
# A city's seal platform: its address, our key there, and the file with the certificate (DER) its seals lead to.
SEAL_PLATFORM = {
    "url": os.environ.get("SEAL_PLATFORM_URL", ""),
    "key": os.environ.get("SEAL_PLATFORM_KEY", ""),
    "root": os.environ.get("SEAL_PLATFORM_ROOT", ""),
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF, *([LIVE_URL] if LIVE_URL.startswith("http") else [])],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
        "base-uri": [SELF],
        "object-src": ["'none'"],
    }
}

# Who may show the two pages made for frames (frame-ancestors). The list of items holds nothing of anybody, so every
# site may; the progress page asks for a secret, which people should type into sites the hall has agreed with only.
EMBED_ITEMS_ORIGINS = [origin for origin in os.environ.get("EMBED_ITEMS_ORIGINS", "*").split(",") if origin]
EMBED_PROGRESS_ORIGINS = [origin for origin in os.environ.get("EMBED_PROGRESS_ORIGINS", "").split(",") if origin]

ARCHIVE_AFTER_DAYS = int(os.environ.get("ARCHIVE_AFTER_DAYS", "1"))
"""Calendar days after which the file of an ended case is packed by itself (2.10); five working days are the limit
(S-30)."""
CATALOGUE_LIMITS = {"declare": 20, "legal": 10}
"""Calendar days in which a department declares a change of law, and the legal office answers (I-11)."""
CATALOGUE_REVIEW_MONTHS = int(os.environ.get("CATALOGUE_REVIEW_MONTHS", "12"))
"""How long an item may go without anybody looking at it (I-16)."""

CELERY_BROKER_URL = broker_from(REDIS_URL)
CELERY_TASK_DEFAULT_QUEUE = "interactive"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "sing": {"task": "govportal.tasks.sing", "schedule": 20, "options": {"expires": 60}},
    "sweep-deliveries": {"task": "core.tasks.sweep_deliveries", "schedule": 10, "options": {"expires": 10}},
    "sweep-clocks": {"task": "cases.tasks.sweep_due_clocks", "schedule": 15, "options": {"expires": 15}},
    "publish-decisions": {"task": "cases.tasks.publish_decisions", "schedule": 60, "options": {"expires": 60}},
    "sweep-orders": {"task": "supervision.tasks.sweep_due_orders", "schedule": 30, "options": {"expires": 30}},
    "pack-ended-cases": {"task": "cases.tasks.pack_ended_cases", "schedule": 60, "options": {"expires": 60}},
    "sweep-unarchived": {
        "task": "supervision.tasks.sweep_unarchived_cases",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "sweep-late-parcels": {
        "task": "supervision.tasks.sweep_late_parcels_of_cases",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "sweep-callbacks": {"task": "supervision.tasks.sweep_due_callbacks", "schedule": 30, "options": {"expires": 30}},
    "sweep-payments": {"task": "payments.tasks.sweep_payments", "schedule": 15, "options": {"expires": 15}},
    "reconcile": {"task": "payments.tasks.sweep_reconciliations", "schedule": 60, "options": {"expires": 60}},
    "keep-catalogue-plans": {"task": "items.tasks.keep_plans", "schedule": 60, "options": {"expires": 60}},
    "close-queues": {"task": "hall_devices.tasks.close_queues", "schedule": 3600, "options": {"expires": 3600}},
    "clear-sessions": {"task": "govportal.tasks.clear_sessions", "schedule": 3600, "options": {"expires": 3600}},
    "forget-misses": {"task": "items.tasks.sweep_old_misses", "schedule": 86400, "options": {"expires": 3600}},
    "resume-books": {"task": "items.tasks.resume_books", "schedule": 60, "options": {"expires": 60}},
    "sweep-parcels": {"task": "deliveries.tasks.sweep_silent_parcels", "schedule": 30, "options": {"expires": 30}},
    "reconcile-parcels": {"task": "deliveries.tasks.reconcile_parcels", "schedule": 3600, "options": {"expires": 3600}},
    "expire-licences": {
        "task": "spaces.tasks.sweep_expired_licences",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "deem-renewals": {"task": "cases.tasks.sweep_undecided_renewals", "schedule": 600, "options": {"expires": 600}},
    "propose-removals": {
        "task": "cases.tasks.propose_retention_acts",
        "schedule": 86400,
        "options": {"expires": 3600},
    },
    "count-data-quality": {"task": "spaces.tasks.count_data_quality", "schedule": 3600, "options": {"expires": 3600}},
    "forget-uploads": {"task": "core.tasks.forget_uploads", "schedule": 3600, "options": {"expires": 3600}},
    "watch-calendar": {"task": "core.tasks.watch_calendar", "schedule": 3600, "options": {"expires": 3600}},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = "Asia/Shanghai"

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "core.problems.problem",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "govportal",
    "DESCRIPTION": "Online government-services hall",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "ItemStateEnum": "items.api.listing.FROZEN_STATES",
        "ParcelStateEnum": "deliveries.api.TOLD_STATES",
    },
    # Links inside the buttons that open a part would be two controls in one.
    "SWAGGER_UI_SETTINGS": {"deepLinking": False},
}

# Field encryption: {key id: 32 bytes in hex}; the first is used for writing, all for reading.
FIELD_KEYS: dict[str, str] = {}
BLIND_INDEX_KEY = os.environ.get("BLIND_INDEX_KEY", "")

# Adapters by dotted path, the trial's; production does not start without the names of its own.
SMS_GATEWAY = "notices.adapters.trial_sms.TrialSmsGateway"
POPULATION_REGISTER = "identity.ports.TrialPopulationRegister"
# Driver of the card readers: none, pcsc, or what an installation registers (hall_devices.readers). PCSC_READERS names
# the reader of each place, such as {"window-12": "Alcor"}; without an entry the machine's first reader is taken.
CARD_READER = os.environ.get("CARD_READER", "none")
PCSC_READERS: dict[str, str] = json.loads(os.environ.get("PCSC_READERS", "{}"))

# Systems cases are told to, by code: {"url": …, "secret": …}. A JSON object in the environment.
EXCHANGE_PARTNERS: dict[str, dict[str, str]] = json.loads(os.environ.get("EXCHANGE_PARTNERS", "{}"))

# Bodies that hand documents over on request (I-07), by code: {"name": …, "url": …, "secret": …, "materials": [names]}.
# A JSON object in the environment.
EXCHANGE_SOURCES: dict[str, dict[str, Any]] = json.loads(os.environ.get("EXCHANGE_SOURCES", "{}"))

# Carriers of parcels by code: {"name": …, "url": …, "secret": …, "adapter": dotted path, "silence": seconds}; the
# adapter is the signed HTTP one unless another is named. A JSON object in the environment.
CARRIERS: dict[str, dict[str, Any]] = json.loads(os.environ.get("CARRIERS", "{}"))

# Where people pay: by code the dotted path of an adapter (payments.gateways) and what it needs to know, such as
# {"wechat": {"adapter": "payments.gateways.wechat.WechatGateway", "mchid": …}}. A JSON object in the environment.
PAYMENT_GATEWAYS: dict[str, dict[str, str]] = json.loads(os.environ.get("PAYMENT_GATEWAYS", "{}"))

# Local parameters of the hall; every value is a DESIGN default of the rulebook.
CASE_SERIAL_DIGITS = 4
SMS_SIGNATURE = "张家港政务通"
REGION_CODE = os.environ.get("REGION_CODE", "320582")
# What every page says about the place itself.
HALL = {
    "city": "张家港市",
    "name": "张家港市网上政务服务大厅",
    "centre": "市政务服务中心",
    "host": "张家港市政务服务管理办公室",
    "address": "张家港市杨舍镇华昌路政务服务中心大楼",
    "hotline": "12345",
    "phone": "0512-29990000",
    "hours": "工作日 9:00–12:00、13:00–17:00",
    # Where decisions of the place's bodies are contested (T-21).
    "review_body": "张家港市人民政府",
    "court": "张家港市人民法院",
}

LOGGING = set_up(as_json=False)
