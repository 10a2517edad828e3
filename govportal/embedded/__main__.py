"""`python -m govportal.embedded wipe` forgets everything the demonstration has stored on this machine."""

import sys
from pathlib import Path

from govportal.embedded.places import PlaceUnusable, trial_place
from govportal.embedded.services import wipe


def main() -> None:
    """The only command is `wipe`."""
    if sys.argv[1:] != ["wipe"]:
        sys.exit("usage: python -m govportal.embedded wipe")
    place = trial_place(Path(__file__).resolve().parent.parent.parent)
    try:
        wipe(place)
    except PlaceUnusable as failure:
        sys.exit(str(failure))
    sys.stdout.write(f"{place.folder} is empty\n")


if __name__ == "__main__":
    main()
