"""Shapes and wording of what is typed about handing over, parcels and mailed originals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Settlement, TransferWay
from core.filerules import accepted_words
from core.formfields import CHOOSE_ONE, CHOOSE_SOME, IdNumberField, MobileField
from deliveries.carriers import Address
from deliveries.models import DeliveryWay, IdentityCheck, Relation

PICTURE_HINT = _("JPG or PNG")
SCAN_HINT = lazy(accepted_words, str)()
PICTURES = forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png"})
CODE_INPUT = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "8"}
OTHER_WAYS = (DeliveryWay.LEFT, DeliveryWay.ENTRUSTED, DeliveryWay.ANNOUNCED)


class ReceiverForm(forms.Form):
    """Who stands at the window, how he was checked, and that he signed (D-16)."""

    name = forms.CharField(label=_("Name, as on the document"), max_length=60)
    id_number = IdNumberField(label=_("Identity number"), help_text=_("A reader fills it in; else type it"))
    identity_check = forms.ChoiceField(
        label=_("Checked by"), choices=IdentityCheck.choices, widget=forms.RadioSelect, error_messages=CHOOSE_ONE
    )
    code = forms.CharField(
        label=_("Pick-up code"),
        required=False,
        max_length=8,
        help_text=_("Needed from anybody but the applicant and his agents"),
        widget=forms.TextInput(attrs=CODE_INPUT),
    )
    relation = forms.ChoiceField(
        label=_("What he is to the applicant"),
        required=False,
        choices=[("", _("Applicant or known agent")), *((r.value, r.label) for r in Relation if r != Relation.SELF)],
    )
    signed_on_paper = forms.BooleanField(label=_("He signed the printed proof"), required=False)
    signature = forms.FileField(
        label=_("Picture of the signature"), required=False, help_text=PICTURE_HINT, widget=PICTURES
    )


class OtherWayForm(forms.Form):
    """Delivering by leaving, through another body, or by announcement (D-16)."""

    way = forms.ChoiceField(
        label=_("Way of delivery"),
        choices=[(way.value, way.label) for way in OTHER_WAYS],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    recipient = forms.CharField(label=_("Recipient"), max_length=60)
    place = forms.CharField(label=_("Place"), max_length=120)
    deliverer = forms.CharField(label=_("Delivered by"), max_length=120)
    refusal = forms.CharField(
        label=_("Why nobody signed"),
        required=False,
        max_length=200,
        help_text=_("What the recipient said who would not take it, or why he could not be reached"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    witness = forms.CharField(label=_("Witness"), required=False, max_length=60)
    signed_on_paper = forms.BooleanField(label=_("He signed the printed proof"), required=False)


class AddressForm(forms.Form):
    """Where a parcel goes this time; what is left empty stays, because the clerk sees it masked only."""

    name = forms.CharField(label=_("Recipient"), max_length=60, required=False)
    phone = MobileField(label=_("Mobile phone"), required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        min_length=5,
        required=False,
        help_text=_("What is left empty stays as it was"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def put_right(self, former: Address) -> Address:
        """The former address with what was typed."""
        typed = self.cleaned_data
        return Address(typed["name"] or former.name, typed["phone"] or former.phone, typed["address"] or former.address)


class WayForm(forms.Form):
    """How the applicant wants his result; a courier needs an address."""

    way = forms.ChoiceField(label=_("How would you like your result?"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Recipient"), max_length=60, required=False)
    phone = MobileField(label=_("Mobile phone"), required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("For the courier only"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, ways: Sequence[DeliveryWay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["way"]
        asked.choices = [(way.value, way.label) for way in ways]


class MailForm(forms.Form):
    """What the applicant sends by courier, and how the carrier gets it (H70)."""

    contents = forms.MultipleChoiceField(
        label=_("What is in the parcel?"), widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE_SOME
    )
    waybill = forms.RegexField(
        r"^[0-9A-Za-z-]{6,40}$",
        label=_("Waybill number"),
        required=False,
        help_text=_("Only if you brought the parcel to the carrier yourself; else leave it empty and he comes to you"),
    )
    name = forms.CharField(label=_("Sender"), max_length=60)
    phone = MobileField(label=_("Mobile phone"))
    address = forms.CharField(
        label=_("Where the parcel is collected"),
        max_length=200,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        initial = {"name": case.contact_name or case.applicant_name, "phone": case.contact_phone}
        super().__init__(*args, **{"initial": initial, **kwargs})
        asked: Any = self.fields["contents"]
        names = case.materials.order_by("spec__order").values_list("spec__name", flat=True)
        asked.choices = [(name, name) for name in names]


class HandOnForm(forms.Form):
    """Which papers of a case go to the other body, and how (2.8.1)."""

    contents = forms.MultipleChoiceField(
        label=_("What is handed on?"), widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE_SOME
    )
    way = forms.ChoiceField(
        label=_("How do they go?"), choices=TransferWay.choices, widget=forms.RadioSelect, error_messages=CHOOSE_ONE
    )
    courier = forms.CharField(label=_("Carrier and number"), required=False, max_length=80)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["contents"]
        names = case.materials.order_by("spec__order").values_list("spec__name", flat=True)
        asked.choices = [(name, name) for name in names]


class ScansForm(forms.Form):
    """The three scans that let mailed papers count before they arrive (C-36)."""

    waybill_scan = forms.FileField(label=_("Scan of the waybill"), help_text=SCAN_HINT)
    contents_scan = forms.FileField(label=_("Scan of the content list"), help_text=SCAN_HINT)
    commitment_scan = forms.FileField(
        label=_("Scan of the commitment that papers and files agree"), help_text=SCAN_HINT
    )


class RemarkForm(forms.Form):
    """Why scans are given back, or in what papers differ."""

    remark = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SettlementForm(forms.Form):
    """What the handler decides about a difference (C-36)."""

    settlement = forms.ChoiceField(
        label=_("What does the difference mean?"),
        choices=Settlement.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    note = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
