"""Numbers and codes people type: validated, normalised, built. A failure is an InvalidIdentifier with a sentence."""

from core.identifiers.cases import CaseNo, ReceiptNo, case_no, read_case_no, read_receipt_no, receipt_no
from core.identifiers.errors import InvalidIdentifier
from core.identifiers.fictional import fictional_id_number, fictional_uscc
from core.identifiers.items import (
    BASE_CODE_LENGTH,
    IMPLEMENTING_CODE_LENGTH,
    ImplementingCode,
    base_code,
    handling_code,
    implementing_code,
    project_code,
    read_handling_code,
    read_implementing_code,
    region_code,
)
from core.identifiers.licences import LicenceIdentifier, licence_identifier, read_licence_identifier
from core.identifiers.organisations import organisation_code, registration_no, uscc
from core.identifiers.people import birth_date_of, id_number, id_number_or_mobile, mobile, sex_of, telephone

__all__ = [
    "BASE_CODE_LENGTH",
    "IMPLEMENTING_CODE_LENGTH",
    "CaseNo",
    "ImplementingCode",
    "InvalidIdentifier",
    "LicenceIdentifier",
    "ReceiptNo",
    "base_code",
    "birth_date_of",
    "case_no",
    "fictional_id_number",
    "fictional_uscc",
    "handling_code",
    "id_number",
    "id_number_or_mobile",
    "implementing_code",
    "licence_identifier",
    "mobile",
    "organisation_code",
    "project_code",
    "read_case_no",
    "read_handling_code",
    "read_implementing_code",
    "read_licence_identifier",
    "read_receipt_no",
    "receipt_no",
    "region_code",
    "registration_no",
    "sex_of",
    "telephone",
    "uscc",
]
