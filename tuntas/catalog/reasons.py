"""Reasons: the sentences with which an officer sends back or rejects, written to the resident."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One canned reason.

    `says` is the verdict it belongs to ("unclear" or "wrong"; "rejected" for a rejection), `label` what the desk
    offers, `sentence` what the resident reads, with {item} for the name of the document or answer, and `about` what it
    fits: "document", "answer" or "both".
    """

    code: str
    says: str
    label: str
    sentence: str
    about: str = "both"


def _reasons(*reasons: Reason) -> dict[str, Reason]:
    return {reason.code: reason for reason in reasons}


# What the applicant is asked to mend, in the order in which the desk offers it.
REASONS: dict[str, Reason] = _reasons(
    Reason(
        "unreadable",
        "unclear",
        "Tulisan tidak terbaca",
        "Tulisan di {item} tidak terbaca. Foto ulang di tempat terang.",
        "document",
    ),
    Reason(
        "cut_off",
        "unclear",
        "Foto terpotong",
        "Foto {item} terpotong. Foto ulang sampai keempat sudutnya terlihat.",
        "document",
    ),
    Reason(
        "glare",
        "unclear",
        "Silau atau bayangan",
        "Foto {item} silau atau tertutup bayangan. Foto ulang tanpa lampu kilat.",
        "document",
    ),
    Reason(
        "too_small",
        "unclear",
        "Foto terlalu kecil",
        "Foto {item} terlalu kecil. Foto ulang dari lebih dekat.",
        "document",
    ),
    Reason(
        "page_missing",
        "wrong",
        "Halaman kurang",
        "Halaman {item} belum lengkap. Foto semua halamannya.",
        "document",
    ),
    Reason(
        "other_document",
        "wrong",
        "Dokumen lain",
        "Foto ini bukan {item}. Kirim foto {item}.",
        "document",
    ),
    Reason(
        "other_person",
        "wrong",
        "Atas nama orang lain",
        "{item} ini atas nama orang lain. Kirim yang sesuai permohonan.",
        "document",
    ),
    Reason(
        "copy",
        "wrong",
        "Foto fotokopi",
        "{item} ini fotokopi. Foto dokumen aslinya.",
        "document",
    ),
    Reason(
        "outdated",
        "wrong",
        "Sudah tidak berlaku",
        "{item} ini sudah tidak berlaku. Kirim yang terbaru.",
        "document",
    ),
    Reason(
        "unsigned",
        "wrong",
        "Tanda tangan atau meterai belum ada",
        "{item} belum bertanda tangan atau bermeterai. Lengkapi, lalu foto ulang.",
        "document",
    ),
    Reason(
        "differs",
        "wrong",
        "Berbeda dengan isian",
        "Data di {item} berbeda dengan isian Anda. Samakan, atau kirim dokumen terbaru.",
        "document",
    ),
    Reason(
        "not_given",
        "wrong",
        "Belum ada",
        "{item} belum kami terima. Kirim fotonya, atau bawa ke loket.",
        "document",
    ),
    Reason(
        "different_answer",
        "wrong",
        "Berbeda dengan dokumen",
        "Isian “{item}” berbeda dengan dokumen Anda. Tulis seperti di dokumen.",
        "answer",
    ),
    Reason(
        "unclear_answer",
        "unclear",
        "Maksudnya belum jelas",
        "Isian “{item}” belum jelas maksudnya. Tulis lebih lengkap.",
        "answer",
    ),
    Reason(
        "misspelt_answer",
        "wrong",
        "Ejaan perlu diperbaiki",
        "Periksa ejaan “{item}”. Tulis persis seperti di KTP.",
        "answer",
    ),
    Reason(
        "other",
        "wrong",
        "Alasan lain",
        "Perbaiki {item} sesuai catatan petugas ini.",
    ),
)

# Why a case ends without a document. The note of the officer follows the sentence.
REJECTIONS: dict[str, Reason] = _reasons(
    Reason(
        "not_resident",
        "rejected",
        "Bukan warga wilayah ini",
        "Alamat Anda tidak di wilayah kami. Ajukan ke kelurahan tempat Anda tinggal.",
    ),
    Reason(
        "duplicate",
        "rejected",
        "Sudah pernah diajukan",
        "Permohonan yang sama sudah kami terima. Lihat nomor tanda terima yang pertama.",
    ),
    Reason(
        "already_valid",
        "rejected",
        "Surat lama masih berlaku",
        "Surat Anda yang terdahulu masih berlaku. Silakan pakai surat itu.",
    ),
    Reason(
        "other_service",
        "rejected",
        "Layanannya lain",
        "Keperluan Anda memakai surat yang lain. Ajukan surat yang disebut petugas.",
    ),
    Reason(
        "other_office",
        "rejected",
        "Wewenang kantor lain",
        "Surat ini bukan wewenang kami. Ajukan ke kantor yang disebut petugas.",
    ),
    Reason(
        "facts_differ",
        "rejected",
        "Keterangan tidak sesuai keadaan",
        "Keterangan Anda tidak sesuai dengan yang kami temukan. Tanyakan ke kantor kami.",
    ),
    Reason(
        "not_entitled",
        "rejected",
        "Belum memenuhi ketentuan",
        "Anda belum memenuhi ketentuan untuk surat ini. Baca penjelasan petugas.",
    ),
    Reason(
        "document_doubted",
        "rejected",
        "Dokumen diragukan",
        "Keaslian dokumen Anda perlu kami periksa. Datanglah ke kantor membawa aslinya.",
    ),
    Reason(
        "unreachable",
        "rejected",
        "Perbaikan tidak datang",
        "Kami tidak menerima perbaikan dari Anda. Silakan ajukan lagi kapan saja.",
    ),
    Reason(
        "other",
        "rejected",
        "Alasan lain",
        "Permohonan ini tidak dapat kami lanjutkan. Baca penjelasan petugas.",
    ),
)


def list_reasons(about: str) -> list[Reason]:
    """The reasons that fit a "document" or an "answer", in the order in which the desk offers them."""
    return [reason for reason in REASONS.values() if reason.about in {about, "both"}]
