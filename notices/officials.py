"""Telling officials what waits for them: of the catalogue (I-11, I-16, H25), of money (H72), of supervision (S-41)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse

from cases.models import Case
from core import clock
from core.datewords import date_words
from core.events import Record
from identity.models import Department, Duty, Role
from items.models import LIVE_STATES, DirectoryEntry, DraftState, ItemDraft, ItemVersion
from items.models.drafts import OVER
from notices.kinds import DRAFT_WAITS, ENTRY_CHANGED, ITEMS_UNREVIEWED, MONEY_DIFFERS, ORDER_KINDS, MessageKind
from notices.models import Message, MessageChannel
from payments.pages.looks import way_label


def tell_of_waiting_draft(record: Record) -> None:
    """Tell whoever lets a draft wait beyond its limit (I-11): the legal office, or the administrators and heads of its
    own body.
    """
    event = record.event
    draft = ItemDraft.objects.select_related("item__entry").get(pk=event.draft_id)
    words = {
        "item": draft.content["name"] or draft.item.entry.name,
        "state": str(DraftState(event.state).label),
        "limit": date_words(date.fromisoformat(event.limit), today=clock.today(), weekday=False),
    }
    if event.state == DraftState.LEGAL:
        officials = officials_with(Role.LEGAL_REVIEWER)
    else:
        officials = officials_with(Role.CATALOGUE_ADMIN, Role.LEADER, bodies=[draft.item.department_id])
    _tell(record, officials, DRAFT_WAITS, words, reverse("catalogue:draft", args=[draft.pk]))


def tell_of_unreviewed_items(record: Record) -> None:
    """Tell the administrators of a body that items of theirs were not looked at for too long (I-16)."""
    event = record.event
    body = Department.objects.get(pk=event.department_id)
    link = f"{reverse('catalogue:quality')}?department={body.pk}&review=overdue"
    officials = officials_with(Role.CATALOGUE_ADMIN, bodies=[body.pk])
    _tell(record, officials, ITEMS_UNREVIEWED, {"department": body.name, "items": str(event.items)}, link)


def tell_of_changed_entry(record: Record) -> None:
    """Tell the administrators of every body that carries a directory row out, or is about to, that it changed (H25)."""
    entry = DirectoryEntry.objects.get(pk=record.event.entry_id)
    live = ItemVersion.objects.filter(item__entry=entry, state__in=LIVE_STATES).values("item__department")
    drafts = ItemDraft.objects.filter(item__entry=entry).exclude(state__in=OVER).values("item__department")
    bodies = Department.objects.filter(Q(pk__in=live) | Q(pk__in=drafts)).values_list("pk", flat=True)
    officials = officials_with(Role.CATALOGUE_ADMIN, bodies=bodies)
    link = reverse("catalogue:entry", args=[entry.pk])
    _tell(record, officials, ENTRY_CHANGED, {"entry": entry.name, "code": entry.base_code}, link)


def tell_of_broken_parity(record: Record) -> None:
    """Tell every supervisor that the ledger and a gateway do not say the same (H72)."""
    event = record.event
    day = date_words(date.fromisoformat(event.day), today=clock.today(), weekday=False)
    words = {"gateway": way_label(event.gateway), "day": day, "count": str(event.differences)}
    _tell(record, officials_with(Role.SUPERVISOR), MONEY_DIFFERS, words, reverse("payments:reconciliation"))


def tell_of_order(record: Record) -> None:
    """Tell the leaders of the responsible body of an order, more time and the judgement, and supervision of the answer
    (S-40, S-41)."""
    event = record.event
    case = Case.objects.select_related("version").get(pk=event.case_id)
    until = date_words(date.fromisoformat(event.until), today=clock.today(), weekday=False)
    words = {"item": case.version.name, "case_no": case.case_no or case.receipt_no or "", "until": until}
    role = Role.SUPERVISOR if event.step == "answered" else Role.LEADER
    _tell(record, officials_with(role, bodies=[event.department_id]), ORDER_KINDS[event.step], words, event.link)


def officials_with(*roles: Role, bodies: Iterable[int] | None = None) -> list[int]:
    """The accounts of who holds a post with one of these roles today, in these bodies or in any."""
    today = clock.today()
    duties = Duty.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today, post__roles__overlap=roles)
    if bodies is not None:
        duties = duties.filter(post__department_id__in=bodies)
    return sorted(set(duties.values_list("staff__account_id", flat=True)))


def _tell(record: Record, accounts: Iterable[int], kind: MessageKind, words: dict[str, str], link: str) -> None:
    """One message in each inbox; repeats change nothing."""
    for account in accounts:
        Message.objects.get_or_create(
            key=f"event-{record.id}-{account}",
            defaults={
                **{"channel": MessageChannel.INBOX, "kind": record.event.name(), "account_id": account},
                **{"title": str(kind.title) % words, "text": str(kind.text) % words, "link": link},
                "created_at": clock.now(),
            },
        )
