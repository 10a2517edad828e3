"""Wake-ups of spaces."""

from celery import shared_task

from identity.actors import SYSTEM
from spaces.services.changes import expire_licences
from spaces.services.quality import count_some


@shared_task(ignore_result=True)
def sweep_expired_licences() -> None:
    """6.4: what ran out lapses, in batches until nothing is left; reading does not wait for it."""
    while expire_licences(by=SYSTEM):
        pass


@shared_task(ignore_result=True)
def count_data_quality() -> None:
    """C118: once a day over all enterprises; what was counted today is not counted again."""
    while count_some():
        pass
