"""Calls from systems that sign what they send: who calls is named in the call, and the signature proves it."""

from typing import Protocol

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from core import clock
from core.signing import signature_holds


class Caller(Protocol):
    """A registered system; both sides sign with its secret."""

    @property
    def secret(self) -> str: ...


class SignedBody(BaseAuthentication):
    """Authenticates a registered system by the signature of its body (X-Moment, X-Signature); `request.auth` is the
    Caller. Subclasses say who calls."""

    def caller(self, request: Request) -> Caller | None:
        """The registered system this call names, None for an unknown one."""
        raise NotImplementedError

    def authenticate(self, request: Request) -> tuple[None, Caller] | None:
        found = self.caller(request)
        if found is None:
            return None
        holds = signature_holds(
            found.secret,
            moment=request.headers.get("X-Moment", ""),
            body=request._request.body,
            signature=request.headers.get("X-Signature", ""),
            now=clock.now().timestamp(),
        )
        if not holds:
            raise AuthenticationFailed(_("The signature does not fit."))
        return None, found

    def authenticate_header(self, request: Request) -> str:
        return "Signed-Body"


class IsCaller(BasePermission):
    """Only systems whose signature was checked."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return request.auth is not None
