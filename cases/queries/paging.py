"""Lists of cases page by key as all lists do."""

from core.queries.paging import Page, page_of

__all__ = ["Page", "page_of"]
