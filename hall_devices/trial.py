"""Known secrets of the machines of a trial installation, so that everybody can open them; real ones are random."""

from hall_devices.models import Device
from hall_devices.tokens import token_hash
from identity.models import Hall, Zone


def trial_token(kind: str, hall: Hall, zone: Zone | None = None) -> str:
    """`trial-kiosk-1`, `trial-screen-1-12`."""
    return f"trial-{kind}-{hall.pk}" + (f"-{zone.pk}" if zone else "")


def trial_token_of(device: Device) -> str:
    """The token of a trial machine; empty for a machine with a secret of its own. Hall and zone are loaded."""
    token = trial_token(device.kind, device.hall, device.zone)
    return token if token_hash(token) == device.token_hash else ""
