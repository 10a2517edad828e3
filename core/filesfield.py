"""Files and signatures as answers: what is stored stays until it is taken off, what is new is handed on to be
stored. Whether one is missing is for whoever asks to say, so that taking off the only one is kept."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

DRAWN = "data:image/png;base64,"
BIGGEST_DRAWING = 400_000
"""Characters of a drawing: a pad of 600 × 200 points takes a tenth of it."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What was typed into a field of files: the stored entries that stay, and the new files."""

    stays: tuple[Mapping[str, Any], ...] = ()
    new: tuple[UploadedFile, ...] = ()
    typed: str = ""


@dataclass(frozen=True, slots=True)
class _Sent:
    new: tuple[UploadedFile, ...] = ()
    dropped: frozenset[str] = field(default_factory=frozenset)
    drawn: str = ""
    typed: str = ""


class FilesInput(forms.FileInput):
    """A place for several files; those already stored are listed with a box to take each off."""

    allow_multiple_selected = True
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> Any:
        dropped = data.getlist(f"{name}-drop") if isinstance(data, MultiValueDict) else ()
        return _Sent(tuple(files.getlist(name)) if files else (), frozenset(dropped))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> bool:
        return False


class FilesField(forms.FileField):
    """Cleaned to Handed. `initial` is the list of stored entries, each with `file` (an id) and `name`."""

    def __init__(self, **options: Any) -> None:
        accept = {"accept": ".pdf,.jpg,.jpeg,.png", "multiple": True}
        super().__init__(**{"widget": FilesInput(attrs=accept), **options})

    def clean(self, data: Any, initial: Any = None) -> Handed:
        sent = data if isinstance(data, _Sent) else _Sent()
        stored = [one for one in initial or () if isinstance(one, Mapping)]
        return Handed(tuple(one for one in stored if str(one["file"]) not in sent.dropped), sent.new)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return isinstance(data, _Sent) and bool(data.new or data.dropped)


class SignatureInput(forms.Widget):
    """A pad to draw on, or the name typed; drawn by components/inputs/signature.html. Without script only the name."""

    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> Any:
        dropped = frozenset({"all"}) if data.get(f"{name}-drop") else frozenset[str]()
        typed = str(data.get(f"{name}-typed", "")).strip()
        return _Sent(dropped=dropped, drawn=str(data.get(name, "")), typed=typed)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class SignatureField(forms.FileField):
    """Cleaned to Handed: a new drawing as a PNG file, else the typed name, else what was stored before."""

    default_error_messages = {"drawing": _("The signature could not be read. Please sign again or type your name.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": SignatureInput(), **options})

    def clean(self, data: Any, initial: Any = None) -> Handed:
        sent = data if isinstance(data, _Sent) else _Sent()
        stored: Sequence[Mapping[str, Any]] = [initial] if isinstance(initial, Mapping) and initial else []
        if sent.drawn:
            return Handed(new=(self._drawing(sent.drawn),))
        if sent.typed:
            return Handed(typed=sent.typed[:60])
        return Handed(() if sent.dropped else tuple(one for one in stored if "file" in one))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return isinstance(data, _Sent) and bool(data.drawn or data.typed or data.dropped)

    def _drawing(self, drawn: str) -> SimpleUploadedFile:
        try:
            if len(drawn) > BIGGEST_DRAWING or not drawn.startswith(DRAWN):
                raise ValueError
            content = base64.b64decode(drawn.removeprefix(DRAWN), validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError(self.error_messages["drawing"], code="drawing") from None
        return SimpleUploadedFile("signature.png", content, content_type="image/png")
