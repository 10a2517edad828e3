"""Papers and licences in an item's own words (D-12, D-13, L-04): fixed with the version, remedies always there."""

import pytest
from pypdf import PdfReader

from cases.models import Case, DocumentKind
from cases.services.decisions import grant_case, refuse_case
from cases.services.intake import accept_case
from cases.services.issuing import issue_result
from cases.services.submission import submit_case
from core.outbox import drain
from core.services.files import open_file
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
OWN = [
    {
        "kind": "D-12",
        "title": "准予",
        "body": "经审查，准予{{ applicant }}从事{{ item }}。\n地点为{{ answers.premises }}。",
    },
    {"kind": "D-13", "title": "不予", "body": "{{ accepted_on }}受理的申请，因{{ reasons }}，不予批准。"},
    {"kind": "licence", "title": "证", "body": "登记地点：{{ answers.premises }}"},
]


def in_review() -> Case:
    owner = world.citizen()
    case = world.draft(world.item(templates=OWN), owner)
    return accept_case(submit_case(case, by=owner).case, by=world.staff("窗口受理岗"))


def text_of(case: Case, kind: DocumentKind) -> str:
    drain(["pdf", "interactive"])
    document = case.documents.get(kind=kind)
    assert document.file is not None
    with open_file(document.file) as stored:
        return "".join(page.extract_text() for page in PdfReader(stored).pages).replace("\n", "").replace(" ", "")


def test_a_grant_and_its_licence_say_it_in_the_items_words() -> None:
    case = in_review()
    place = case.answers["premises"]
    case = grant_case(case, by=world.staff("分管领导岗"))
    words = text_of(case, DocumentKind.GRANT_DECISION)
    assert f"经审查，准予{case.applicant_name}从事{case.version.name}" in words and place in words
    case = issue_result(case, by=world.staff("制证岗"))
    assert case.licence is not None and case.licence.data == {"登记地点": place}


def test_a_refusal_in_own_words_still_names_the_remedies() -> None:
    """T-21: a template cannot leave them out."""
    case = refuse_case(in_review(), reasons="场所不符合卫生要求，且逾期未整改", by=world.staff("分管领导岗"))
    words = text_of(case, DocumentKind.REFUSAL_DECISION)
    assert "场所不符合卫生要求，且逾期未整改" in words and "行政复议" in words and "行政诉讼" in words
