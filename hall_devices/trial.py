"""Known secrets of the machines of a trial installation, so that everybody can open them; real ones are random."""

from hall_devices.models import Device
from hall_devices.tokens import token_hash
from identity.models import Hall, Window, Zone


def trial_token(kind: str, hall: Hall, place: Zone | Window | None = None) -> str:
    """`trial-kiosk-1` of a hall, `trial-screen-1-12` of a zone, `trial-pad-1-77` of a window."""
    return f"trial-{kind}-{hall.pk}" + (f"-{place.pk}" if place else "")


def trial_token_of(device: Device) -> str:
    """The token of a trial machine; empty for a machine with a secret of its own. Hall, zone and window are loaded."""
    token = trial_token(device.kind, device.hall, device.window or device.zone)
    return token if token_hash(token) == device.token_hash else ""
