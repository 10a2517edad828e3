"""Logging for all processes: structlog in front, one line per entry, personal data and tokens blotted out (G-04).

The blotting runs last before rendering, on every text of the entry: messages of foreign libraries and tracebacks too.
"""

import logging
import re
from collections.abc import Mapping

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from core.masking import Audience, Kind, mask

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|\d{15})(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?![0-9A-Za-z])")
_BEARER = re.compile(r"(?i)\b(bearer|basic|token)\s+[A-Za-z0-9._~+/:=-]{8,}")
_ASSIGNED = re.compile(
    r"(?i)\b([a-z_-]*(?:token|password|passwd|secret|signature|sessionid|csrftoken|otp|sms_code)[a-z_]*)"
    r"([\"']?\s*[=:]\s*)(\"[^\"]*\"|'[^']*'|[^\s&,;)}\]]+)"
)
_SECRET_NAME = re.compile(r"(?i)token|password|passwd|secret|signature|cookie|authorization|sessionid|otp$|sms_code")
BLOT = "[secret]"


def blot(text: str) -> str:
    """`text` with ID numbers and phone numbers replaced by their kind, tokens and passwords by a blot."""
    text = _ASSIGNED.sub(rf"\1\2{BLOT}", text)
    text = _BEARER.sub(rf"\1 {BLOT}", text)
    text = _ID_NUMBER.sub(lambda found: mask(Kind.ID_NUMBER, found.group(), Audience.LOG), text)
    return _PHONE.sub(lambda found: mask(Kind.PHONE, found.group(), Audience.LOG), text)


def blot_entry(logger: WrappedLogger, method: str, entry: EventDict) -> EventDict:
    """structlog processor: every text of the entry blotted, whole values under names of secrets."""
    return {name: BLOT if _SECRET_NAME.search(name) else _blotted(value) for name, value in entry.items()}


def _blotted(value: object) -> object:
    if isinstance(value, Mapping):
        return {
            blot(str(name)): BLOT if _SECRET_NAME.search(str(name)) else _blotted(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_blotted(inner) for inner in value]
    return value if value is None or isinstance(value, bool | float) else _blotted_scalar(value)


def _blotted_scalar(value: object) -> object:
    text = str(value)
    clean = blot(text)
    return value if isinstance(value, int) and clean == text else clean


def tells_something(record: logging.LogRecord) -> bool:
    """False for the warning Django writes about each 503 of a readiness probe: its answer already says why."""
    return not str(getattr(getattr(record, "request", None), "path", "")).startswith("/healthz/")


def set_up(*, as_json: bool) -> dict[str, object]:
    """Django's LOGGING, after telling structlog the same: JSON for machines, plain lines for a terminal."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            blot_entry,
            renderer,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"entries": formatter},
        "filters": {"probes": {"()": "django.utils.log.CallbackFilter", "callback": tells_something}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "entries", "filters": ["probes"]}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "httpx": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
