"""Official papers as PDF: a template, a stylesheet, WeasyPrint. Equal input gives equal bytes."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.fontfiles import SONG, SONG_BOLD, common_characters_of

FACES = {"paper-face:regular": SONG, "paper-face:bold": SONG_BOLD}
"""Addresses of the typefaces in papers/base.css."""

RENEW_FONTS_AFTER = 500


class ForbiddenAddress(ValueError):
    """A paper tried to load something that is neither inline nor one of our own static files."""


class _Stop(FatalURLFetchingError):
    """Ends WeasyPrint, which swallows every ordinary exception of a fetcher."""


class OwnFilesOnly(URLFetcher):
    """Gives WeasyPrint `data:` addresses, our typefaces and files of our static folders; everything else ends it."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The content of `url`."""
        if url in FACES:
            return URLFetcherResponse(url, body=common_characters_of(FACES[url]))
        if url.startswith("data:"):
            return super().fetch(url)
        parts, prefix = urlsplit(url), settings.STATIC_URL
        path = unquote(parts.path)
        try:
            found = finders.find(path.removeprefix(prefix)) if path.startswith(prefix) and not parts.netloc else None
        except SuspiciousFileOperation:
            found = None
        if not found:
            raise _Stop(f"a paper may not load {url}")
        return super().fetch(Path(found).as_uri())


class _Fonts:
    """One font configuration for many papers, because loading fonts takes longer than drawing a page.

    It is not made for threads, so a process draws one paper at a time. It is renewed now and then: its files lie in a
    temporary folder that a system may clear away after some days.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self._uses = 0
        self._configuration: FontConfiguration | None = None

    def configuration(self) -> FontConfiguration:
        """The configuration for the next paper."""
        if self._configuration is None or self._uses >= RENEW_FONTS_AFTER:
            self._configuration, self._uses = FontConfiguration(), 0
        self._uses += 1
        return self._configuration


_fonts = _Fonts()
_fetcher = OwnFilesOnly(allowed_protocols={"data", "file"})


def render_pdf(template_name: str, context: Mapping[str, Any]) -> bytes:
    """The PDF of a template that extends papers/base.html, in the official language whoever asks for it.

    The bytes depend on nothing but the template and `context`: no clock, no random identifier. Takes about a tenth of
    a second a page; call it from a worker. Raises ForbiddenAddress for a template that loads anything from elsewhere.
    """
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(template_name, dict(context))
    document = HTML(string=html, base_url="file:///", url_fetcher=_fetcher)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    try:
        with _fonts.lock:
            return bytes(
                document.write_pdf(font_config=_fonts.configuration(), pdf_identifier=identifier, pdf_tags=True)
            )
    except _Stop as stopped:
        raise ForbiddenAddress(str(stopped)) from None


def verification_address(code: str) -> str:
    """Where the QR of a paper or licence leads: the public page that says what is valid (L-14)."""
    return f"{settings.SITE_URL}/verify/{code}/"
