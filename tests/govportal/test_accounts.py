from unicodedata import east_asian_width

import pytest

from govportal.demo import accounts
from govportal.demo.accounts import DemoAccount, accounts_table


def test_columns_line_up_although_chinese_signs_count_double(monkeypatch: pytest.MonkeyPatch) -> None:
    people = (
        DemoAccount("citizen", "王小明", "13800000001", "code on /trial/messages/", "/space/"),
        DemoAccount("window clerk", "Li", "clerk1", "secret", "/desk/"),
    )
    monkeypatch.setattr(accounts, "ACCOUNTS", people)
    lines = accounts_table().splitlines()
    pages = ("page", "/space/", "/desk/")
    columns = {_screen_width(line[: line.index(page)]) for line, page in zip(lines, pages, strict=True)}
    assert len(columns) == 1


def _screen_width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
