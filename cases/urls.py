"""Addresses of cases, by audience."""

from django.urls import path

from cases import api
from cases.views import apply, clerk, fullview, licences, mydata, owing, precheck, sheets, space, uploads

app_name = "cases"
urlpatterns = [
    path("space/", space.home, name="space"),
    path("space/switch/", space.switch, name="switch"),
    path("space/cases/", space.case_list, name="space_cases"),
    path("space/cases/<int:case_id>/", space.case_page, name="space_case"),
    path("space/cases/<int:case_id>/done/", space.apply_done, name="apply_done"),
    path("space/cases/<int:case_id>/withdraw/", space.withdraw, name="withdraw"),
    path("space/cases/<int:case_id>/receive/", space.receive_refusal, name="receive_refusal"),
    path("space/cases/<int:case_id>/owed/<int:material_id>/", owing.owed, name="owed"),
    path("space/cases/<int:case_id>/papers/<int:document_id>/", space.document_file, name="document_file"),
    path("space/cases/<int:case_id>/files/<int:file_id>/", space.material_file, name="material_file"),
    path("space/cases/<int:case_id>/files/<int:file_id>/picture/", sheets.thumbnail, name="thumbnail"),
    path("space/wallet/", space.wallet, name="wallet"),
    path("space/wallet/<int:licence_id>/", space.licence_file, name="licence_file"),
    path("space/wallet/documents/<int:document_id>/", space.wallet_document, name="wallet_document"),
    path("space/wallet/documents/<int:document_id>/remove/", space.remove_document, name="remove_document"),
    path("space/data/", mydata.my_data, name="my_data"),
    path("space/apply/begin/<int:version_id>/", apply.begin, name="begin"),
    path("space/apply/<int:case_id>/", apply.situation, name="apply_situation"),
    path("space/apply/<int:case_id>/details/", apply.details, name="apply_form"),
    path("space/apply/<int:case_id>/save/", apply.autosave, name="autosave"),
    path("space/apply/<int:case_id>/materials/", uploads.materials, name="apply_materials"),
    path("space/apply/<int:case_id>/materials/<int:material_id>/", uploads.add_file, name="add_file"),
    path(
        "space/apply/<int:case_id>/materials/<int:material_id>/kept/<int:document_id>/",
        uploads.use_document,
        name="use_kept",
    ),
    path("space/apply/<int:case_id>/remove/<int:file_id>/", uploads.remove_file, name="remove_file"),
    path("space/apply/<int:case_id>/check/", apply.check, name="apply_check"),
    path("space/apply/<int:case_id>/discard/", apply.discard, name="discard"),
    path("desk/cases/", clerk.case_list, name="desk"),
    path("desk/cases/<int:case_id>/", clerk.case_page, name="desk_case"),
    path("desk/cases/<int:case_id>/full/", fullview.full_view, name="full_view"),
    path("desk/cases/<int:case_id>/judge/", clerk.judge, name="judge"),
    path("desk/cases/<int:case_id>/decide/", clerk.decide, name="decide"),
    path("desk/cases/<int:case_id>/correct/", clerk.correct, name="correct"),
    path("desk/cases/<int:case_id>/decline/", clerk.decline, name="decline"),
    path("desk/cases/<int:case_id>/return/", precheck.give_back, name="return_at_precheck"),
    path("desk/cases/<int:case_id>/promise/", precheck.promise, name="accept_on_promise"),
    path("desk/cases/<int:case_id>/scan/<int:material_id>/", clerk.scan, name="scan"),
    path("desk/cases/<int:case_id>/materials/<int:material_id>/", sheets.material, name="desk_material"),
    path("desk/cases/<int:case_id>/materials/<int:material_id>/pages/<int:number>/", sheets.page, name="desk_page"),
    path("desk/cases/<int:case_id>/materials/<int:material_id>/licence/", sheets.licence, name="desk_licence"),
    path("desk/cases/<int:case_id>/files/<int:file_id>/", clerk.material_file, name="desk_file"),
    path("desk/cases/<int:case_id>/papers/<int:document_id>/", clerk.document_file, name="desk_paper"),
    path("desk/cases/<int:case_id>/licence/", licences.show, name="issued_licence"),
    path("desk/cases/<int:case_id>/licence/<slug:deed>/", licences.change, name="change_licence"),
    path("api/v1/cases/", api.Cases.as_view(), name="api_cases"),
    path("api/v1/cases/<str:receipt_no>/", api.OneCase.as_view(), name="api_case"),
]
