"""Pages of machines: the token in the address says which machine it is; an unknown one finds nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from hall_devices.models import Device, DeviceKind
from hall_devices.tokens import device_with

P = ParamSpec("P")
OnDevice = Callable[Concatenate[HttpRequest, Device, str, P], HttpResponse]


def on_device(kind: DeviceKind) -> Callable[[OnDevice[P]], Callable[Concatenate[HttpRequest, str, P], HttpResponse]]:
    """For machines of one kind; the view receives the machine and its token. Nothing is kept by browsers."""

    def decorate(view: OnDevice[P]) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
        @never_cache
        @wraps(view)
        def shown(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            device = device_with(token, kind)
            if device is None:
                raise Http404
            return view(request, device, token, *args, **kwargs)

        return shown

    return decorate
