"""Speaking to a gateway over HTTP: only to where it is registered, with timeouts, no redirects, bounded answers."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from payments.gateways import GatewayAway, GatewayRejected

TIMEOUT = httpx.Timeout(10.0, connect=3.0)
MOST_BYTES = 10 * 1024 * 1024
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def call(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> httpx.Response:
    """The answer of a gateway. Raises GatewayAway when it does not answer or is not well, GatewayRejected with its
    status when it refuses, ValueError for an address that is neither https nor on this machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise ValueError(f"a gateway is spoken to over https only, not at {parts.scheme}://{parts.hostname}")
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(method, url, content=body or None, headers=dict(headers or {})) as answer,
        ):
            content = _bounded(answer)
    except httpx.HTTPError as error:
        raise GatewayAway(type(error).__name__) from error
    if answer.status_code >= 500 or answer.status_code == 429:
        raise GatewayAway(str(answer.status_code))
    if answer.status_code >= 300:
        raise GatewayRejected(str(answer.status_code))
    return httpx.Response(answer.status_code, headers=_plain(answer.headers), content=content)


def _bounded(answer: httpx.Response) -> bytes:
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > MOST_BYTES:
            raise GatewayAway("answer too long")
    return bytes(content)


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """The headers of a body that was unpacked already."""
    return {name: value for name, value in headers.items() if name not in {"content-encoding", "content-length"}}
