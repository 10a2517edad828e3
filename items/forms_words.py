"""Forms for the words people use."""

from django import forms
from django.utils.translation import gettext_lazy as _

from items.models.search import PHRASE_LENGTH


class SynonymsForm(forms.Form):
    """The words of one group."""

    words = forms.CharField(
        label=_("Words that mean the same"),
        help_text=_("Separate them by spaces or commas."),
        max_length=240,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_words(self) -> list[str]:
        text = self.cleaned_data["words"]
        for separator in "，、,;；/":
            text = text.replace(separator, " ")
        return text.split()


class PhraseForm(forms.Form):
    """An everyday phrase for the item it is shown with."""

    phrase = forms.CharField(
        label=_("Everyday phrase"),
        help_text=_("How people say it"),
        max_length=PHRASE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
