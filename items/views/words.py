"""Administrators keep the words items are found by."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.forms_words import PhraseForm, SynonymsForm
from items.models import DirectoryEntry, SearchPhrase, SynonymGroup
from items.pages import words as pages
from items.services.misses import dismiss_miss, settle_miss
from items.services.words import add_phrase, remove_phrase, remove_synonyms, save_synonyms

UNPROCESSABLE = 422


@for_staff(Role.CATALOGUE_ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def synonyms(request: HttpRequest) -> HttpResponse:
    """Groups of words that mean the same: add one, change or remove another."""
    if request.method == "GET":
        return render(request, "items/words.html", pages.synonyms(request.GET, new=SynonymsForm(), wrong={}))
    key = key_in(request.POST.get("group"))
    group = get_object_or_404(SynonymGroup, pk=key) if key is not None else None
    if group and request.POST.get("deed") == "remove":
        remove_synonyms(group, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("These words no longer mean the same."))
        return redirect(request.get_full_path())
    form = SynonymsForm(request.POST, auto_id=f"group-{key}-%s" if group else "id_%s")
    if _kept(form, lambda typed: save_synonyms(group, typed["words"], by=request.actor)):  # type: ignore[attr-defined]
        messages.success(request, _("Kept. Whoever asks for one of these words finds the others from now on."))
        return redirect(request.get_full_path())
    new, wrong = (SynonymsForm(), {group.pk: form}) if group else (form, {})
    return render(request, "items/words.html", pages.synonyms(request.GET, new=new, wrong=wrong), status=UNPROCESSABLE)


@for_staff(Role.CATALOGUE_ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """Everyday phrases of items: find an item, add a phrase, take one away."""
    wrong: dict[int, PhraseForm] = {}
    if request.method == "POST":
        if key := request.POST.get("phrase_id", ""):
            kept = get_object_or_404(SearchPhrase, pk=key_in(key) or 0)
            remove_phrase(kept, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("“%(phrase)s” was taken away.") % {"phrase": kept.phrase})
            return redirect(request.get_full_path())
        entry = _entry(request)
        form = PhraseForm(request.POST, auto_id=f"entry-{entry.pk}-%s")
        if _kept(form, lambda typed: add_phrase(entry, typed["phrase"], by=request.actor)):  # type: ignore[attr-defined]
            messages.success(request, _("Kept. The item is found by this phrase from now on."))
            return redirect(request.get_full_path())
        wrong = {entry.pk: form}
    context = pages.phrases(request.GET, wrong=wrong)
    return render(request, "items/phrases.html", context, status=UNPROCESSABLE if wrong else 200)


@for_staff(Role.CATALOGUE_ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def misses(request: HttpRequest) -> HttpResponse:
    """Searches that found nothing: one click makes the words a phrase of an item, or takes them off the list."""
    if request.method == "POST":
        words = request.POST.get("words", "")
        if request.POST.get("deed") == "dismiss":
            dismiss_miss(words)
            messages.success(request, _("“%(words)s” is off the list.") % {"words": words})
            return redirect("catalogue:misses")
        entry = _entry(request)
        try:
            settle_miss(words, entry, by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            said = _("“%(words)s” finds %(item)s from now on.") % {"words": words, "item": entry.name}
            messages.success(request, said)
        return redirect("catalogue:misses")
    return render(request, "items/misses.html", pages.misses(request.GET))


def _entry(request: HttpRequest) -> DirectoryEntry:
    return get_object_or_404(DirectoryEntry, pk=key_in(request.POST.get("entry")) or 0)


def _kept(form: Any, keep: Callable[[dict[str, Any]], object]) -> bool:
    """Whether what was typed is right and could be kept; what is wrong stands in the form."""
    if not form.is_valid():
        return False
    try:
        keep(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True
