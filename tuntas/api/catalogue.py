"""Catalogue: services, packages and offices, open to all."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from tuntas.api.access import open_to_all
from tuntas.api.answers import service_detail, service_summary
from tuntas.api.packages import package_detail, package_summary
from tuntas.catalog.finding import ServiceUnknown, get_service, list_packages, list_services
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Office
from tuntas.offices.tree import dotted
from tuntas.vault.fields import Json

router = Router(tags=["Katalog"])


@router.get("/services", summary="Semua layanan")
@open_to_all
def services(request: HttpRequest) -> list[Json]:
    """Every service on offer."""
    return [service_summary(definition) for definition in list_services()]


@router.get("/services/{code}", summary="Satu layanan dengan pertanyaan, syarat, dan skema jawabannya")
@open_to_all
def service(request: HttpRequest, code: str) -> Json:
    """One service; `schema` is JSON Schema 2020-12 of `answers`."""
    _version, definition = get_service(code)
    return service_detail(definition)


@router.get("/packages", summary="Paket peristiwa hidup")
@open_to_all
def packages(request: HttpRequest) -> list[Json]:
    """Life-event packages on offer, each with the documents it leads to and what waits for what."""
    return [package_summary(package) for package in list_packages()]


@router.get("/packages/{code}", summary="Satu paket dengan pertanyaan, syarat, dokumen, dan skema jawabannya")
@open_to_all
def package(request: HttpRequest, code: str) -> Json:
    """One package; `schema` is JSON Schema 2020-12 of `answers`."""
    _version, definition = get_service(code)
    if not definition.is_package:
        raise ServiceUnknown(_("Paket ini tidak ada. Lihat daftar paket, lalu pilih kodenya."))
    return package_detail(definition)


@router.get("/offices", summary="Kantor, menurut tingkat dan induk")
@open_to_all
def offices(request: HttpRequest, level: str = "", parent: str = "") -> list[Json]:
    """Offices that are open; `level` and `parent` (a code, dots optional) narrow the list."""
    rows = Office.objects.filter(is_open=True).select_related("parent").order_by("code")
    if level:
        if level not in Office.Level.values:
            raise InputRefused([FieldError("level", _("Pilih tingkat: %s.") % ", ".join(Office.Level.values))])
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(parent__code__in={parent, dotted(parent)})
    return [
        {
            "code": office.code,
            "name": office.name,
            "level": office.level,
            "parent": office.parent.code if office.parent else None,
            "region": office.region_id,
            "hours": office.hours,
            "phone": office.phone,
            "timezone": office.timezone,
        }
        for office in rows
    ]
