"""Files in pieces: whatever the signal does, the same bytes arrive or nobody is told that they did."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake import specimens
from tuntas.intake import chunks, uploads
from tuntas.intake.models import Chunked, ChunkPart, Upload
from tuntas.intake.refusals import FileRefused
from tuntas.vault import files
from tuntas.vault.models import Blob

PHOTO = specimens.save(specimens.make_noise(260, 200), "JPEG", quality=90)
PIECE = 8 * 1024


def open_photo(data: bytes = PHOTO) -> Chunked:
    return chunks.open_chunked(len(data), sha256=hashlib.sha256(data).hexdigest())


def send_all(chunked: Chunked, data: bytes = PHOTO) -> Chunked:
    for offset in range(0, len(data), PIECE):
        chunked = chunks.add_chunk(chunked.pk, offset=offset, data=data[offset : offset + PIECE])
    return chunked


def list_stored() -> set[Path]:
    return {path for path in Path(default_storage.path("")).rglob("*") if path.is_file()}


@pytest.mark.django_db
def test_pieces_in_order_make_the_same_upload_as_the_whole() -> None:
    whole = uploads.receive(PHOTO)

    done = send_all(open_photo())

    assert done.upload is not None
    assert files.read(done.upload.blob) == files.read(whole.blob)
    assert not ChunkPart.objects.exists()


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_of_repeats_and_losses_ends_with_the_same_bytes(data: st.DataObject) -> None:
    wanted = files.read(uploads.receive(PHOTO).blob)
    cuts = data.draw(st.lists(st.integers(4, len(PHOTO) // 1024 - 4), unique=True, max_size=6).map(sorted))
    edges = [0, *(cut * 1024 for cut in cuts), len(PHOTO)]
    pieces = [(a, PHOTO[a:b]) for a, b in pairwise(edges)]
    if any(len(piece) < chunks.SMALLEST for _, piece in pieces[:-1]):
        pieces = [(a, PHOTO[a : a + PIECE]) for a in range(0, len(PHOTO), PIECE)]
    chunked = open_photo()
    told: list[tuple[int, int]] = []

    tries = data.draw(st.lists(st.integers(0, len(pieces) - 1), max_size=20))
    for number in [*tries, *range(len(pieces))]:  # at the end a patient phone sends the rest in order
        offset, piece = pieces[number]
        before = chunks.get_chunked(chunked.pk).received
        try:
            chunked = chunks.add_chunk(chunked.pk, offset=offset, data=piece)
        except chunks.WrongOffset as wrong:
            told.append((wrong.expected, before))

    assert all(expected == before for expected, before in told)
    assert chunked.upload is not None
    assert files.read(chunked.upload.blob) == wanted
    assert Upload.objects.filter(pk=chunked.upload.pk).count() == 1


@pytest.mark.django_db
def test_a_repeated_piece_counts_once() -> None:
    chunked = open_photo()

    first = chunks.add_chunk(chunked.pk, offset=0, data=PHOTO[:PIECE])
    again = chunks.add_chunk(chunked.pk, offset=0, data=PHOTO[:PIECE])

    assert first.received == again.received == PIECE
    assert ChunkPart.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_offset_is_told_the_right_one() -> None:
    chunked = open_photo()
    chunks.add_chunk(chunked.pk, offset=0, data=PHOTO[:PIECE])

    for offset in (0, 5, PIECE - 1, PIECE + 1, 10**9):
        with pytest.raises(chunks.WrongOffset) as caught:
            chunks.add_chunk(chunked.pk, offset=offset, data=b"x" * PIECE)
        assert caught.value.expected == PIECE

    assert chunks.get_chunked(chunked.pk).received == PIECE


@pytest.mark.django_db
def test_the_last_piece_repeated_after_a_lost_answer_gives_the_same_upload() -> None:
    done = send_all(open_photo())
    last = len(PHOTO) - len(PHOTO) % PIECE

    again = chunks.add_chunk(done.pk, offset=last, data=PHOTO[last:])

    assert again.upload == done.upload
    assert Upload.objects.count() == 1


@pytest.mark.django_db
def test_a_file_whose_finish_was_interrupted_is_finished_by_asking_again() -> None:
    chunked = open_photo()
    for offset in range(0, len(PHOTO), PIECE):
        chunks._take(chunked.pk, offset=offset, data=PHOTO[offset : offset + PIECE])  # as if killed before the finish
    assert chunks.get_chunked(chunked.pk).upload is None

    done = chunks.add_chunk(chunked.pk, offset=len(PHOTO), data=b"")

    assert done.upload is not None


@pytest.mark.django_db
def test_two_requests_that_finish_at_once_find_one_upload() -> None:
    chunked = send_all(open_photo())

    late = chunks._finish(chunks.get_chunked(chunked.pk))

    assert late.upload == chunked.upload
    assert Upload.objects.count() == 1


@pytest.mark.django_db
def test_pieces_wait_encrypted() -> None:
    before = list_stored()
    chunked = open_photo()

    chunks.add_chunk(chunked.pk, offset=0, data=PHOTO[:PIECE])

    (kept,) = list_stored() - before
    assert PHOTO[:64] not in kept.read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [0, -1])
def test_an_empty_file_is_refused_before_it_is_sent(size: int) -> None:
    with pytest.raises(FileRefused, match="kosong"):
        chunks.open_chunked(size)


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_before_it_is_sent() -> None:
    with pytest.raises(FileRefused, match="40 MB, batasnya 25 MB"):
        chunks.open_chunked(40 * 1024 * 1024)

    assert chunks.open_chunked(django_settings.UPLOAD_LIMIT).received == 0


@pytest.mark.django_db
def test_a_fingerprint_that_is_none_is_refused() -> None:
    with pytest.raises(chunks.ChunkRefused):
        chunks.open_chunked(9000, sha256="bukan sidik")


@pytest.mark.django_db
def test_no_more_is_taken_than_was_announced_and_no_piece_too_small_or_too_large() -> None:
    small = chunks.open_chunked(PIECE)
    large = chunks.open_chunked(4 * chunks.LARGEST)

    for chunked, length in ((small, PIECE + 1), (small, 100), (large, chunks.LARGEST + 1), (large, 1)):
        with pytest.raises(chunks.ChunkRefused):
            chunks.add_chunk(chunked.pk, offset=0, data=b"x" * length)

    assert not Blob.objects.exists()


@pytest.mark.django_db
def test_a_file_under_way_that_nobody_opened_is_unknown() -> None:
    with pytest.raises(chunks.ChunkedUnknown):
        chunks.add_chunk(uuid4(), offset=0, data=b"x" * PIECE)
    with pytest.raises(chunks.ChunkedUnknown):
        chunks.get_chunked(uuid4())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("announced", "words"),
    [(hashlib.sha256(PHOTO).hexdigest(), "tidak kami kenali"), ("0" * 64, "berubah di perjalanan")],
)
def test_a_file_of_no_use_leaves_nothing_behind(
    announced: str, words: str, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    before = list_stored()
    useless = b"\x01\x02\x03\x04" * 4096
    digest = announced if announced == "0" * 64 else hashlib.sha256(useless).hexdigest()
    chunked = chunks.open_chunked(len(useless), sha256=digest)

    with pytest.raises(FileRefused, match=words), django_capture_on_commit_callbacks(execute=True):
        send_all(chunked, useless)

    assert not Chunked.objects.exists()
    assert not Blob.objects.exists()
    assert not Upload.objects.exists()
    assert list_stored() == before


@pytest.mark.django_db
def test_files_begun_and_never_finished_are_forgotten_after_two_days(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    before = list_stored()
    chunked = open_photo()
    chunks.add_chunk(chunked.pk, offset=0, data=PHOTO[:PIECE])
    begun = chunks.get_chunked(chunked.pk).created_at

    assert chunks.forget_unclaimed(begun + timedelta(days=2)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert chunks.forget_unclaimed(begun + timedelta(days=2, seconds=1)) == 1

    assert not Chunked.objects.exists()
    assert not Blob.objects.exists()
    assert list_stored() == before


@pytest.mark.django_db
def test_the_nightly_broom_takes_unclaimed_uploads_too() -> None:
    send_all(open_photo())
    later = datetime.now(UTC) + timedelta(days=3)  # noqa: TID251 -- the rows carry the real time of their making

    assert chunks.forget_unclaimed(later) == 2

    assert not Upload.objects.exists()
