"""Turn each locale/**/*.po into the .mo beside it; no gettext tools needed. Stops at an entry that does not compile."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main() -> None:
    """Compile every catalogue that is newer than its compiled form."""
    for source in sorted(LOCALE.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            draft = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)


if __name__ == "__main__":
    main()
