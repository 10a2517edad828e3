"""Rescinding and cancelling by the body itself (XKF 69, 70, 79). Pure."""

RESCIND, CANCEL = "rescind", "cancel"
DECEIT = "deceit"
BARRED_YEARS = 3
UNHEARD = frozenset({"expired", "holder_gone", "body_ended", "ended_before"})
"""Grounds of XKF 70 that only write down what has happened already: nobody is left to be heard, or was heard before."""
TITLES = {RESCIND: "撤销行政许可决定书", CANCEL: "注销行政许可决定书"}
WORDS = {RESCIND: "撤销", CANCEL: "注销"}
ARTICLES = {RESCIND: "《中华人民共和国行政许可法》第六十九条", CANCEL: "《中华人民共和国行政许可法》第七十条"}


def must_be_heard(kind: str, ground: str) -> bool:
    """Whether the holder is told and may speak and ask for a hearing before it is decided (C-16, D-10, D-11)."""
    return kind == RESCIND or ground not in UNHEARD


def years_barred(kind: str, ground: str, *, upheld: bool) -> int:
    """For how many years the holder may not ask again (C-24, XKF 79)."""
    return BARRED_YEARS if upheld and kind == RESCIND and ground == DECEIT else 0
