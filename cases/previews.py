"""What a draft of an item looks like to those who apply and to those who take applications in."""

from django.utils.translation import gettext_lazy as _

from cases.views import paperpreviewing, previewing
from items.elements import Section
from items.previews import Preview, register

FORM = frozenset({Section.FORM})
PAPERS = frozenset({Section.FORM, Section.RESULT})
CITIZEN = Preview(
    name="form-citizen",
    label=_("Form, as the applicant fills it in"),
    icon="user",
    show=previewing.show_to_citizen,
    needs=FORM,
    first_for=frozenset({Section.FORM, Section.SITUATIONS}),
)
CLERK = Preview(
    name="form-clerk",
    label=_("Form, as the window fills it in"),
    icon="device-desktop",
    show=previewing.show_to_clerk,
    needs=FORM,
)
OWN_PAPERS = Preview(
    name="papers",
    label=_("Papers in its own wording"),
    icon="file-certificate",
    show=paperpreviewing.show_papers,
    needs=PAPERS,
    first_for=frozenset({Section.RESULT}),
)


def register_previews() -> None:
    """Called once, from ready()."""
    for preview in (CITIZEN, CLERK, OWN_PAPERS):
        register(preview)
