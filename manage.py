#!/usr/bin/env python
"""Management commands; each works on its own, with embedded database and broker when no addresses are given."""

import os
import signal
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from govportal.embedded.places import PlaceUnusable, trial_place
from govportal.embedded.services import services

NEED_NOTHING = {"help", "version", "--help", "-h", "--version"}
PRODUCTION = "govportal.settings.production"


def main() -> None:
    """Run the command of the command line; SIGTERM ends it like Ctrl-C does, so that what it started stops too."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govportal.settings.trial")
    os.environ.setdefault("STATEMENT_TIMEOUT", "0")
    production = os.environ["DJANGO_SETTINGS_MODULE"] == PRODUCTION or any(PRODUCTION in part for part in sys.argv)
    if production or len(sys.argv) < 2 or NEED_NOTHING.intersection(sys.argv):
        execute_from_command_line(sys.argv)
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with services(trial_place(Path(__file__).resolve().parent)):
            execute_from_command_line(sys.argv)
    except PlaceUnusable as failure:
        sys.exit(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
