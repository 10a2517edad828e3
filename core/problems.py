"""How the machine face says no: one shape for every refusal, whatever refused."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.identifiers import InvalidIdentifier
from core.refusal import Refusal


class FaultSerializer(serializers.Serializer[Any]):
    """One input that is wrong: its path, such as `files.0.content`, and a sentence."""

    field = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Why a call was refused: a stable code, a sentence, the input to blame if there is one; of a body that does not
    fit, everything that is wrong with it.
    """

    code = serializers.CharField()
    detail = serializers.CharField()
    field = serializers.CharField(allow_null=True)
    faults = FaultSerializer(many=True)


def refusals(*statuses: int) -> dict[int, type[ProblemSerializer]]:
    """The refusals an operation documents, besides those that any call may meet."""
    return dict.fromkeys([400, 401, 415, *statuses], ProblemSerializer)


def problem(exception: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to what a call raised: a Refusal, a wrong identifier, what the framework refuses; None for a defect.

    Set as REST_FRAMEWORK["EXCEPTION_HANDLER"].
    """
    if isinstance(exception, Refusal):
        status = HTTPStatus.CONFLICT if exception.conflict else HTTPStatus.UNPROCESSABLE_ENTITY
        faults = [{"field": path, "detail": sentence} for path, sentence in exception.faults.items()]
        return Response(_body(exception.code, exception.sentence, exception.field, faults), status=status)
    if isinstance(exception, InvalidIdentifier):
        body = _body(exception.code, exception.sentence, "applicant")
        return Response(body, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    answer = exception_handler(exception, dict(context))
    if answer is None:
        return None
    if isinstance(exception, ValidationError):
        faults = list(_faults(exception.detail))
        answer.data = _body("invalid", faults[0]["detail"], faults[0]["field"] or None, faults)
    else:
        code = exception.default_code if isinstance(exception, APIException) else "not_found"
        answer.data = _body(code, str(answer.data["detail"]))
    return answer


def _body(
    code: str, detail: str, field: str | None = None, faults: Sequence[Mapping[str, str]] = ()
) -> dict[str, object]:
    return {"code": code, "detail": detail, "field": field, "faults": list(faults)}


def _faults(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Every sentence of a nested validation error with the path of its input."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            place = path if name == "non_field_errors" else f"{path}.{name}".lstrip(".")
            yield from _faults(inner, place)
    elif isinstance(detail, list) and any(isinstance(inner, dict | list) for inner in detail):
        for number, inner in enumerate(detail):
            yield from _faults(inner, f"{path}.{number}".lstrip("."))
    elif isinstance(detail, list):
        yield from ({"field": path, "detail": str(sentence)} for sentence in detail)
    else:
        yield {"field": path, "detail": str(detail)}
