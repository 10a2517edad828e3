"""The demonstration city stays where it belongs."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from identity.models import Account


@pytest.mark.django_db
def test_accounts_whose_password_everybody_knows_are_never_made_outside_a_trial(settings: Settings) -> None:
    settings.TRIAL = False
    with pytest.raises(CommandError, match="for trials only"):
        call_command("load_demo_city")
    assert not Account.objects.exists()
