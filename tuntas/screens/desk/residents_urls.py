"""Addresses of the register of residents; `desk.urls` takes them in."""

from django.urls import URLPattern, path

from tuntas.screens.desk import residents, residents_changes, residents_figures, residents_import

patterns: list[URLPattern] = [
    path("meja/penduduk/", residents.residents, name="residents"),
    path("meja/penduduk/angka/", residents_figures.residents_figures, name="residents_figures"),
    path("meja/penduduk/lampid/", residents_figures.residents_lampid, name="residents_lampid"),
    path("meja/penduduk/impor/", residents_import.residents_imports, name="residents_imports"),
    path("meja/penduduk/impor/<uuid:import_id>/", residents_import.residents_import, name="residents_import"),
    path("meja/penduduk/impor/<uuid:import_id>/muat/", residents_import.residents_load, name="residents_load"),
    path("meja/penduduk/impor/<uuid:import_id>/batal/", residents_import.residents_undo, name="residents_undo"),
    path("meja/penduduk/impor/<uuid:import_id>/galat.csv", residents_import.residents_errors, name="residents_errors"),
    path("meja/penduduk/ganda/", residents_changes.residents_alike, name="residents_alike"),
    path("meja/penduduk/ganda/putus/", residents_changes.residents_same, name="residents_same"),
    path("meja/penduduk/mutasi/", residents_changes.residents_proposals, name="residents_proposals"),
    path("meja/penduduk/mutasi/<uuid:proposal_id>/", residents_changes.residents_proposal, name="residents_proposal"),
    path("meja/penduduk/kk/<uuid:family_id>/", residents.residents_family, name="residents_family"),
    path("meja/penduduk/<uuid:resident_id>/", residents.residents_record, name="residents_record"),
    path("meja/penduduk/<uuid:resident_id>/perbaiki/", residents.residents_correct, name="residents_correct"),
    path("meja/penduduk/<uuid:resident_id>/nik/", residents.residents_reveal, name="residents_reveal"),
]
