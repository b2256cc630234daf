"""Addresses of the counter; `desk.urls` takes them in."""

from django.urls import URLPattern, path

from tuntas.screens.desk import counter, counter_form

patterns: list[URLPattern] = [
    path("meja/loket/", counter.counter, name="counter"),
    path("meja/loket/buka/", counter.counter_begin, name="counter_begin"),
    path("meja/loket/kode/", counter.counter_find, name="counter_find"),
    path("meja/loket/kode/<str:code>/", counter.counter_open, name="counter_open"),
    path("meja/loket/<uuid:draft_id>/", counter_form.counter_form, name="counter_form"),
    path("meja/loket/<uuid:draft_id>/simpan/", counter_form.counter_save, name="counter_save"),
    path("meja/loket/<uuid:draft_id>/periksa/", counter_form.counter_check, name="counter_check"),
    path("meja/loket/<uuid:draft_id>/kirim/", counter_form.counter_send, name="counter_send"),
    path("meja/loket/<uuid:draft_id>/slip/", counter_form.counter_slip, name="counter_slip"),
]
