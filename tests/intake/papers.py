"""What a resident sends: uploads without photos behind them, and whole applications a machine filled blindly."""

from typing import Any

from tests.catalog.machine import fill
from tests.make import make_applicant
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.schema import answers_schema, is_expected
from tuntas.intake.models import Upload
from tuntas.vault.files import store


def make_upload(**fields: Any) -> Upload:
    """One received file; its bytes mean nothing here."""
    return Upload.objects.create(blob=store(b"photo", media_type="image/jpeg"), media_type="image/jpeg", **fields)


def fill_application(definition: ServiceDefinition, *, village: str, **fields: Any) -> dict[str, Any]:
    """An application as a client sends it that knows nothing but what GET /api/v1/services/<code> told."""
    certain = [one.code for one in definition.requirements if is_expected(definition, one)]
    return {
        "service": definition.code,
        "village": village,
        "applicant": make_applicant(),
        "answers": fill(answers_schema(definition)),
        "files": [{"requirement": code, "upload": str(make_upload().pk)} for code in certain],
        "delivery": {"method": "download"},
        **fields,
    }
