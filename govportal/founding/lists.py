"""The official lists and the law of the directory of a town.

A town that is founded has no lists of its own yet: they are computed from its published catalogue, so that list and
catalogue agree on the first day (H95–H98), and the staffing office replaces them by importing its own.
"""

from django.db import transaction

from core import clock
from items.models import EntryBasis, Initiator, ItemVersion, ListKind, ListRow
from items.queries import published_versions
from items.rules.lists import INSPECTION, PUBLIC_SERVICE

ON_APPLICATION = (
    "受理责任：公示依法应当提交的材料，一次性告知补正材料，依法受理或不予受理",
    "审查责任：对申请材料进行审查，需要核查实质内容的指派两名以上人员核查",
    "决定责任：在承诺期限内作出决定，不予批准的说明理由并告知救济途径",
    "送达责任：按期制作并送达决定文书或证照，依法公开信息",
    "监管责任：加强事后监管，依法处理违法行为",
)
BY_AUTHORITY = (
    "启动责任：依法发现、登记并及时启动办理",
    "调查责任：由两名以上持证人员调查取证，听取当事人陈述申辩",
    "决定责任：依法作出决定，说明理由、依据和救济途径",
    "执行责任：送达文书并监督履行，依法公开信息",
)
SAMPLING = ("抽查对象：本市范围内的监管对象", "抽查方式：双随机、一公开", "抽查频次：每年不少于一次")


@transaction.atomic
def load_lists() -> int:
    """Write the four lists and the law of each directory row from the items in force; returns the number of rows."""
    versions = list(published_versions().prefetch_related("legalbasis_set", "intermediaryservice_set"))
    rows = [row for version in versions for row in _rows(version)]
    ListRow.objects.bulk_create(rows)
    first = {version.item.entry_id: version for version in reversed(versions)}
    EntryBasis.objects.bulk_create(basis for version in first.values() for basis in _basis(version))
    return len(rows)


def _rows(version: ItemVersion) -> list[ListRow]:
    """The rows one item has on the four lists."""
    entry, body = version.item.entry, version.item.department
    laws = "；".join(f"{row.law}{row.article}" for row in version.legalbasis_set.all())
    shared = {"base_code": entry.base_code, "department": body, "confirmed_on": clock.today()}
    named = {**shared, "name": version.name, "type": entry.type, "basis": laws}
    asked = version.intermediaryservice_set.all()
    rows = [ListRow(kind=ListKind.INTERMEDIARIES, **shared, name=row.name, basis=row.basis) for row in asked]
    if entry.type == INSPECTION:
        rows.append(ListRow(kind=ListKind.INSPECTIONS, **named, details=list(SAMPLING)))
    if entry.type != PUBLIC_SERVICE:
        duties = ON_APPLICATION if version.initiated_by == Initiator.APPLICANT else BY_AUTHORITY
        rows.append(ListRow(kind=ListKind.POWERS, **named))
        rows.append(ListRow(kind=ListKind.RESPONSIBILITIES, **named, accountable=body.name[:80], details=list(duties)))
    return rows


def _basis(version: ItemVersion) -> list[EntryBasis]:
    """The law of a directory row is the law that the first item under it names."""
    columns = ("order", "law", "kind", "document_no", "article", "gist", "effective_on")
    entry = version.item.entry
    rows = version.legalbasis_set.all()
    return [EntryBasis(entry=entry, **{name: getattr(row, name) for name in columns}) for row in rows]
