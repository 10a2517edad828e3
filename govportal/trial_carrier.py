"""The trial carrier beside the demonstration: a small process of its own that orders parcels go to (examples/)."""

import json
import os
import secrets
import socket
import sys
from pathlib import Path

from govportal.settings.base import DATA_DIR

PROGRAM = Path(__file__).resolve().parent.parent / "examples/trial_carrier/carrier.py"
CODE, NAME = "trial", "试运行快递"
STEP_SECONDS = "40"
SILENCE_SECONDS = 300
"""After so long without a word of a parcel we ask; journeys of the trial take minutes, not days."""


def introduce_carrier(site: str) -> list[str] | None:
    """Name the trial carrier to all processes that start from now on; its command line, or None when the environment
    names carriers of its own. CARRIER_PORT and CARRIER_STEP (seconds a step) may be given.
    """
    if "CARRIERS" in os.environ:
        return None
    port, secret = os.environ.get("CARRIER_PORT") or _free_port(), secrets.token_hex(24)
    terms = {"name": NAME, "url": f"http://127.0.0.1:{port}", "secret": secret, "silence": SILENCE_SECONDS}
    os.environ["CARRIERS"] = json.dumps({CODE: terms}, ensure_ascii=False)
    return [
        *(sys.executable, str(PROGRAM), "--port", str(port), "--secret", secret, "--hall", site, "--code", CODE),
        *("--data", str(DATA_DIR / "carrier.sqlite"), "--step", os.environ.get("CARRIER_STEP", STEP_SECONDS)),
    ]


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
