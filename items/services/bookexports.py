"""Writing the catalogue into a workbook in the background."""

from tempfile import TemporaryFile

from django.utils.translation import gettext as _

from core.models import Job
from core.services.files import store_checked
from core.services.jobs import fail_job, finish_job, report_progress, start_job
from identity.actors import Actor
from items.models import Item
from items.reach import EXPORT, departments_in_reach
from items.rules.cells import Unreadable
from items.workbooks.exporting import export_items
from items.workbooks.gate import MEDIA_TYPE
from items.workbooks.words import trouble_words


def start_export(*, by: Actor) -> Job:
    """A job that writes the items in the actor's reach. The caller queues the task."""
    return start_job(EXPORT, by=by, total=Item.objects.filter(department__in=departments_in_reach(by)).count())


def run_export(job_id: int, *, by: Actor) -> None:
    """Write the workbook and keep it as a file; the job's result names it. Fails with a sentence for texts no cell can
    hold. A job that is over refuses `job_over`.
    """
    items = Item.objects.filter(department__in=departments_in_reach(by))
    report_progress(job_id, 0)
    with TemporaryFile() as file:
        try:
            count = export_items(items, file, told=lambda done: report_progress(job_id, done))
        except Unreadable as reason:
            fail_job(job_id, trouble_words(reason.code, reason.words))
            return
        file.seek(0)
        stored = store_checked(file.read(), media_type=MEDIA_TYPE)
    finish_job(job_id, result={"file": stored.pk, "items": count}, message=_("%(count)d items") % {"count": count})
