"""Addresses of the administrator's pages."""

from django.urls import path

from tuntas.screens.admin import editing, log, newer, officers, offices, posts, previews, publishing, services, start

app_name = "admin"
urlpatterns = [
    path("", start.start, name="start"),
    path("layanan/", services.services, name="services"),
    path("layanan/<slug:code>/", services.service, name="service"),
    path("layanan/<slug:code>/kantor/", services.offer, name="offer"),
    path("layanan/<slug:code>/ubah/syarat/tambah/", editing.add_requirement, name="add_requirement"),
    path("layanan/<slug:code>/ubah/syarat/hapus/", editing.remove_requirement, name="remove_requirement"),
    path("layanan/<slug:code>/ubah/buang/", editing.drop_edit, name="drop_edit"),
    path("layanan/<slug:code>/ubah/gabung/", editing.catch_up, name="catch_up"),
    path("layanan/<slug:code>/ubah/<slug:part>/", editing.edit, name="edit"),
    path("layanan/<slug:code>/pratinjau/", previews.preview_form, name="preview_form"),
    path("layanan/<slug:code>/pratinjau/chat/", previews.preview_chat, name="preview_chat"),
    path("layanan/<slug:code>/pratinjau/surat/", previews.preview_letter, name="preview_letter"),
    path("layanan/<slug:code>/pratinjau/surat.png", previews.letter_image, name="letter_image"),
    path("layanan/<slug:code>/pratinjau/kertas.pdf", previews.preview_paper, name="preview_paper"),
    path("layanan/<slug:code>/terbit/", publishing.publish, name="publish"),
    path("layanan/<slug:code>/riwayat/", publishing.history, name="history"),
    path("layanan/<slug:code>/riwayat/<int:number>/", publishing.version, name="version"),
    path("layanan/<slug:code>/berkas/", newer.newer, name="newer"),
    path("kantor/", offices.offices, name="offices"),
    path("kantor/baru/", offices.new_office, name="new_office"),
    path("kantor/<str:code>/", offices.office, name="office"),
    path("kantor/<str:code>/sakelar/", offices.switch, name="switch"),
    path("kantor/<str:code>/jam/", offices.keep_hours, name="keep_hours"),
    path("kantor/<str:code>/libur/", offices.keep_closures, name="keep_closures"),
    path("kantor/<str:code>/kop/", offices.keep_letterhead, name="keep_letterhead"),
    path("kantor/<str:code>/jabatan/", posts.add_post, name="add_post"),
    path("kantor/<str:code>/jabatan/<uuid:post_id>/", posts.title_post, name="title_post"),
    path("petugas/", officers.officers, name="officers"),
    path("petugas/baru/", officers.new_officer, name="new_officer"),
    path("petugas/<uuid:officer_id>/", officers.officer, name="officer"),
    path("petugas/<uuid:officer_id>/tugas/", officers.assign, name="assign"),
    path("petugas/<uuid:officer_id>/tugas/<uuid:assignment_id>/", officers.end_assignment, name="end_assignment"),
    path("petugas/<uuid:officer_id>/sandi/", officers.reset_password, name="reset_password"),
    path("petugas/<uuid:officer_id>/kunci/", officers.lock, name="lock"),
    path("catatan/", log.log, name="log"),
]
