"""Shapes and wording of what applicants and clerks type about a case."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Material, MaterialState
from cases.queries.holdings import demanded_specs, held_for
from cases.queries.subjects import concerns_a_licence
from core.formfields import CHOOSE_ONE, CHOOSE_SOME, MobileField
from core.keys import key_in
from items.models import HandlingOption, MaterialSpec
from items.rules.situations import Path, Question
from spaces.models import Project

PERSONAL_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9A-Za-z])")
MORE_WORDS = {"min_length": _("Write at least %(limit_value)d characters.")}


class HandlingForm(forms.Form):
    """Which handling option is applied for; no question when the item has none."""

    def __init__(
        self, *args: Any, options: Sequence[HandlingOption], licences: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """`licences` are those an option may be about: words by key."""
        super().__init__(*args, **kwargs)
        self.options = {str(option.pk): option for option in options}
        if options:
            choices = [(key, option.name) for key, option in self.options.items()]
            self.fields["handling"] = forms.ChoiceField(
                label=_("What do you apply for?"), choices=choices, initial=choices[0][0], widget=forms.RadioSelect
            )

        if licences and any(concerns_a_licence(option) for option in options):
            only = next(iter(licences)) if len(licences) == 1 else None
            self.fields["licence"] = forms.ChoiceField(
                label=_("Which licence is it about?"),
                help_text=_("Only for a change, a renewal, a replacement or a cancellation."),
                choices=list(licences.items()),
                initial=only,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        """Whoever wants a licence changed, renewed, replaced or cancelled says which (C-23)."""
        given = super().clean() or {}
        if concerns_a_licence(self.option()) and "licence" in self.fields and not given.get("licence"):
            self.add_error("licence", _("Say which of your licences this is about."))
        return given

    def option(self) -> HandlingOption | None:
        """The chosen option."""
        return self.options.get(self.cleaned_data.get("handling", ""))

    def licence_id(self) -> int | None:
        """The key of the licence the chosen option is about."""
        return key_in(self.cleaned_data.get("licence", "")) if concerns_a_licence(self.option()) else None


class MovingForm(HandlingForm):
    """Taking a draft over to the version whose report was `seen`; asks for an option only where it cannot stay."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, options: Sequence[HandlingOption], seen: int) -> None:
        super().__init__(*args, options=options, initial={"seen": seen})


class SituationForm(forms.Form):
    """The situation questions that are asked with the answers given so far (I-18): one group of options per question.
    What is only to be read stands between them."""

    def __init__(self, *args: Any, path: Path, **kwargs: Any) -> None:
        initial = {f"situation-{key}": value for key, value in path.choices().items()}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.path = path
        for question in path.asked:
            if not question.takes_none:
                self.fields[f"situation-{question.id}"] = _question_field(question)

    def questions(self) -> list[dict[str, Any]]:
        """What is asked, in order: each `field` (drawn as any other), or `words` to be read."""
        return [
            {"words": question.ask} if question.takes_none else {"field": self[f"situation-{question.id}"]}
            for question in self.path.asked
        ]

    def others(self) -> list[forms.BoundField]:
        """What the page asks besides."""
        return [bound for bound in self.visible_fields() if not bound.name.startswith("situation-")]


def _question_field(question: Question) -> forms.Field:
    choices = [(str(option.id), option.label) for option in question.options]
    if question.takes_several:
        several = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            label=question.ask, choices=choices, widget=several, error_messages=CHOOSE_SOME
        )
    return forms.ChoiceField(label=question.ask, choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE_ONE)


class ContactForm(forms.Form):
    """Who is called when there is a question."""

    contact_name = forms.CharField(label=_("Contact person"), max_length=60)
    contact_phone = MobileField(label=_("Mobile phone"), help_text=_("We send messages about this case here."))


class ProjectForm(forms.Form):
    """Which of the applicant's projects a draft belongs to; no question for whoever has none."""

    def __init__(self, *args: Any, projects: Iterable[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(project.pk), f"{project.name} {project.code}") for project in projects]
        if named:
            self.fields["project"] = forms.ChoiceField(
                label=_("Project"),
                help_text=_("What is known and was handed in for it serves this application as well."),
                choices=[("", _("It belongs to no project")), *named],
                required=False,
            )


class DeclarationForm(forms.Form):
    """The applicant's word before filing."""

    truthful = forms.BooleanField(
        label=_("I have checked everything; what I say and hand in is true."),
        error_messages={"required": _("Please confirm before you submit.")},
    )

    def __init__(self, *args: Any, owed: Sequence[str] = (), days: int = 0, **kwargs: Any) -> None:
        """`owed` are missing materials that may follow within `days` working days, if the applicant promises it."""
        super().__init__(*args, **kwargs)
        if owed:
            words = ngettext(
                "I promise to hand in %(names)s within %(days)d working day after acceptance. If it does not come in "
                "time, the case is decided on what is there and this is recorded.",
                "I promise to hand in %(names)s within %(days)d working days after acceptance. If it does not come in "
                "time, the case is decided on what is there and this is recorded.",
                days,
            )
            self.fields["promise"] = forms.BooleanField(
                label=words % {"names": "、".join(owed), "days": days},
                error_messages={"required": _("Please promise it, or go back and hand it in now.")},
            )


class WithdrawForm(forms.Form):
    """Why an application is withdrawn; may stay empty."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class FullViewForm(forms.Form):
    """Why somebody of staff needs the numbers in full (G-02)."""

    reason = forms.CharField(
        label=_("What do you need the full numbers for?"),
        help_text=_("The applicant sees your name, the time and this reason."),
        min_length=4,
        max_length=120,
        error_messages=MORE_WORDS,
    )


class DeclineForm(forms.Form):
    """Why an application is not accepted, and who is competent instead (C-06)."""

    reason = forms.CharField(
        label=_("Reason"), min_length=10, widget=forms.Textarea(attrs={"rows": 3}), error_messages=MORE_WORDS
    )
    competent_body = forms.CharField(label=_("Competent body, if another one"), required=False, max_length=80)


class PresenceForm(forms.Form):
    """Whose application is corrected on the spot is there and wants it (C-10)."""

    present = forms.BooleanField(
        label=_("The applicant or his agent is here and wants it changed so."),
        error_messages={"required": _("What somebody filed himself is changed only while he is here.")},
    )


class PromiseForm(forms.Form):
    """Which missing materials the applicant promised in writing to hand in, and in how many working days (容缺受理)."""

    materials = forms.MultipleChoiceField(label=_("Owed materials"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("Working days to hand them in"), min_value=1)
    promised_by = forms.CharField(label=_("Who signed the promise"), max_length=60)
    signed = forms.BooleanField(
        label=_("The signed promise is in the file."),
        error_messages={"required": _("Without a signed promise nothing may follow later.")},
    )

    def __init__(self, *args: Any, case: Case, materials: Sequence[Material], longest: int, **kwargs: Any) -> None:
        usual = {
            "days": longest,
            "promised_by": case.contact_name or case.applicant_name,
            "materials": [str(material.pk) for material in materials],
        }
        super().__init__(*args, **{"initial": usual, **kwargs})
        asked: Any = self.fields
        asked["materials"].choices = [(str(material.pk), material.spec.name) for material in materials]
        asked["days"].validators.append(MaxValueValidator(longest))
        asked["days"].help_text = _("At most %(days)d, as the item allows") % {"days": longest}

    def promised(self) -> dict[str, Any]:
        """What `accept_with_promise` is given."""
        typed = self.cleaned_data
        ids = {int(key) for key in typed["materials"]}
        return {"material_ids": ids, "days": typed["days"], "promised_by": typed["promised_by"]}


def check_words(spec: MaterialSpec) -> str:
    """What is looked at in this material, as a sentence; empty when the item does not say."""
    return gettext("We look at: %(points)s") % {"points": spec.check_points} if spec.check_points else ""


class FaultsForm(forms.Form):
    """What is wrong with which material and how to mend it; one text per material, all at once (C-05)."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.materials = case, list(case.materials.select_related("spec").order_by("spec__order"))
        for material in self.materials:
            self.fields[f"fault-{material.pk}"] = forms.CharField(
                label=material.spec.name, required=False, max_length=500, help_text=check_words(material.spec)
            )

    def clean(self) -> dict[str, Any]:
        """What can be fetched is not demanded in a notice, unless its paper was demanded with a reason (I-07)."""
        cleaned = super().clean() or {}
        missing = [one for one in self.materials if one.state == MaterialState.NEEDED]
        asked = [one for one in missing if cleaned.get(f"fault-{one.pk}", "").strip()]
        held, demanded = (held_for(self.case, asked), demanded_specs(self.case)) if asked else ({}, set())
        for one in asked:
            if one.pk in held and one.spec_id not in demanded:
                words = {"place": held[one.pk].resolver.label}
                self.add_error(f"fault-{one.pk}", gettext("This can be fetched: %(place)s. Fetch it instead.") % words)
        return cleaned

    def faults(self) -> dict[int, str]:
        """What is wrong or missing, by material id."""
        typed = {name: text for name, text in self.cleaned_data.items() if name.startswith("fault-")}
        return {int(name.removeprefix("fault-")): text for name, text in typed.items() if text.strip()}


class SupplementForm(FaultsForm):
    """What is asked after the acceptance, by which law, and how long the applicant has (S-24)."""

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"] = forms.CharField(label=_("Legal ground"), max_length=200)
        self.fields["days"] = forms.IntegerField(label=_("Days"), min_value=1, max_value=most, initial=15)

    def asked(self) -> dict[str, Any]:
        """What `ask_supplement` is given."""
        return {"faults": self.faults(), "basis": self.cleaned_data["basis"], "days": self.cleaned_data["days"]}
