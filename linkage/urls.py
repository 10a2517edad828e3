"""Addresses of reviewing and exchange."""

from django.urls import path

from linkage import api, holdingviews, views

app_name = "linkage"
urlpatterns = [
    path("desk/reviews/", views.inbox, name="reviews"),
    path("desk/reviews/next/", holdingviews.claim_the_next, name="claim_next"),
    path("desk/reviews/held/", holdingviews.held, name="held"),
    path("desk/reviews/<int:review_id>/claim/", holdingviews.claim, name="claim"),
    path("desk/reviews/<int:review_id>/release/", holdingviews.release, name="release"),
    path("desk/reviews/<int:review_id>/reassign/", holdingviews.reassign, name="reassign"),
    path("desk/reviews/<int:review_id>/", views.review, name="review"),
    path("desk/reviews/<int:review_id>/procedure/", views.procedure, name="procedure"),
    path("desk/reviews/<int:review_id>/extension/", views.extension, name="extension"),
    path("api/v1/exchange/results/", api.PartnerResults.as_view(), name="partner_results"),
]
