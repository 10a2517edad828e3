"""What taking in costs in statements, however many cases there are and however much each of them holds."""

import base64
from typing import Any

import pytest

from cases.models import Case
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from identity.services.clients import issue_api_key
from items.models import ItemVersion
from tests import world
from tests.cases.test_api import body, post
from tests.statements import statements_of

pytestmark = pytest.mark.usefixtures("calendar")
OVER_API = 30


def one_file() -> list[dict[str, Any]]:
    content = base64.b64encode(world.pdf().read()).decode()
    return [{"material": "申请书", "name": "申请.pdf", "content": content}]


def one_material() -> ItemVersion:
    return world.item(materials=[world.material("申请书")])


def submitted(version: ItemVersion) -> Case:
    applicant = world.citizen()
    return submit_case(world.draft(version, applicant), by=applicant).case


def cost_of_acceptance(version: ItemVersion) -> list[str]:
    clerk, warm, measured = world.staff("窗口受理岗"), submitted(version), submitted(version)
    accept_case(warm, by=clerk)
    return statements_of(lambda: accept_case(measured, by=clerk))


def test_accepting_a_case_over_the_api_takes_at_most_thirty_statements_with_one_case_and_with_fifty() -> None:
    secret, version = issue_api_key("开放平台", world.department()), one_material()

    def file(key: str) -> None:
        assert post(secret, key, body(version, files=files)).status_code == 201

    files = one_file()
    file("warm")
    files = one_file()
    early = statements_of(lambda: file("second"))
    for place in range(50):
        file(f"between-{place}")
    files = one_file()
    late = statements_of(lambda: file("fifty-third"))
    assert len(early) == len(late) <= OVER_API, "\n".join(late)


def test_accepting_at_the_window_costs_the_same_with_one_material_and_with_fifty() -> None:
    one = cost_of_acceptance(one_material())
    fifty = cost_of_acceptance(world.item(materials=[world.material(f"材料{place}") for place in range(50)]))
    assert len(fifty) == len(one) <= OVER_API, "\n".join(fifty)
