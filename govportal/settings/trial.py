"""Settings of `make demo` and of work on the project: one machine, loopback only, keys made on first start."""

import os
import warnings

from govportal.processes import gateway_url
from govportal.settings.base import *  # noqa: F403
from govportal.trial_keys import gateway_secret, read_or_make_keys

KEYS = read_or_make_keys(DATA_DIR)  # noqa: F405
SECRET_KEY = KEYS["secret"]
FIELD_KEYS = {"trial-1": KEYS["field"]}
BLIND_INDEX_KEY = KEYS["index"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
TRIAL = True
CARD_READER = os.environ.get("CARD_READER", "simulated")
PAYMENT_GATEWAYS = {
    "trial": {
        "adapter": "payments.gateways.trial.TrialGateway",
        "url": gateway_url(),
        "secret": gateway_secret(KEYS),
    }
}

# The trial may be tried as root; its worker takes nothing but ids from a socket only we can open.
warnings.filterwarnings("ignore", "You're running the worker with superuser privileges")
