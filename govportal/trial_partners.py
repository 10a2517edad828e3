"""What stands beside the demonstration: a carrier and a register, small processes of their own (examples/)."""

import json
import os
import secrets
import socket
import sys
from pathlib import Path

from govportal.settings.base import DATA_DIR

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
CODE, NAME = "trial", "试运行快递"
STEP_SECONDS = "40"
SILENCE_SECONDS = 300
"""After so long without a word of a parcel we ask; journeys of the trial take minutes, not days."""
SHARED = "市数据共享平台", ["居民户口簿", "无犯罪记录证明", "结婚证", "社会保险参保证明", "社会保险缴费证明"]
ONE_IN = 6
"""One in so many people has no such document."""


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
        *_program("trial_carrier/carrier.py", port, secret),
        *("--hall", site, "--code", CODE, "--data", str(DATA_DIR / "carrier.sqlite")),
        *("--step", os.environ.get("CARRIER_STEP", STEP_SECONDS)),
    ]


def introduce_register() -> list[str] | None:
    """Name the trial register in the same way (I-07); None when the environment names bodies of its own."""
    if "EXCHANGE_SOURCES" in os.environ:
        return None
    port, secret = _free_port(), secrets.token_hex(24)
    name, materials = SHARED
    body = {"name": name, "url": f"http://127.0.0.1:{port}", "secret": secret, "materials": materials}
    os.environ["EXCHANGE_SOURCES"] = json.dumps({CODE: body}, ensure_ascii=False)
    return [*_program("trial_register/register.py", port, secret), "--missing", str(ONE_IN)]


def _program(path: str, port: str, secret: str) -> list[str]:
    return [sys.executable, str(EXAMPLES / path), "--port", port, "--secret", secret]


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
