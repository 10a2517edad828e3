"""The signature schemes of the wallets, against the texts their documentation prints and keys made here."""

import base64

import pytest

from payments.gateways.signatures import (
    alipay_text,
    hmac_holds,
    hmac_of,
    rsa_holds,
    rsa_sign,
    wechat_answer_text,
    wechat_open,
    wechat_request_text,
)
from tests.payments.gateways.wallets import keys

SEALED = base64.b64encode(bytes.fromhex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")).decode()
"""Text and tag of test case 14 of the GCM specification: key, nonce and text are zeros."""


def test_wechat_signs_five_ended_lines() -> None:
    """The text the documentation builds for its request of certificates."""
    text = wechat_request_text("GET", "/v3/certificates", 1554208460, "593BEC0C930BF1AFEB40B4A08C8FB242", "")
    assert text == b"GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n"


def test_wechat_answers_are_three_ended_lines() -> None:
    assert wechat_answer_text("1554209980", "c5ac7061fccab6bf3e254dcf98995b8c", "{}") == (
        b"1554209980\nc5ac7061fccab6bf3e254dcf98995b8c\n{}\n"
    )


def test_alipay_sorts_by_name_and_leaves_out_what_is_empty() -> None:
    parameters = {"b": "2", "a": "1", "sign": "x", "empty": "", "B": "3"}
    assert alipay_text(parameters) == b"B=3&a=1&b=2"
    assert alipay_text(parameters | {"sign_type": "RSA2"}) == b"B=3&a=1&b=2&sign_type=RSA2"
    without = frozenset({"sign", "sign_type"})
    assert alipay_text(parameters | {"sign_type": "RSA2"}, without=without) == b"B=3&a=1&b=2"


def test_an_rsa_signature_fits_its_text_and_its_key_alone() -> None:
    mine, other = keys("merchant"), keys("somebody")
    signature = rsa_sign(mine.private, "金额=20.00".encode())
    assert rsa_holds(mine.public, "金额=20.00".encode(), signature)
    assert not rsa_holds(mine.public, "金额=0.01".encode(), signature)
    assert not rsa_holds(other.public, "金额=20.00".encode(), signature)
    assert not rsa_holds(mine.public, "金额=20.00".encode(), "not base64!")
    assert not rsa_holds(mine.public, "金额=20.00".encode(), "")


def test_aes_256_gcm_opens_the_standards_own_example() -> None:
    """Zeros are signs like any other."""
    assert wechat_open("\0" * 32, nonce="\0" * 12, associated="", sealed=SEALED) == bytes(16)


@pytest.mark.parametrize("changed", [{"nonce": "\0" * 11 + "1"}, {"associated": "x"}, {"sealed": "AAAA" * 12}])
def test_a_changed_resource_does_not_open(changed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="does not open"):
        wechat_open("\0" * 32, **{"nonce": "\0" * 12, "associated": "", "sealed": SEALED, **changed})


def test_hmac_is_over_moment_and_body() -> None:
    signature = hmac_of("secret", 1000, b"{}")
    assert hmac_holds("secret", 1000, b"{}", signature)
    assert not hmac_holds("secret", 1001, b"{}", signature)
    assert not hmac_holds("secret", 1000, b"{ }", signature)
    assert not hmac_holds("other", 1000, b"{}", signature)
    assert not hmac_holds("secret", 1000, b"{}", "签名")
