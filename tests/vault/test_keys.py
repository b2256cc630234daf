import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured

from tuntas.vault import keys


def test_key_files_are_readable_by_their_owner_only(home: Path) -> None:
    keys.field_ring()
    keys.index_key("nik")

    files = sorted((home / "keys").iterdir())

    assert [path.name for path in files] == ["index.key", "ring.json"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600, 0o600]
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700
    assert keys.list_open_key_files() == []


def test_a_key_file_that_others_may_read_is_named(home: Path) -> None:
    keys.field_ring()
    (home / "keys" / "ring.json").chmod(0o644)

    assert keys.list_open_key_files() == ["ring.json"]


def test_the_ring_keeps_mode_0600_after_a_rotation(home: Path) -> None:
    keys.rotate()

    assert stat.S_IMODE((home / "keys" / "ring.json").stat().st_mode) == 0o600
    assert [path.name for path in (home / "keys").iterdir()] == ["ring.json"]


def test_processes_that_start_together_end_with_one_key(home: Path) -> None:
    found: list[bytes] = []
    gate = threading.Barrier(8)

    def start(number: int) -> None:
        gate.wait()
        found.append(keys.read_or_make("together.key", content=bytes([number]) * 32))

    threads = [threading.Thread(target=start, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert [path.name for path in (home / "keys").iterdir()] == ["together.key"]


def test_rotation_keeps_old_values_readable(home: Path) -> None:
    before = keys.encrypt(b"lama", bound_to="row:1")

    version = keys.rotate()

    after = keys.encrypt(b"baru", bound_to="row:1")
    assert (before[:2], after[:2]) == (b"\x00\x01", version.to_bytes(2, "big"))
    assert keys.decrypt(before, bound_to="row:1") == b"lama"
    assert keys.decrypt(after, bound_to="row:1") == b"baru"


def test_a_running_process_reads_what_another_wrote_after_rotating(home: Path) -> None:
    keys.field_ring()
    script = "from tuntas.vault import keys; keys.rotate(); print(keys.encrypt(b'baru', bound_to='row:1').hex())"

    sealed = bytes.fromhex(_run_elsewhere(script, home=home))

    assert sealed[:2] == b"\x00\x02"
    assert keys.decrypt(sealed, bound_to="row:1") == b"baru"


def _run_elsewhere(script: str, *, home: Path) -> str:
    environment = {**os.environ, "TUNTAS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tuntas.config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_rotations_at_the_same_time_lose_no_key(home: Path) -> None:
    keys.field_ring()

    threads = [threading.Thread(target=keys.rotate) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    keys.field_ring.cache_clear()
    assert sorted(keys.field_ring().keys) == [1, 2, 3, 4, 5, 6, 7]
    assert keys.field_ring().active == 7


def test_a_value_under_a_lost_key_says_which(home: Path) -> None:
    sealed = keys.encrypt(b"x", bound_to="row:1")

    with pytest.raises(keys.KeyMissing, match="version 9"):
        keys.decrypt(b"\x00\x09" + sealed[2:], bound_to="row:1")


def test_a_master_key_takes_the_place_of_the_files(home: Path, settings: Any) -> None:
    settings.TUNTAS_MASTER_KEY = "first-secret-of-this-office,second-secret-of-this-office"

    sealed = keys.encrypt(b"x", bound_to="row:1")

    assert sealed[:2] == b"\x00\x02"
    assert keys.decrypt(sealed, bound_to="row:1") == b"x"
    assert not (home / "keys").exists() or list((home / "keys").iterdir()) == []


def test_appending_a_master_key_keeps_values_and_indexes(home: Path, settings: Any) -> None:
    settings.TUNTAS_MASTER_KEY = "first-secret-of-this-office"
    sealed, index = keys.encrypt(b"x", bound_to="row:1"), keys.blind_index("nik", "1671085204900001")

    settings.TUNTAS_MASTER_KEY += ",second-secret-of-this-office"
    keys.field_ring.cache_clear()
    keys.index_key.cache_clear()

    assert keys.decrypt(sealed, bound_to="row:1") == b"x"
    assert keys.blind_index("nik", "1671085204900001") == index


def test_a_master_key_is_not_rotated_into_a_file(home: Path, settings: Any) -> None:
    settings.TUNTAS_MASTER_KEY = "first-secret-of-this-office"

    with pytest.raises(ImproperlyConfigured, match="append"):
        keys.rotate()

    assert not (home / "keys" / "ring.json").exists()


def test_a_master_key_with_an_empty_part_is_refused(home: Path, settings: Any) -> None:
    settings.TUNTAS_MASTER_KEY = "first-secret-of-this-office,"

    with pytest.raises(ImproperlyConfigured, match="empty part"):
        keys.field_ring()


def test_a_ring_never_prints_its_keys(home: Path) -> None:
    ring = keys.field_ring()

    assert str(ring.keys[1]) not in repr(ring)
    assert repr(ring) == "KeyRing(active=1)"


def test_fingerprints_tell_keys_apart_without_showing_them(home: Path) -> None:
    keys.rotate()

    marks = keys.fingerprints()

    assert sorted(marks) == ["field.1", "field.2", "index"]
    assert len(set(marks.values())) == 3
    assert all(key.hex()[:16] not in marks.values() for key in keys.field_ring().keys.values())


@pytest.mark.parametrize("place", [0, 1, 2, 13, 14, -1])
def test_one_changed_bit_is_noticed_anywhere(place: int) -> None:
    sealed = bytearray(keys.encrypt(b"NIK", bound_to="row:1"))

    sealed[place] ^= 1

    with pytest.raises((keys.ValueAltered, keys.KeyMissing)):
        keys.decrypt(bytes(sealed), bound_to="row:1")


@pytest.mark.parametrize("length", [2, 10, 14, 20])
def test_a_cut_value_is_noticed(length: int) -> None:
    sealed = keys.encrypt(b"a text of some length", bound_to="row:1")

    with pytest.raises(keys.ValueAltered, match="row:1"):
        keys.decrypt(sealed[:length], bound_to="row:1")


def test_a_value_opens_only_where_it_belongs() -> None:
    sealed = keys.encrypt(b"x", bound_to="row:1")

    with pytest.raises(InvalidTag):
        keys.decrypt(sealed, bound_to="row:2")


def test_equal_values_look_different_each_time() -> None:
    assert len({keys.encrypt(b"ISLAM", bound_to="row:1") for _ in range(100)}) == 100


def test_an_index_differs_by_purpose_and_hides_nothing_behind_empty() -> None:
    assert keys.blind_index("nik", "1671085204900001") == keys.blind_index("nik", "1671085204900001")
    assert keys.blind_index("nik", "1671085204900001") != keys.blind_index("kk", "1671085204900001")
    assert keys.blind_index("nik", "") == ""


def test_ids_are_version_7_and_rise_with_time() -> None:
    made = [keys.make_id() for _ in range(1000)]

    assert {one.version for one in made} == {7}
    assert len(set(made)) == 1000
    assert [one.int >> 80 for one in made] == sorted(one.int >> 80 for one in made)
