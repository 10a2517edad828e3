"""Addresses of the catalogue's own pages and of its machine face."""

from django.urls import path

from items.api import changes, forms, listing, materials, one
from items.views import books, bulk, catalogue, drafts, exports, life_events, words

app_name = "catalogue"
urlpatterns = [
    path("catalogue/", catalogue.overview, name="overview"),
    path("catalogue/items/", catalogue.items, name="items"),
    path("catalogue/items/new/", catalogue.new, name="new"),
    path("catalogue/items/<slug:code>/", catalogue.item, name="item"),
    path("catalogue/items/<slug:code>/draft/", catalogue.open_next, name="open_draft"),
    path("catalogue/items/<slug:code>/state/", catalogue.change_state, name="state"),
    path("catalogue/bulk/", bulk.prepare, name="bulk"),
    path("catalogue/bulk/<int:act_id>/", bulk.act, name="bulk_act"),
    path("catalogue/compare/", catalogue.compare, name="compare"),
    path("catalogue/drafts/<int:draft_id>/", drafts.edit, name="draft"),
    path("catalogue/drafts/<int:draft_id>/review/", drafts.review, name="draft_review"),
    path("catalogue/drafts/<int:draft_id>/history/", drafts.history, name="draft_history"),
    path("catalogue/drafts/<int:draft_id>/preview/", drafts.preview, name="draft_preview"),
    path("catalogue/drafts/<int:draft_id>/side/", drafts.side, name="draft_side"),
    path("catalogue/drafts/<int:draft_id>/move/", drafts.move, name="draft_move"),
    path("catalogue/drafts/<int:draft_id>/step/", drafts.step, name="draft_step"),
    path("catalogue/drafts/<int:draft_id>/parts/<slug:name>/", drafts.section, name="draft_section"),
    path("catalogue/drafts/<int:draft_id>/parts/<slug:name>/settle/", drafts.settle, name="draft_settle"),
    path("api/v1/items/<slug:code>/form/schema.json", forms.FormSchema.as_view(), name="form_schema"),
    path("api/v1/items/", listing.Items.as_view(), name="api_items"),
    path("api/v1/items/changes/", changes.Changes.as_view(), name="api_changes"),
    path("api/v1/items/<slug:code>/", one.OneItem.as_view(), name="api_item"),
    path("api/v1/items/<slug:code>/versions/", one.Versions.as_view(), name="api_versions"),
    path("api/v1/items/<slug:code>/materials/", materials.Materials.as_view(), name="api_materials"),
    path("catalogue/words/", words.synonyms, name="words"),
    path("catalogue/phrases/", words.phrases, name="phrases"),
    path("catalogue/misses/", words.misses, name="misses"),
    path("catalogue/life-events/", life_events.overview, name="life_events"),
    path("catalogue/life-events/<int:event_id>/", life_events.edit, name="life_event"),
    path("catalogue/import/", books.import_list, name="import_list"),
    path("catalogue/import/<int:book_id>/", books.import_book, name="import_book"),
    path("catalogue/import/<int:book_id>/columns/", books.map_columns, name="import_columns"),
    path("catalogue/import/<int:book_id>/map-again/", books.map_again, name="import_map_again"),
    path("catalogue/import/<int:book_id>/start/", books.bring_in, name="import_start"),
    path("catalogue/import/<int:book_id>/progress/", books.import_progress, name="import_progress"),
    path("catalogue/import/<int:book_id>/report.xlsx", books.import_report, name="import_report"),
    path("catalogue/export/", exports.export_list, name="export_list"),
    path("catalogue/export/<int:job_id>/progress/", exports.export_progress, name="export_progress"),
    path("catalogue/export/<int:job_id>/catalogue.xlsx", exports.export_file, name="export_file"),
]
