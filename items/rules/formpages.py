"""How a form is laid out: pages, and on each page groups of questions. Pure."""

from collections.abc import Set
from dataclasses import dataclass

from items.rules.forms import Form, Row


@dataclass(frozen=True, slots=True)
class Block:
    """Questions that stand together under the title of their group; `group` is None for those before any."""

    group: Row | None
    questions: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked at once. `row` is None for a form without pages, and for what stands before the first one."""

    row: Row | None
    blocks: tuple[Block, ...]

    @property
    def key(self) -> str:
        """The key of the page; empty for the one without a row."""
        return self.row.key if self.row else ""

    @property
    def questions(self) -> tuple[Row, ...]:
        """Everything asked on it, in order."""
        return tuple(row for block in self.blocks for row in block.questions)


def pages_of(form: Form) -> list[Page]:
    """All pages in order; a page or a group without questions is left out."""
    found: list[Page] = []
    page: Row | None = None
    group: Row | None = None
    blocks: list[Block] = []
    rows: list[Row] = []
    for row in [*form.rows, None]:
        if row is not None and row.is_question:
            rows.append(row)
            continue
        if rows:
            blocks.append(Block(group, tuple(rows)))
            rows = []
        if row is not None and row.type == "group":
            group = row
            continue
        if blocks:
            found.append(Page(page, tuple(blocks)))
        page, group, blocks = row, None, []
    return found


def pages_shown(form: Form, visible: Set[str]) -> list[Page]:
    """The pages on which something applies. Where nothing does, the first page stands for an empty form."""
    pages = pages_of(form)
    return [page for page in pages if any(row.key in visible for row in page.questions)] or pages[:1]
