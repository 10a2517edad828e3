"""Addresses of what applicants do together with others and with their files online; part of cases.urls."""

from django.urls import path

from cases.views import joining, projects, quality, signing, talks

urlpatterns = [
    path("space/apply/<int:case_id>/materials/<int:material_id>/join/", joining.join, name="join_pages"),
    path("space/apply/<int:case_id>/apart/<int:file_id>/", joining.apart, name="take_apart"),
    path("desk/cases/<int:case_id>/scan/<int:material_id>/join/", joining.join_at_desk, name="desk_join_pages"),
    path("desk/cases/<int:case_id>/scan/apart/<int:file_id>/", joining.apart_at_desk, name="desk_take_apart"),
    path("space/apply/<int:case_id>/signers/", signing.signers, name="signers"),
    path("space/apply/<int:case_id>/signers/ask/", signing.ask, name="ask_signers"),
    path("space/apply/<int:case_id>/signers/<int:signer_id>/drop/", signing.drop, name="drop_signer"),
    path("space/signing/", signing.signings, name="signings"),
    path("space/signing/<int:signer_id>/", signing.signing, name="signing"),
    path("space/signing/<int:signer_id>/decline/", signing.refuse_signing, name="refuse_signing"),
    path("space/signing/<int:signer_id>/files/<int:file_id>/", signing.signing_file, name="signing_file"),
    path("desk/cases/<int:case_id>/signers/", signing.desk_signers, name="desk_signers"),
    path("desk/cases/<int:case_id>/signers/<int:signer_id>/", signing.sign_at_window, name="sign_at_window"),
    path("space/cases/<int:case_id>/messages/", talks.own_talk, name="talk"),
    path("space/cases/<int:case_id>/messages/files/<int:file_id>/", talks.talk_file, name="talk_file"),
    path("desk/questions/", talks.questions, name="questions"),
    path("desk/cases/<int:case_id>/messages/", talks.desk_talk, name="desk_talk"),
    path("desk/cases/<int:case_id>/messages/files/<int:file_id>/", talks.desk_talk_file, name="desk_talk_file"),
    path("space/projects/", projects.projects, name="projects"),
    path("space/projects/<int:project_id>/", projects.project, name="project"),
    path("desk/projects/<int:project_id>/", projects.desk_project, name="desk_project"),
    path("desk/data-quality/", quality.data_quality, name="data_quality"),
]
