"""Who the tests of supervision have in common."""

import pytest

from identity.actors import Actor
from tests import world


@pytest.fixture
def owner() -> Actor:
    """The applicant whose case is looked at."""
    return world.citizen(name="王秀英")
