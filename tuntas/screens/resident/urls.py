"""Addresses for residents."""

from django.urls import path

from tuntas.screens.resident.applying.pieces import open_upload, upload_piece
from tuntas.screens.resident.applying.prefill import prefill, prefill_code
from tuntas.screens.resident.applying.views import apply, check_answers, save, send, sent
from tuntas.screens.resident.downloads import form, issued, letter
from tuntas.screens.resident.explain import help_page, privacy
from tuntas.screens.resident.home import home
from tuntas.screens.resident.mend import mend
from tuntas.screens.resident.offices import offices
from tuntas.screens.resident.paper import paper_form, print_draft
from tuntas.screens.resident.rating import rating
from tuntas.screens.resident.readers import readers
from tuntas.screens.resident.secure import carry_on, secure
from tuntas.screens.resident.service import service
from tuntas.screens.resident.status import leave, status
from tuntas.screens.resident.stop import stop_reminders
from tuntas.screens.resident.track import track
from tuntas.screens.resident.withdraw import withdraw

app_name = "resident"
urlpatterns = [
    path("", home, name="home"),
    path("layanan/<slug:code>/", service, name="service"),
    path("layanan/<slug:code>/formulir.pdf", paper_form, name="paper_form"),
    path("ajukan/unggah/", open_upload, name="open_upload"),
    path("ajukan/unggah/<uuid:upload_id>/", upload_piece, name="upload_piece"),
    path("ajukan/<slug:code>/", apply, name="apply"),
    path("ajukan/<slug:code>/kenali/", prefill, name="prefill"),
    path("ajukan/<slug:code>/kenali/kode/", prefill_code, name="prefill_code"),
    path("ajukan/<slug:code>/simpan/", save, name="save"),
    path("ajukan/<slug:code>/cetak/", print_draft, name="print_draft"),
    path("ajukan/<slug:code>/periksa/", check_answers, name="check_answers"),
    path("ajukan/<slug:code>/kirim/", send, name="send"),
    path("ajukan/<slug:code>/terkirim/", sent, name="sent"),
    path("kantor/", offices, name="offices"),
    path("lacak/", track, name="track"),
    path("p/<str:receipt>/", status, name="status"),
    path("p/<str:receipt>/perbaiki/", mend, name="mend"),
    path("p/<str:receipt>/batalkan/", withdraw, name="withdraw"),
    path("p/<str:receipt>/nilai/", rating, name="rating"),
    path("p/<str:receipt>/dilihat/", readers, name="readers"),
    path("p/<str:receipt>/tutup/", leave, name="leave"),
    path("p/<str:receipt>/surat/<uuid:case_id>.pdf", letter, name="letter"),
    path("p/<str:receipt>/dokumen/<uuid:case_id>/<uuid:document_id>.pdf", issued, name="issued"),
    path("p/<str:receipt>/formulir/<uuid:case_id>/<str:form_code>.pdf", form, name="form"),
    path("aman/<str:token>/", secure, name="secure"),
    path("lanjut/<str:token>/", carry_on, name="carry_on"),
    path("berhenti/<str:token>/", stop_reminders, name="stop_reminders"),
    path("bantuan/", help_page, name="help"),
    path("privasi/", privacy, name="privacy"),
]
