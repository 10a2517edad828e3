import json
import logging
from collections.abc import Iterator
from io import StringIO
from logging.config import DictConfigurator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from govportal.logs import blot, set_up

ID_NUMBER = "32058219900307123X"
PHONE = "13812345678"


@pytest.fixture
def entries() -> Iterator[StringIO]:
    """What production would write, one JSON entry per line."""
    before = structlog.get_config()
    settings = set_up(as_json=True)
    configurator = DictConfigurator(settings)
    formatter = configurator.configure_formatter(dict(settings["formatters"]["entries"]))  # type: ignore[index]
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    logger = logging.getLogger("tests.logs")
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    structlog.configure(**before)


def test_identifiers_and_phones_never_reach_a_log_g04(entries: StringIO) -> None:
    structlog.get_logger("tests.logs").warning("case_refused", number=ID_NUMBER, contact={"phones": [int(PHONE)]})
    written = entries.getvalue()
    assert ID_NUMBER not in written
    assert PHONE not in written
    entry = json.loads(written)
    assert entry["number"] == "[id_number]"
    assert entry["contact"] == {"phones": ["[phone]"]}
    assert entry["event"] == "case_refused"
    assert entry["level"] == "warning"


def test_messages_of_foreign_libraries_are_blotted_too(entries: StringIO) -> None:
    logging.getLogger("tests.logs").info("sent to %s for %s", PHONE, ID_NUMBER)
    assert json.loads(entries.getvalue())["event"] == "sent to [phone] for [id_number]"


def test_tracebacks_are_blotted_too(entries: StringIO) -> None:
    try:
        raise ValueError(f"Key (id_number)=({ID_NUMBER}) already exists")
    except ValueError:
        logging.getLogger("tests.logs").exception("failed")
    written = entries.getvalue()
    assert ID_NUMBER not in written
    assert "Key (id_number)=([id_number])" in json.loads(written)["exception"]


def test_values_under_names_of_secrets_are_blotted_whole(entries: StringIO) -> None:
    structlog.get_logger("tests.logs").info("signed_in", session_token="abc", password="p", headers={"Cookie": "a=b"})
    entry = json.loads(entries.getvalue())
    assert entry["session_token"] == entry["password"] == entry["headers"]["Cookie"] == "[secret]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /live/hall?token=eyJhIjoxfQ:1abc:xyz&x=1", "GET /live/hall?token=[secret]&x=1"),
        ("Authorization: Bearer abcdefghijkl", "Authorization: Bearer [secret]"),
        ('{"password": "a b", "name": "x"}', '{"password": [secret], "name": "x"}'),
        ("+86 138-1234-5678", "[phone]"),
        ("320582900307123", "[id_number]"),
        ("case 113205820000000001X320582202611210001", "case 113205820000000001X320582202611210001"),
        ("91320582MA1MXYZX0P", "91320582MA1MXYZX0P"),
        ("took 13812 ms", "took 13812 ms"),
    ],
)
def test_what_is_blotted_and_what_is_not(text: str, expected: str) -> None:
    assert blot(text) == expected


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_surrounding_text_reveals_a_number(before: str, after: str) -> None:
    text = f"{before} {ID_NUMBER}，{PHONE} {after}"
    assert ID_NUMBER not in blot(text)
    assert PHONE not in blot(text)
