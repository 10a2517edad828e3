"""How a service says no: a stable code for machines and a sentence for people."""

from collections.abc import Mapping


class Refusal(Exception):
    """A lawful no. Views turn it into a message (409 when `conflict`, else 422) or a form error.

    `code` is stable and lower_snake; `sentence` says what happened and what to do; `field` names the input to blame.
    `faults` are sentences by the path of their input, where several inputs are wrong at once.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        field: str | None = None,
        conflict: bool = False,
        faults: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.field = field
        self.conflict = conflict
        self.faults = dict(faults or {})

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.code, str(self.sentence), self.field, self.conflict, self.faults))


def _rebuild(code: str, sentence: str, field: str | None, conflict: bool, faults: Mapping[str, str]) -> Refusal:
    return Refusal(code, sentence, field=field, conflict=conflict, faults=faults)
