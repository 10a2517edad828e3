"""Who may sign in to the demonstration, as data: loaded by load_demo_city, printed by the runner and demo_accounts."""

from dataclasses import dataclass
from unicodedata import east_asian_width


@dataclass(frozen=True)
class DemoAccount:
    """One person to try the product as; `secret` is a password or says where codes appear."""

    role: str
    name: str
    sign_in: str
    secret: str
    page: str


PASSWORD = "Demo-2026-hall"
CODES = "code on /trial/messages/"
SECRET = f"{PASSWORD} + {CODES}"
ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("citizen, agent of enterprises", "", "phone 13800012026", CODES, "/sign-in/"),
    DemoAccount("citizens 2 to 20", "", "phone 13800022026 … 13800202026", CODES, "/sign-in/"),
    DemoAccount("window clerk", "市监局", "31001-1", SECRET, "/staff/sign-in/"),
    DemoAccount("reviewer", "市监局", "31001-2", SECRET, "/staff/sign-in/"),
    DemoAccount("leader", "市监局", "31001-4", SECRET, "/staff/sign-in/"),
    DemoAccount("certificate maker", "市监局", "31001-6", SECRET, "/staff/sign-in/"),
    DemoAccount("window clerk", "资规局", "15007-1", SECRET, "/staff/sign-in/"),
    DemoAccount("catalogue administrator", "市监局", "31001-9", SECRET, "/staff/sign-in/"),
    DemoAccount("legal reviewer", "司法局", "12014-9", SECRET, "/staff/sign-in/"),
    DemoAccount("keeper of the lists", "审批局", "46002-9", SECRET, "/staff/sign-in/"),
    DemoAccount("publisher of items", "政务办", "46038-14", SECRET, "/staff/sign-in/"),
    DemoAccount("archivist", "市监局", "31001-10", SECRET, "/staff/sign-in/"),
    DemoAccount("finance officer", "市监局", "31001-11", SECRET, "/staff/sign-in/"),
    DemoAccount("security administrator", "政务办", "46038-12", SECRET, "/staff/sign-in/"),
    DemoAccount("supervisor", "政务办", "46038-9", SECRET, "/staff/sign-in/"),
)


def accounts_table() -> str:
    """The accounts as aligned lines, ready for a terminal; Chinese signs count double."""
    rows = [("role", "name", "sign in with", "secret", "page")]
    rows += [(account.role, account.name, account.sign_in, account.secret, account.page) for account in ACCOUNTS]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)) for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
