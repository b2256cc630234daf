"""The register at 200,000 residents: rows loaded a second of CPU, milliseconds of it to find or prefill somebody."""

import csv
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from bench.figures import Figure, median_cpu_ms
from bench.world import get_cast
from tests.people.villagers import list_villagers, to_csv, to_xlsx
from tuntas.config.work import tend_database
from tuntas.flow.import_residents import open_loading, read_file
from tuntas.offices.gazetteer import load_regions
from tuntas.people.counting import count_office
from tuntas.people.duplicates import list_alike
from tuntas.people.finding import find_by_nik, find_residents
from tuntas.people.models import Resident
from tuntas.people.prefill import find_applicant, prove_at_counter
from tuntas.reports.lampid import read_lampid
from tuntas.reports.population import read_figures

RESIDENTS, LOT, TIMES = 200_000, 20_000, 20
# 38 provinces, 514 regencies, 7,285 districts, 83,762 villages, as the country has them.
COUNTRY = {"provinces": 38, "regencies": 514, "districts": 7_285, "villages": 83_762}


def measure() -> Iterator[Figure]:
    yield from measure_import()
    yield from measure_register()
    yield from measure_regions()


def measure_import() -> Iterator[Figure]:
    """200,000 people into one office, in files of a kelurahan's size; the first one as a spreadsheet."""
    office, spent, loaded = get_cast().office, 0.0, 0
    for first in range(0, RESIDENTS, LOT):
        rows = list(list_villagers(LOT, first=first))
        data = to_xlsx(rows) if not first else to_csv(rows)
        started = time.process_time()
        origin = read_file(open_loading(office=office, at=timezone.now()), data, at=timezone.now())
        seconds = time.process_time() - started
        loaded += origin.good
        if not first:
            yield Figure("residents: loaded from XLSX", origin.good / seconds, "rows/s CPU", 500, at_least=True)
        else:
            spent += seconds
    yield Figure("residents: loaded from CSV", (loaded - LOT) / spent, "rows/s CPU", 700, at_least=True)
    yield Figure("residents: in the register", Resident.objects.count(), "people", RESIDENTS * 0.99, at_least=True)


def measure_register() -> Iterator[Figure]:
    cast = get_cast()
    office, on, at = cast.office, timezone.localdate(), timezone.now()
    tend_database({})  # as the worker does after an import
    villager = list(list_villagers(50))[40]
    searches = {
        "a rare pair of words": villager["Nama Lengkap"],
        "one common word": "muhammad",
        "two common words": "putra muhammad",
        "a spelling that nobody has": "mochammad zaenal",
        "nobody": "wolfgang amadeus",
        "a NIK": villager["NIK"],
        "a KK number": villager["No KK"],
    }
    for name, text in searches.items():
        spent = median_cpu_ms(lambda text=text: find_residents(text, offices=[office.pk]), times=TIMES)
        yield Figure(f"residents: find {name}", spent, "ms CPU", 150)

    def prefill() -> None:
        resident = find_by_nik(villager["NIK"], offices=[office.pk])
        proof = prove_at_counter(resident, officer=cast.budi, on=on) if resident else None
        if proof is None:
            raise RuntimeError("the resident was not found")
        find_applicant(proof, at=at)

    yield Figure("residents: prefill at the counter", median_cpu_ms(prefill, times=TIMES), "ms CPU", 30)
    yield Figure("residents: look for doubles", median_cpu_ms(lambda: list_alike(office), times=1) / 1000, "s CPU")
    yield Figure(
        "residents: count by topic", median_cpu_ms(lambda: count_office(office, on=on, at=at), times=1) / 1000, "s CPU"
    )
    figures = median_cpu_ms(lambda: read_figures([office], topic="occupation", is_public=True), times=TIMES)
    yield Figure("residents: figures of one topic", figures, "ms CPU", 30)
    yield Figure("residents: LAMPID", median_cpu_ms(lambda: read_lampid([office], month=on), times=TIMES), "ms CPU")


def measure_regions() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        write_country(Path(folder))
        first = median_cpu_ms(lambda: load_regions(Path(folder)), times=1) / 1000
        again = median_cpu_ms(lambda: load_regions(Path(folder)), times=1) / 1000
    yield Figure("regions: the whole country, new", first, "s CPU", 60)
    yield Figure("regions: the whole country, again", again, "s CPU", 20)


def write_country(folder: Path) -> None:
    """Files of the country's size with invented codes: the real compilation is not ours to ship."""
    provinces = [f"{11 + number}" for number in range(COUNTRY["provinces"])]
    regencies = _below(provinces, COUNTRY["regencies"], "{:02}")
    districts = _below(regencies, COUNTRY["districts"], "{:02}")
    villages = _below(districts, COUNTRY["villages"], "{:04}", first=1001)
    for name, codes in zip(COUNTRY, (provinces, regencies, districts, villages), strict=True):
        with (folder / f"{name}.csv").open("w", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(["code", "parent_code", "name"])
            writer.writerows([code, code.rpartition(".")[0], f"Wilayah {code}"] for code in codes)


def _below(parents: list[str], number: int, shape: str, *, first: int = 1) -> list[str]:
    """`number` codes spread evenly below the parents."""
    return [f"{parents[place % len(parents)]}.{shape.format(first + place // len(parents))}" for place in range(number)]
