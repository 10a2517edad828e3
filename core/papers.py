"""Official papers as PDF: a template, a stylesheet, WeasyPrint. Equal input gives equal bytes."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
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


class ForbiddenAddress(ValueError):
    """A paper tried to load something that is neither inline nor one of our own static files."""


class _Stop(FatalURLFetchingError):
    """Ends WeasyPrint, which swallows every ordinary exception of a fetcher."""


class OwnFilesOnly(URLFetcher):
    """Gives WeasyPrint `data:` addresses and files of our static folders; everything else ends the rendering."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The content of `url`."""
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


def render_pdf(template_name: str, context: Mapping[str, Any]) -> bytes:
    """The PDF of a template that extends papers/base.html, in the official language whoever asks for it.

    The bytes depend on nothing but the template and `context`: no clock, no random identifier. Takes a few tenths of a
    second a page; call it from a worker. Raises ForbiddenAddress for a template that loads anything from elsewhere.
    """
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string(template_name, dict(context))
    document = HTML(string=html, base_url="file:///", url_fetcher=OwnFilesOnly(allowed_protocols={"data", "file"}))
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    try:
        return bytes(document.write_pdf(font_config=FontConfiguration(), pdf_identifier=identifier, pdf_tags=True))
    except _Stop as stopped:
        raise ForbiddenAddress(str(stopped)) from None
