"""`manage.py index_items`: make anew what items are found by, after an upgrade or a restored backup."""

from typing import Any

from django.core.management.base import BaseCommand

from items.models import Item
from items.services.indexing import index_items


class Command(BaseCommand):
    """Goes through every item; people search meanwhile by what was there before."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many items can be found."""
        done = index_items(Item.objects.values_list("pk", flat=True))
        self.stdout.write(self.style.SUCCESS(f"{done} items indexed"))
