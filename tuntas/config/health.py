"""Is it alive, is it ready: what a load balancer and the operators' monitoring ask."""

import os
from datetime import datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuntas.jobs.worker import is_alive
from tuntas.screens.shared.access import open_to_all


@open_to_all
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as this process answers at all."""
    return _answer({"status": "alive"})


@open_to_all
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, storage and a worker are there; otherwise 503, naming what is missing."""
    database = has_database()
    parts = {
        "database": database,
        "storage": has_storage(),
        "worker": database and has_worker(at=timezone.now()),
    }
    ready = all(parts.values())
    says = {name: "ok" if is_there else "missing" for name, is_there in parts.items()}
    return _answer({"status": "ready" if ready else "not ready", **says}, status=200 if ready else 503)


def _answer(content: dict[str, str], *, status: int = 200) -> JsonResponse:
    response = JsonResponse(content, status=status)
    response["Cache-Control"] = "no-store"
    return response


def has_database() -> bool:
    """True when the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def has_storage() -> bool:
    """True when files could be written: the folder is writable, or the bucket answers."""
    try:
        if not isinstance(default_storage, FileSystemStorage):
            default_storage.exists("readyz")
            return True
        folder = Path(default_storage.path(""))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def has_worker(*, at: datetime) -> bool:
    """True when some worker gave a sign of life lately."""
    try:
        return is_alive(at)
    except DatabaseError:  # a database without tables: migrations are still to run
        return False
