"""What the libraries can fill into forms: facts about persons and enterprises, projects, licences (I-07)."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from items.prefill import Known, Source, Subject, Trust, register_provider
from spaces.models import LibraryFact, Project
from spaces.queries import facts_known, licence_values, project_values

PERSON = [
    *(("name", _("Name"), "text"), ("id_number", _("Identity number"), "id_number")),
    *(("phone", _("Mobile phone"), "phone"), ("address", _("Address"), "address")),
    *(("household_address", _("Registered residence"), "address"), ("residence_address", _("Residence"), "address")),
    *(("residence_since", _("Resident since"), "date"), ("birth_date", _("Date of birth"), "date")),
    *(("ethnic", _("Ethnic group"), "text"), ("pinyin_name", _("Name in Latin letters"), "text")),
    *(("bank_card", _("Bank card"), "text"), ("housing_fund_account", _("Housing fund account"), "text")),
    *(("pension_months", _("Months of pension contributions"), "integer"), ("age_band", _("Age band"), "text")),
    *(
        ("unemployment_months", _("Months of unemployment insurance"), "integer"),
        ("last_employer", _("Last employer"), "text"),
    ),
    *(("medical_insurance", _("Medical insurance"), "text"), ("household_local", _("Registered here"), "text")),
    *(("veteran_registration_date", _("Registered as a veteran on"), "date"),),
]
ENTERPRISE = [
    *(("name", _("Name"), "text"), ("uscc", _("Unified social credit code"), "uscc")),
    *(("address", _("Address"), "address"), ("legal_person", _("Legal representative"), "text")),
    *(("registered_capital", _("Registered capital"), "money"), ("industry", _("Industry"), "text")),
    *(("business_scope", _("Scope of business"), "textarea"), ("phone", _("Telephone"), "phone")),
]
PROJECT = [
    *(("code", _("Project code"), "text"), ("name", _("Name of the project"), "text")),
    *(("address", _("Site of the project"), "address"), ("investment", _("Investment"), "decimal")),
    *(("floor_area", _("Floor area"), "decimal"), ("land_area", _("Land area"), "decimal")),
    *(("industry", _("Industry"), "text"),),
]


def register_libraries() -> None:
    """Called from `ready()`."""
    for head, listed, fill in (
        ("person", PERSON, _facts),
        ("enterprise", ENTERPRISE, _facts),
        ("project", PROJECT, _project),
    ):
        found = [Source(f"{head}.{key}", label, type_, Trust.AUTHORITY) for key, label, type_ in listed]
        register_provider(head, found, fill)
    licence = Source("licence.*.*", _("A field of a licence the applicant holds"), "text", Trust.AUTHORITY)
    register_provider("licence", [licence], _licences)


def _facts(subject: Subject, names: Collection[str]) -> dict[str, Known]:
    return facts_known(LibraryFact.objects.filter(party_id=subject.party_id), prefix=subject.kind)


def _project(subject: Subject, names: Collection[str]) -> dict[str, Known]:
    """The project of the application; before one is named, the newest is offered."""
    projects = Project.objects.filter(owner_id=subject.party_id).order_by("-pk")
    project = (projects.filter(pk=subject.project_id) if subject.project_id else projects).first()
    return project_values(project) if project else {}


def _licences(subject: Subject, names: Collection[str]) -> dict[str, Known]:
    return licence_values(subject.party_id)
