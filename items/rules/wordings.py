"""Two wordings of one paper, line by line. Pure."""

from difflib import SequenceMatcher

KEPT, GONE, NEW = "keep", "del", "add"


def line_changes(before: str, after: str) -> list[tuple[str, str]]:
    """What was taken out of `before` and put in to make `after`: (keep | del | add, line), in order. A changed line is
    one taken out and one put in.
    """
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[str, str]] = []
    for _tag, left, right, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[left:right] == new[start:end]:
            found += [(KEPT, line) for line in old[left:right]]
            continue
        found += [(GONE, line) for line in old[left:right]]
        found += [(NEW, line) for line in new[start:end]]
    return found
