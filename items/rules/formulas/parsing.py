"""Reading a formula into a tree. Pure; bounded in length and depth, so that no formula can hurt.

A tree is a list that JSON can carry: ["number", "1.5"], ["text", "x"], ["truth", true], ["fact", "answer.area"],
["column", "price"] inside a row function, ["call", name, tree …] for operators and functions, and ["rows", "sum" or
"count", "answer.<table>", tree or null].
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Tree = list[Any]

MAX_LENGTH, MAX_DEPTH = 500, 12
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,6})?)|(?P<name>[A-Za-z_]\w*(?:\.\w+)*)"
    r'|"(?P<text>[^"]*)"|(?P<sign><=|>=|<>|[-+*/=<>(),]))',
    re.ASCII,
)
_LEVELS: tuple[tuple[str, ...], ...] = (("or",), ("and",), ("=", "<>", "<", "<=", ">", ">="), ("+", "-"), ("*", "/"))
"""Operators that stand between two parts, the loosest first."""
ARITY = {
    **{"if": (3, 3), "round": (1, 2), "floor": (1, 1), "ceil": (1, 1), "abs": (1, 1), "min": (1, 9), "max": (1, 9)},
    **{"age": (1, 2), "days": (2, 2), "workdays": (2, 2), "today": (0, 0), "given": (1, 1), "has": (2, 2)},
}
"""The functions with the fewest and most parts they take."""
ROWS = ("sum", "count")
FACT_HEADS = ("applicant", "situation", "answer")
"""A dotted name that begins with one of these is a fact, any other a column of a table."""


class FormulaError(ValueError):
    """A formula that cannot be read; `code` names why, `where` is the position in the text, from 0."""

    def __init__(self, code: str, where: int, what: str = "") -> None:
        super().__init__(f"{code} at {where} {what}".strip())
        self.code, self.where, self.what = code, where, what


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    word: str
    where: int


def read(formula: str) -> Tree:
    """The tree of `formula`. Raises FormulaError: too_long, too_deep, unreadable, unexpected, unknown_function, arity,
    columns (a row function needs the columns of exactly one table) or column_alone (a column outside of one)."""
    if len(formula) > MAX_LENGTH:
        raise FormulaError("too_long", MAX_LENGTH)
    reader = _Reader(list(_tokens(formula)))
    tree = reader.expression(0)
    reader.take("end")
    _no_columns(tree)
    return tree


def facts_in(tree: Tree) -> set[str]:
    """Names of the facts a tree asks for, tables included."""
    if tree[0] == "fact":
        return {tree[1]}
    found = {tree[2]} if tree[0] == "rows" else set()
    return found.union(*(facts_in(part) for part in tree if isinstance(part, list)))


def tables_in(tree: Tree) -> set[tuple[str, str]]:
    """The columns a tree asks for, each with the fact of its table; a table counted whole has the column ``""``."""
    found: set[tuple[str, str]] = set()
    if tree[0] == "rows":
        columns = _columns(tree[3]) if tree[3] else set()
        found = {(tree[2], column) for column in columns} or {(tree[2], "")}
    return found.union(*(tables_in(part) for part in tree if isinstance(part, list)))


def needs_server(tree: Tree) -> bool:
    """Whether only the server can evaluate it, because it counts working days."""
    return tree[:2] == ["call", "workdays"] or any(needs_server(part) for part in tree if isinstance(part, list))


def _tokens(formula: str) -> Iterator[_Token]:
    place = 0
    while formula[place:].strip():
        found = _TOKEN.match(formula, place)
        if found is None:
            raise FormulaError("unreadable", place, formula[place : place + 8].strip())
        kind = found.lastgroup or ""
        yield _Token(kind, found[kind], found.start(kind))
        place = found.end()
    yield _Token("end", "", len(formula))


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def take(self, *words: str) -> _Token:
        """The next token, which must be one of these signs, or ``end``."""
        token = self.next
        if (token.word if token.kind in {"sign", "name"} else token.kind) not in words:
            raise FormulaError("unexpected", token.where, token.word)
        self.place += 1
        return token

    def expression(self, level: int) -> Tree:
        if level == 0:
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise FormulaError("too_deep", self.next.where)
        if level == len(_LEVELS):
            return self.part()
        left = self.expression(level + 1)
        while self.next.kind in {"sign", "name"} and self.next.word in _LEVELS[level]:
            left = ["call", self.take(*_LEVELS[level]).word, left, self.expression(level + 1)]
        self.depth -= level == 0
        return left

    def part(self) -> Tree:
        token = self.next
        if token.kind in {"number", "text"}:
            self.place += 1
            return [token.kind, token.word]
        if token.kind == "name":
            return self.named()
        if token.word == "-":
            return ["call", "neg", self.signed()]
        self.take("(")
        inner = self.expression(0)
        self.take(")")
        return inner

    def signed(self) -> Tree:
        self.take("-")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("too_deep", self.next.where)
        inner = self.part()
        self.depth -= 1
        return inner

    def named(self) -> Tree:
        token = self.next
        self.place += 1
        if token.word in {"true", "false"}:
            return ["truth", token.word == "true"]
        if self.next.kind == "sign" and self.next.word == "(":
            return self.call(token)
        if token.word == "handling" or (token.word.split(".")[0] in FACT_HEADS and "." in token.word):
            return ["fact", token.word]
        table, dot, column = token.word.partition(".")
        return ["column", column, f"answer.{table}"] if dot else ["fact", f"answer.{table}"]

    def call(self, name: _Token) -> Tree:
        parts = self.parts()
        if name.word in ROWS:
            return _row_call(name, parts)
        fewest, most = (1, 1) if name.word == "not" else ARITY.get(name.word, (-1, -1))
        if most < 0:
            raise FormulaError("unknown_function", name.where, name.word)
        if not fewest <= len(parts) <= most:
            raise FormulaError("arity", name.where, name.word)
        return ["call", name.word, *parts]

    def parts(self) -> list[Tree]:
        self.take("(")
        found: list[Tree] = []
        if self.next.word != ")" or self.next.kind != "sign":
            found.append(self.expression(0))
            while self.next.kind == "sign" and self.next.word == ",":
                self.take(",")
                found.append(self.expression(0))
        self.take(")")
        return found


def _row_call(name: _Token, parts: list[Tree]) -> Tree:
    """`sum(goods.price * goods.count)`, `count(goods)`, `count(goods.price > 100)`."""
    if len(parts) != 1:
        raise FormulaError("arity", name.where, name.word)
    (inner,) = parts
    if name.word == "count" and inner[0] == "fact":
        return ["rows", "count", inner[1], None]
    tables = _tables(inner)
    if len(tables) != 1:
        raise FormulaError("columns", name.where, name.word)
    return ["rows", name.word, tables.pop(), _bare(inner)]


def _tables(tree: Tree) -> set[str]:
    if tree[0] == "column":
        return {tree[2]}
    return set().union(*(_tables(part) for part in tree if isinstance(part, list)))


def _columns(tree: Tree) -> set[str]:
    if tree[0] == "column":
        return {tree[1]}
    return set().union(*(_columns(part) for part in tree if isinstance(part, list)))


def _bare(tree: Tree) -> Tree:
    """The tree of one row: its columns no longer say which table."""
    return tree[:2] if tree[0] == "column" else [_bare(part) if isinstance(part, list) else part for part in tree]


def _no_columns(tree: Tree) -> None:
    """Outside of a row function a column has no row it could belong to."""
    if tree[0] == "column" and len(tree) == 3:
        raise FormulaError("column_alone", 0, tree[1])
    for part in tree:
        if isinstance(part, list):
            _no_columns(part)
