"""Addresses of the catalogue's own pages and of its machine face."""

from django.urls import path

from items import api
from items.views import catalogue, directory, drafts, lists

app_name = "catalogue"
urlpatterns = [
    path("catalogue/", catalogue.overview, name="overview"),
    path("catalogue/items/", catalogue.items, name="items"),
    path("catalogue/items/new/", catalogue.new, name="new"),
    path("catalogue/items/<slug:code>/", catalogue.item, name="item"),
    path("catalogue/items/<slug:code>/draft/", catalogue.open_next, name="open_draft"),
    path("catalogue/items/<slug:code>/state/", catalogue.change_state, name="state"),
    path("catalogue/compare/", catalogue.compare, name="compare"),
    path("catalogue/directory/", directory.directory, name="directory"),
    path("catalogue/directory/new/", directory.new_entry, name="new_entry"),
    path("catalogue/directory/<int:entry_id>/", directory.entry, name="entry"),
    path("catalogue/directory/<int:entry_id>/edit/", directory.edit_entry, name="edit_entry"),
    path("catalogue/directory/<int:entry_id>/state/", directory.entry_state, name="entry_state"),
    path("catalogue/directory/<int:entry_id>/split/", directory.entry_split, name="entry_split"),
    path("catalogue/lists/<slug:kind>/", lists.official_list, name="official_list"),
    path("catalogue/drafts/<int:draft_id>/", drafts.edit, name="draft"),
    path("catalogue/drafts/<int:draft_id>/review/", drafts.review, name="draft_review"),
    path("catalogue/drafts/<int:draft_id>/history/", drafts.history, name="draft_history"),
    path("catalogue/drafts/<int:draft_id>/preview/", drafts.preview, name="draft_preview"),
    path("catalogue/drafts/<int:draft_id>/side/", drafts.side, name="draft_side"),
    path("catalogue/drafts/<int:draft_id>/move/", drafts.move, name="draft_move"),
    path("catalogue/drafts/<int:draft_id>/step/", drafts.step, name="draft_step"),
    path("catalogue/drafts/<int:draft_id>/parts/<slug:name>/", drafts.section, name="draft_section"),
    path("catalogue/drafts/<int:draft_id>/parts/<slug:name>/settle/", drafts.settle, name="draft_settle"),
    path("api/v1/items/<slug:code>/form/schema.json", api.FormSchema.as_view(), name="form_schema"),
]
