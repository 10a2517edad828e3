"""The language of an item's own papers: Liquid, which can only put in what it is given. Pure, bounded.

A template is text with `{{ variable }}` and `{% if %}`, `{% for %}`; it cannot call anything, read anything, or run for
long. Each kind of paper declares its variables; whoever edits one sees them listed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from liquid import BoundTemplate, Environment, Mode, StrictUndefined
from liquid.exceptions import LiquidError

ANSWERS = "answers"
MOST = 4000
"""Characters of a template."""
COMMON: Mapping[str, str] = {
    "applicant": "申请人名称",
    "item": "事项名称",
    "authority": "本机关名称",
    "receipt_no": "申办流水号",
    "case_no": "办件编号",
    "laws": "法律依据",
    ANSWERS: "表单答案，如 answers.字段编号",
}


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper an item may word itself: its official name, the variables beside the common ones, those its law
    demands, and whether the remedies follow it (they always do, whatever the template says).
    """

    term: str
    variables: Mapping[str, str]
    must: frozenset[str] = frozenset()
    remedies: bool = False

    @property
    def all_variables(self) -> dict[str, str]:
        return {**COMMON, **self.variables}


KINDS: Mapping[str, PaperKind] = {
    "D-04": PaperKind(
        "不予受理通知书",
        {"reasons": "不予受理的理由", "competent_body": "有权机关"},
        frozenset({"reasons"}),
        remedies=True,
    ),
    "D-12": PaperKind(
        "准予决定书",
        {"accepted_on": "受理日期", "decided_on": "决定日期", "result": "证照名称", "validity_years": "有效期（年）"},
    ),
    "D-13": PaperKind(
        "不予决定书",
        {"accepted_on": "受理日期", "decided_on": "决定日期", "reasons": "不予批准的理由"},
        frozenset({"reasons"}),
        remedies=True,
    ),
    "licence": PaperKind("电子证照记载事项（每行“名称：内容”）", {}, frozenset({ANSWERS})),
}


class _Bounded(Environment):
    """Loops, output and nesting end early, whatever a template asks."""

    loop_iteration_limit = 500
    output_stream_limit = 40_000
    local_namespace_limit = 10_000
    context_depth_limit = 8


_ENVIRONMENT = _Bounded(tolerance=Mode.STRICT, undefined=StrictUndefined)


def paper_faults(kind: str, body: str, answer_keys: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Codes and words of what is wrong with a template: unreadable, too long, a variable nobody gives, one that the law
    demands and that is missing (a refusal without reasons, a certificate without its particulars).
    """
    known = KINDS.get(kind)
    if known is None:
        return
    if len(body) > MOST:
        yield "too_long", {"most": MOST}
        return
    try:
        paths = _parsed(body).global_variable_segments()
    except LiquidError as error:
        yield "template_unreadable", {"sentence": str(error.message)}
        return
    answers = {f"{ANSWERS}.{key}" for key in answer_keys}
    for path in paths:
        name = ".".join(map(str, path))
        if path[0] not in known.all_variables or (path[0] == ANSWERS and name not in answers):
            yield "variable_unknown", {"name": name}
    for name in sorted(known.must - {str(path[0]) for path in paths}):
        yield "variable_missing", {"name": known.all_variables[name]}


def fill(body: str, values: Mapping[str, Any]) -> list[str]:
    """The lines of a paper, blank ones left out. A variable without value is empty. Raises ValueError for a template
    that cannot be filled; checked ones can.
    """
    answers = values.get(ANSWERS, {})
    given = {**dict.fromkeys(_names()), **values, ANSWERS: _Blanks(answers)}
    try:
        text = _parsed(body).render(**given)
    except LiquidError as error:
        raise ValueError(str(error)) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


class _Blanks(dict[str, Any]):
    """Answers; one that was not given is empty."""

    def __missing__(self, _key: str) -> None:
        return None


def _names() -> set[str]:
    return {name for kind in KINDS.values() for name in kind.all_variables}


@lru_cache(maxsize=500)
def _parsed(body: str) -> BoundTemplate:
    return _ENVIRONMENT.from_string(body)
