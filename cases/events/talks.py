"""What applicant and department write to each other. The texts stay in the rows they belong to."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class ApplicantWrote(CaseEvent):
    """The applicant asked something about his case; the department is told."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class DepartmentWrote(CaseEvent):
    """The department wrote to the applicant, and answered so many of his messages with it."""

    message_id: int
    answers: int
