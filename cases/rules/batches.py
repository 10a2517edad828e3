"""One row of a spreadsheet of applications, sorted into what it says. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    """What a column of the sheet is about."""

    KIND = "kind"
    NAME = "name"
    CODE = "code"
    PHONE = "phone"
    SITUATION = "situation"
    ANSWER = "answer"
    MATERIAL = "material"


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: what it is about, the key of its question or material (empty for the applicant's), its words."""

    part: Part
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong with a row: the letters of the column where it lies, and a sentence."""

    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Application:
    """What a row says, as text: who applies, answers by key of their questions, keys of materials whose paper was
    brought. `columns` are the letters of each part and key."""

    kind: str = ""
    name: str = ""
    code: str = ""
    phone: str = ""
    situation: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    papers: frozenset[int] = frozenset()
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def column(self, part: Part, key: str = "") -> str:
        """The letters of a column, those of the code where there is none."""
        return self.columns.get((part, key)) or self.columns.get((Part.CODE, ""), "A")


def application_of(columns: Mapping[str, tuple[str, str]], cells: Mapping[str, str]) -> Application:
    """Sort the texts of a row by what its columns are about: `columns` and `cells` by letters. An empty cell says
    nothing; any text in the column of a material says that its paper is there."""
    said = {(part, key): cells.get(letters, "").strip() for letters, (part, key) in columns.items()}

    def all_of(wanted: Part) -> dict[str, str]:
        return {key: text for (part, key), text in said.items() if part == wanted and text}

    return Application(
        kind=said.get((Part.KIND, ""), ""),
        name=said.get((Part.NAME, ""), ""),
        code=said.get((Part.CODE, ""), ""),
        phone=said.get((Part.PHONE, ""), ""),
        situation=all_of(Part.SITUATION),
        answers=all_of(Part.ANSWER),
        papers=frozenset(int(key) for key in all_of(Part.MATERIAL)),
        columns={(part, key): letters for letters, (part, key) in columns.items()},
    )


def key_of(version_id: int, application: Application) -> str:
    """The same for the same application of the same applicant, in whichever file and row it stands; papers that came
    meanwhile make no other application of it."""
    said = [version_id, application.code.upper(), sorted(application.situation.items())]
    said.append(sorted(application.answers.items()))
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
