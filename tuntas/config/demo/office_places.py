"""Where the demo world lies: real places with their Kemendagri codes; streets, numbers and arms are invented."""

from dataclasses import dataclass

REGIONS: dict[str, str] = {
    "16": "Sumatera Selatan",
    "16.02": "Kabupaten Ogan Komering Ilir",
    "16.02.23": "Teluk Gelam",
    "16.02.23.2014": "Seriguna",
    "16.12": "Kabupaten Penukal Abab Lematang Ilir",
    "16.12.01": "Talang Ubi",
    "16.12.01.2009": "Semangus",
    "16.71": "Kota Palembang",
    "16.71.08": "Sako",
    "16.71.08.1006": "Sialang",
    "16.71.14": "Plaju",
    "16.71.14.1001": "Plaju Ulu",
    "21": "Kepulauan Riau",
    "21.04": "Kabupaten Lingga",
    "21.04.01": "Singkep",
    "21.04.01.1001": "Dabo",
    "74": "Sulawesi Tenggara",
    "74.08": "Kabupaten Kolaka Utara",
    "74.08.01": "Lasusua",
    "74.08.01.2015": "Patowonua",
}


@dataclass(frozen=True)
class Place:
    """One office of the demo world. `slug` ends the accounts of its officers: lurah.sialang."""

    code: str
    slug: str
    number_code: str
    seat: str  # where its letters are dated
    street: str
    postcode: str

    @property
    def region(self) -> str:
        return self.code.removesuffix(".dukcapil")

    @property
    def is_civil_registry(self) -> bool:
        return self.code != self.region

    @property
    def is_desa(self) -> bool:
        """Villages 2xxx are desa, 1xxx kelurahan (Permendagri 137/2017 art. 4)."""
        return len(self.region) == len("16.71.08.1006") and self.region[9] == "2"


def _place(line: str) -> Place:
    return Place(*(cell.strip() for cell in line.split("|")))


PLACES: list[Place] = [
    _place(line)
    for line in """
    16.71             | palembang             | Setda-Palembang     | Palembang | Jalan Merdeka 1             | 30131
    16.71.dukcapil    | dukcapil-palembang    | Disdukcapil-PLG     | Palembang | Jalan Demang Lebar Daun 12  | 30137
    16.71.08          | sako                  | Kec-Sako            | Palembang | Jalan Siaran 40             | 30163
    16.71.08.1006     | sialang               | Kel-Sialang         | Palembang | Jalan Siaran 1              | 30163
    16.71.14          | plaju                 | Kec-Plaju           | Palembang | Jalan Kapten Abdullah 21    | 30266
    16.71.14.1001     | plaju-ulu             | Kel-PlajuUlu        | Palembang | Jalan DI Panjaitan 8        | 30266
    21.04             | lingga                | Setda-Lingga        | Daik      | Jalan Istana Robat 3        | 29872
    21.04.dukcapil    | dukcapil-lingga       | Disdukcapil-LGA     | Daik      | Jalan Istana Robat 5        | 29872
    21.04.01          | singkep               | Kec-Singkep         | Dabo      | Jalan Perusahaan 10         | 29871
    21.04.01.1001     | dabo                  | Kel-Dabo            | Dabo      | Jalan Pahlawan 2            | 29871
    16.12             | pali                  | Setda-PALI          | Talang Ubi | Jalan Merdeka Timur 7      | 31214
    16.12.dukcapil    | dukcapil-pali         | Disdukcapil-PALI    | Talang Ubi | Jalan Merdeka Timur 9      | 31214
    16.12.01          | talang-ubi            | Kec-TalangUbi       | Talang Ubi | Jalan Plaju 4              | 31214
    16.12.01.2009     | semangus              | Ds-Semangus         | Semangus  | Jalan Poros Desa 1          | 31214
    16.02             | oki                   | Setda-OKI           | Kayuagung | Jalan Letnan Darna Jambi 1  | 30611
    16.02.dukcapil    | dukcapil-oki          | Disdukcapil-OKI     | Kayuagung | Jalan Letnan Darna Jambi 15 | 30611
    16.02.23          | teluk-gelam           | Kec-TelukGelam      | Teluk Gelam | Jalan Lintas Timur 88     | 30657
    16.02.23.2014     | seriguna              | Ds-Seriguna         | Seriguna  | Jalan Desa 1                | 30657
    74.08             | kolaka-utara          | Setda-Kolut         | Lasusua   | Jalan Trans Sulawesi 100    | 93912
    74.08.dukcapil    | dukcapil-kolaka-utara | Disdukcapil-Kolut   | Lasusua   | Jalan Trans Sulawesi 112    | 93912
    74.08.01          | lasusua               | Kec-Lasusua         | Lasusua   | Jalan Pasar Lasusua 6       | 93912
    74.08.01.2015     | patowonua             | Ds-Patowonua        | Patowonua | Jalan Poros Patowonua 1     | 93912
    """.strip().splitlines()
]

# By province; the rest of the demo world keeps western time.
TIMEZONES = {"74": "Asia/Makassar"}

# Kelurahan Dabo asks the RT head first, the others do not (contract, demo world).
RT_ENDORSED = frozenset({"dabo"})

_FIELDS = {"16.71": "#8a1f2b", "21.04": "#1b4f8a", "16.12": "#2f6b2f", "16.02": "#7a5a12", "74.08": "#1f6f6a"}


def draw_arms(region: str) -> str:
    """A plain shield in the regency's colour, as SVG: it stands where the real arms go, and is nobody's."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 72">'
        f'<path d="M4 4h52v36c0 15-12 24-26 29C16 64 4 55 4 40z" fill="{_FIELDS[region[:5]]}" stroke="#000" '
        'stroke-width="2"/><path d="M10 10h40v29c0 11-9 18-20 23-11-5-20-12-20-23z" fill="none" stroke="#fff"/>'
        '<path d="M30 18l9 11-9 11-9-11zM30 24l4 5-4 5-4-5zM16 46h28M19 50h22" fill="none" stroke="#fff" '
        'stroke-width="1.5"/></svg>'
    )
