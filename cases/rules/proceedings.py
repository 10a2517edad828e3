"""Rescinding, cancelling and revoking by the body itself (XKF 69, 70, 79, 80; 行政处罚法 63). Pure."""

from cases.rules.limits import DELIVERY, ENDING_DECIDED, PENALTY_DECIDED, PENALTY_SERVED

RESCIND, CANCEL, REVOKE = "rescind", "cancel", "revoke"
DECEIT = "deceit"
BARRED_YEARS = 3
UNHEARD = frozenset({"expired", "holder_gone", "body_ended", "ended_before"})
"""Grounds of XKF 70 that only write down what has happened already: nobody is left to be heard, or was heard before."""
TITLES = {
    RESCIND: "撤销行政许可决定书",
    CANCEL: "注销行政许可决定书",
    REVOKE: "行政处罚决定书（吊销许可证件）",
}
TITLES_NOT_UPHELD = {
    RESCIND: "不予撤销行政许可决定书",
    CANCEL: "不予注销行政许可决定书",
    REVOKE: "不予行政处罚决定书",
}
WORDS = {RESCIND: "撤销", CANCEL: "注销", REVOKE: "吊销"}
ARTICLES = {
    RESCIND: "《中华人民共和国行政许可法》第六十九条",
    CANCEL: "《中华人民共和国行政许可法》第七十条",
    REVOKE: "《中华人民共和国行政许可法》第八十条、《中华人民共和国行政处罚法》第九条、第五十七条",
}
HEARD_BY = {
    RESCIND: "《中华人民共和国行政许可法》第七条、第四十七条",
    CANCEL: "《中华人民共和国行政许可法》第七条、第四十七条",
    REVOKE: "《中华人民共和国行政处罚法》第四十四条、第四十五条、第六十三条、第六十四条",
}
"""The articles that let the holder speak and be heard: a revocation is a penalty, with hearing offered always."""
DECIDED_WITHIN = {RESCIND: ENDING_DECIDED, CANCEL: ENDING_DECIDED, REVOKE: PENALTY_DECIDED}
SERVED_WITHIN = {RESCIND: DELIVERY, CANCEL: DELIVERY, REVOKE: PENALTY_SERVED}
"""Codes of the limits: from the beginning to the decision, and from there until the holder has it (D-16)."""


def must_be_heard(kind: str, ground: str) -> bool:
    """Whether the holder is told and may speak and ask for a hearing before it is decided (C-16, D-10, D-11)."""
    return kind != CANCEL or ground not in UNHEARD


def credit_for(kind: str, ground: str) -> str:
    """The ground of the credit list a proceeding leads to when it is upheld (C-24); empty where it leads to none."""
    return DECEIT if kind == RESCIND and ground == DECEIT else ""


def years_barred(credit: str, *, upheld: bool) -> int:
    """For how many years the holder may not ask again (C-24, XKF 79): what was obtained by deceit, not what was given
    on a pledge that turned out false."""
    return BARRED_YEARS if upheld and credit == DECEIT else 0
