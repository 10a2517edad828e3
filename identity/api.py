"""How machines are recognised: a key in the Authorization header."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from identity.actors import Actor
from identity.services.clients import client_of

SCHEME = "Key"


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Key <secret>`; `request.auth` is the Actor of the connected system."""

    def authenticate(self, request: Request) -> tuple[None, Actor] | None:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme != SCHEME:
            return None
        actor = client_of(secret.strip())
        if actor is None:
            raise AuthenticationFailed
        return None, actor

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class IsClient(BasePermission):
    """Only connected systems."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, Actor)


def client_actor(request: Request) -> Actor:
    """The connected system behind a request that IsClient let in. Raises NotAuthenticated."""
    if not isinstance(request.auth, Actor):
        raise NotAuthenticated
    return request.auth


class KeyScheme(OpenApiAuthenticationExtension):
    """How the key is described in OpenAPI."""

    target_class = "identity.api.KeyAuthentication"
    name = "Key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Key <secret>"}
