"""TUNTAS_STORAGE_URL as Django's storage setting."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import override_settings

from tuntas.gateways.storage import read_storage_url


def test_file_means_the_folder_in_the_home(tmp_path: Path) -> None:
    assert read_storage_url("file:", home=tmp_path)["OPTIONS"]["location"] == tmp_path / "files"
    assert read_storage_url("file:///srv/tun%20tas", home=tmp_path)["OPTIONS"]["location"] == Path("/srv/tun tas")


def test_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    setting = read_storage_url("file:", home=tmp_path)

    with override_settings(STORAGES={"default": setting}):
        name = storages["default"].save("ab/cd/blob", ContentFile(b"sealed"))

    path = tmp_path / "files" / name
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


# The package is an extra that `make test` leaves out, so this runs there; with it, there is nothing to refuse.
@pytest.mark.skipif(find_spec("storages") is not None, reason="django-storages is installed")
def test_s3_without_its_package_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"django-storages\[s3\]"):
        read_storage_url("s3://berkas/tuntas", home=tmp_path)


@pytest.mark.parametrize("url", ["", "ftp://x", "s3://", "s3://key:rahasia@berkas"])
def test_other_urls_are_refused_without_their_secret(url: str, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="TUNTAS_STORAGE_URL") as raised:
        read_storage_url(url, home=tmp_path)

    assert "rahasia" not in str(raised.value)
