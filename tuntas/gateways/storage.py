"""Where encrypted files lie: TUNTAS_STORAGE_URL read into Django's storage setting."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# One entry of Django's STORAGES: {"BACKEND": dotted path, "OPTIONS": {...}}.
StorageSetting: TypeAlias = "dict[str, Any]"


def read_storage_url(url: str, *, home: Path) -> StorageSetting:
    """The `default` entry of STORAGES.

    `file:` is the folder `files` in `home`, `file:///srv/tuntas` another folder.
    `s3://bucket/prefix?endpoint=https://minio:9000&region=ap-southeast-3` is object storage; its keys come from the
    machine's own AWS settings, never from the URL. Raises ImproperlyConfigured.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return _folder(Path(unquote(parts.path)) if parts.path else home / "files")
    if parts.scheme == "s3":
        return _bucket(parts)
    raise ImproperlyConfigured(f"TUNTAS_STORAGE_URL begins with {parts.scheme or 'nothing'}:; use file: or s3://bucket")


def _folder(location: Path) -> StorageSetting:
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": location,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _bucket(parts: SplitResult) -> StorageSetting:
    if not parts.hostname:
        raise ImproperlyConfigured("TUNTAS_STORAGE_URL names no bucket; write s3://bucket/prefix")
    if parts.username or parts.password:
        raise ImproperlyConfigured("TUNTAS_STORAGE_URL must not hold keys; give them as AWS_ACCESS_KEY_ID and so on")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured("TUNTAS_STORAGE_URL asks for s3, which needs: pip install 'django-storages[s3]'")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.netloc,
        "location": unquote(parts.path).strip("/"),
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "default_acl": None,  # the bucket's own, which must be private
        "file_overwrite": False,
        "querystring_auth": True,
    }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {name: value for name, value in options.items() if value is not None and value != ""},
    }
