"""Addresses of the desk."""

from django.urls import path

from tuntas.screens.desk import (
    attach,
    call,
    case,
    costs,
    decide,
    files,
    find,
    hand_over,
    news,
    original,
    prints,
    register,
    reveal,
    sign,
    start,
)
from tuntas.screens.desk.counter_urls import patterns as counter_patterns
from tuntas.screens.desk.residents_urls import patterns as residents_patterns
from tuntas.screens.desk.talks_urls import patterns as talks_patterns

app_name = "desk"
urlpatterns = [
    path("meja/", start.start, name="start"),
    path("meja/cari/", find.find, name="find"),
    path("meja/register/", register.register, name="register"),
    path("meja/register/tulis-tangan/", register.register_paper, name="register_paper"),
    path("meja/telepon/", call.calls, name="calls"),
    path("meja/telepon/<uuid:case_id>/<str:person>/", call.call, name="call"),
    path("meja/telepon/<uuid:case_id>/<str:person>/nomor/", call.call_number, name="call_number"),
    path("meja/kabar/", news.news, name="news"),
    path("meja/kabar/peramban/", news.push_on, name="push_on"),
    path("meja/biaya/", costs.costs, name="costs"),
    path("meja/serah/", hand_over.ready, name="ready"),
    path("meja/serah/cetak.pdf", prints.ready_letters, name="ready_letters"),
    path("meja/<uuid:case_id>/", case.case, name="case"),
    path("meja/<uuid:case_id>/putus/", decide.decide, name="decide"),
    path("meja/<uuid:case_id>/tolak/", decide.reject_case, name="reject_case"),
    path("meja/<uuid:case_id>/urungkan/", decide.undo_case, name="undo_case"),
    path("meja/<uuid:case_id>/lampirkan/", attach.attach_case, name="attach_case"),
    path("meja/<uuid:case_id>/formulir/<str:form_code>.pdf", attach.case_form, name="case_form"),
    path("meja/<uuid:case_id>/nik/", reveal.reveal, name="reveal"),
    path("meja/<uuid:case_id>/asli/<str:code>/", original.original, name="original"),
    path("meja/<uuid:case_id>/serah/", hand_over.hand_over_case, name="hand_over_case"),
    path("meja/<uuid:case_id>/surat.pdf", prints.case_letter, name="case_letter"),
    path("meja/<uuid:case_id>/cabut/", hand_over.revoke_case, name="revoke_case"),
    path("meja/<uuid:case_id>/berkas/<uuid:file_id>/<int:page>.jpg", files.photo, name="photo"),
    *counter_patterns,
    *residents_patterns,
    *talks_patterns,
    path("setujui/", sign.sign, name="sign"),
    path("setujui/<uuid:case_id>/", sign.preview, name="preview"),
    path("setujui/<uuid:case_id>/surat.png", sign.preview_image, name="preview_image"),
]
