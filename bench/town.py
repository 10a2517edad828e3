"""A small town to measure in: one item of five working days, one connected system, cases in review."""

import base64
import os
import secrets
from dataclasses import dataclass
from typing import Any

from cases.models import Case
from cases.services.filing import FileFacts, Filing, PartyFacts, file_case
from core.identifiers import fictional_uscc
from identity.actors import Actor
from identity.services.clients import client_of, issue_api_key
from items.models import ItemVersion
from tests import world

ONE_KB_PDF = world.pdf().read().ljust(1024, b"\n")


@dataclass(frozen=True, slots=True)
class BenchTown:
    """What measurements need: the item, the key of a connected system, and its actor."""

    version: ItemVersion
    secret: str
    client: Actor


def build_town() -> BenchTown:
    """Published item with two reviews, and a system that files for its department."""
    version = world.item(materials=[world.material("申请书")])
    secret = issue_api_key("bench", world.department())
    client = client_of(secret)
    if client is None:
        raise RuntimeError("the key just issued is unknown")
    return BenchTown(version, secret, client)


def body(town: BenchTown) -> dict[str, Any]:
    """A filing nobody sent before: a new applicant, a new one-kilobyte document."""
    content = ONE_KB_PDF + os.urandom(8).hex().encode()
    return {
        "item": town.version.item.implementing_code,
        "applicant": {"kind": "enterprise", "name": "基准测试有限公司", "code": new_code()},
        "answers": {"premises": "杨舍镇沙洲中路8号"},
        "files": [{"material": "申请书", "name": "申请书.pdf", "content": base64.b64encode(content).decode()}],
    }


def new_code() -> str:
    """A credit code nobody has, as far as chance goes."""
    return fictional_uscc("320582", secrets.randbelow(900_000) + 1)


def case_in_review(town: BenchTown) -> Case:
    """A case that waits for its first review."""
    facts = body(town)
    file = facts["files"][0]
    filing = Filing(
        key=secrets.token_hex(8),
        item=facts["item"],
        applicant=PartyFacts(**facts["applicant"]),
        answers=facts["answers"],
        files=[FileFacts(file["material"], file["name"], base64.b64decode(file["content"]))],
    )
    return file_case(filing, by=town.client).case
