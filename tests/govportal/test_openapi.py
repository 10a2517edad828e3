"""The machine face does what its OpenAPI says, whatever an authorised client sends."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck
from hypothesis import settings as limits
from pytest_django.fixtures import Settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core import clock
from core.signing import sign
from identity.services.clients import issue_api_key
from items.models import ItemVersion
from linkage.exchange.partners import partners
from tests import world
from tests.cases.test_api import body

pytestmark = pytest.mark.slow
CONFORMANCE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 30
App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class ExchangeClient:
    """The application as an exchange client meets it: what a call carries as key or signature becomes a right one; a
    call that carries none stays without."""

    secret = ""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if "HTTP_AUTHORIZATION" in environ:
            environ["HTTP_AUTHORIZATION"] = f"Key {self.secret}"
        if "HTTP_X_SIGNATURE" in environ:
            self._sign(environ)
        return self.app(environ, start_response)

    def _sign(self, environ: dict[str, Any]) -> None:
        (partner,) = partners()
        sent, moment = environ["wsgi.input"].read(), int(clock.now().timestamp())
        environ |= {
            "wsgi.input": BytesIO(sent),
            "HTTP_X_PARTNER": partner.code,
            "HTTP_X_MOMENT": str(moment),
            "HTTP_X_SIGNATURE": sign(partner.secret, moment=moment, body=sent),
        }


client = ExchangeClient(get_wsgi_application())
schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
schema.app = client


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests stay inside the transaction of the test, as those of Django's own test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def version(calendar: None, one_connection: None, settings: Settings) -> ItemVersion:
    """An item of the client's department; the partner whose signature the calls carry is registered."""
    settings.EXCHANGE_PARTNERS = {"province": {"url": "http://127.0.0.1:9/", "secret": "a-secret-of-both"}}
    client.secret = issue_api_key("开放平台", world.department())
    return world.item()


@schema.parametrize()
@limits(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_every_answer_is_a_documented_one(case: schemathesis.Case, version: ItemVersion) -> None:
    """No failure on our side, documented statuses and types, bodies of the promised shape, wrong input refused."""
    positive = case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
    if positive and isinstance(case.body, dict) and "item" in case.body:
        case.body["item"] = version.item.implementing_code
    case.call_and_validate(checks=[*CONFORMANCE, negative_data_rejection])


def test_every_operation_of_the_machine_face_is_described() -> None:
    described = {operation.ok().label for operation in schema.get_all_operations()}
    assert described == {
        "GET /api/v1/cases/",
        "POST /api/v1/cases/",
        "GET /api/v1/cases/{receipt_no}/",
        "POST /api/v1/exchange/results/",
        "POST /api/v1/carriers/{code}/events/",
        "GET /api/v1/licences/verify/{code}/",
        "POST /api/v1/licences/shown/",
        "POST /api/v1/licences/fetch/",
        "GET /api/v1/items/",
        "GET /api/v1/items/changes/",
        *(f"GET /api/v1/items/{{code}}/{part}" for part in ("", "versions/", "materials/", "form/schema.json")),
    }


def test_a_whole_exchange_is_answered_as_described(version: ItemVersion) -> None:
    """Filed, listed, read, and answered by a partner: the same checks on calls that succeed."""
    key = {"Authorization": "Key", "Idempotency-Key": "one"}
    cases, results = schema["/api/v1/cases/"], schema["/api/v1/exchange/results/"]
    filed = cases["POST"].Case(headers=key, body=body(version)).call_and_validate(checks=CONFORMANCE)
    number = {"receipt_no": filed.json()["receipt_no"]}
    one = schema["/api/v1/cases/{receipt_no}/"]["GET"].Case(headers=key, path_parameters=number)
    listed = cases["GET"].Case(headers=key).call_and_validate(checks=CONFORMANCE)
    assert one.call_and_validate(checks=CONFORMANCE).json() == filed.json() == listed.json()["cases"][0]
    answer = {"key": "p-1", **number, "title": "省平台已收", "text": ""}
    taken = results["POST"].Case(headers={"X-Signature": ""}, body=answer).call_and_validate(checks=CONFORMANCE)
    assert (filed.status_code, taken.status_code) == (201, 201)
