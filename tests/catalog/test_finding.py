"""Services are found by code, by life event, and by what people type."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.files import read_services
from tests.tables import load_catalogue
from tuntas.catalog.finding import (
    ServiceUnknown,
    definition_of,
    get_service,
    list_groups,
    list_services,
    search_services,
)
from tuntas.catalog.models import ServiceVersion

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SERVICES = read_services()


@pytest.fixture(autouse=True)
def _loaded(db: None) -> None:
    """The services alone: with the packages among them, other words would come first."""
    load_catalogue()
    ServiceVersion.objects.filter(is_package=True).delete()


@pytest.mark.parametrize("code", ["SKD", "skd", "Skd"])
def test_a_service_is_found_by_its_code_in_any_case(code: str) -> None:
    version, definition = get_service(code)

    assert (version.code, definition.code) == ("SKD", "SKD")


@pytest.mark.parametrize("code", ["", "SKX", "SKD ", "SK D", "sk\x00d", "ß" * 30, "S" * 500])
def test_an_unknown_code_is_a_sentence(code: str) -> None:
    with pytest.raises(ServiceUnknown, match="Layanan ini tidak ada"):
        get_service(code)


def test_a_definition_is_read_once() -> None:
    version, definition = get_service("SKD")

    assert definition_of(version) is definition


def test_listing_again_asks_the_database_once(django_assert_num_queries: object) -> None:
    list_services()

    with django_assert_num_queries(1):  # type: ignore[operator]
        services = list_services()

    assert services == SERVICES


def test_only_life_events_with_services_are_listed() -> None:
    groups = list_groups()

    assert len(groups) == 12
    assert [service.code for service in groups[0].services] == ["SKD", "NONPERM"]
    assert all(group.icon and group.hint for group in groups)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("domisili", "SKD"),
        ("DOMISILI", "SKD"),
        ("domsili", "SKD"),
        ("surat keterangan domisili", "SKD"),
        ("saya mau ngontrak rumah", "SKD"),
        ("skd", "SKD"),
        ("usaha", "SKU"),
        ("warung", "SKU"),
        ("buka toko pinjam KUR", "SKU"),
        ("tidak mampu", "SKTM"),
        ("tdk mampu", "SKTM"),
        ("miskin", "SKTM"),
        ("beasiswa sekolah", "SKTM"),
        ("belum nikah", "SKBM"),
        ("bujang", "SKBM"),
        ("nikah", "NIKAH"),
        ("menikah kua", "NIKAH"),
        ("n1", "NIKAH"),
        ("meninggal", "SKK"),
        ("meningal", "SKK"),
        ("bapak saya wafat", "SKK"),
        ("kematian", "SKK"),
        ("skck", "PSKCK"),
        ("kelakuan baik", "PSKCK"),
        ("catatan polisi", "PSKCK"),
        ("gaji", "SKPH"),
        ("penghasilan", "SKPH"),
        ("pengasilan orang tua", "SKPH"),
        ("slip gaji ukt", "SKPH"),
        ("akta lahir", "AKL"),
        ("bayi baru lahir", "AKL"),
        ("kk baru", "KK-BARU"),
        ("ktp hilang", "KTP-GANTI"),
        ("rekam ktp", "KTP-BARU"),
        ("ahli waris", "SKAW"),
        ("riwayat tanah", "SKT"),
        ("cerai", "PCERAI"),
        ("pindah datang", "DATANG"),
        ("hajatan", "IKR"),
        ("dompet hilang", "SKHL"),
    ],
)
def test_everyday_words_and_slips_find_the_service(text: str, code: str) -> None:
    assert search_services(text)[0].code == code


@pytest.mark.parametrize("text", ["", "   ", "?!", "xyzzy", "🙂", "陈"])
def test_words_that_mean_nothing_find_nothing(text: str) -> None:
    assert search_services(text) == []


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
def test_no_search_stumbles(text: str) -> None:
    assert len(search_services(text)) <= len(SERVICES)
