"""The page behind a link of the chat: it takes what is typed, and says what came when something must be mended."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.make import Cast, make_applicant
from tests.screens.resident.papers import draw_photo
from tests.tables import load_catalogue
from tuntas.catalog.finding import get_service
from tuntas.intake.drafts import open_draft
from tuntas.intake.links import make_link
from tuntas.intake.models import Draft
from tuntas.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Draft:
    load_catalogue()
    return open_draft(get_service("SKD")[0], office=cast.office, channel="whatsapp")[0]


def fill_in(draft: Draft, **person: str) -> Any:
    typed = {f"applicant.{name}": value for name, value in (make_applicant() | person).items()}
    year, month, day = typed.pop("applicant.birth_date").split("-")
    typed |= {"applicant.birth_date.year": year, "applicant.birth_date.month": month, "applicant.birth_date.day": day}
    photo = SimpleUploadedFile("ktp.jpg", draw_photo(), content_type="image/jpeg")
    return Client().post(f"/aman/{make_link(draft, page='secure')}/", typed | {"files.KTP": photo})


def test_what_was_typed_is_kept_and_the_chat_goes_on(draft: Draft) -> None:
    answer = fill_in(draft)

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert draft.content["applicant"]["name"] == "Ani Contoh"
    assert len(draft.content["files"]["KTP"]) == 1
    assert Job.objects.filter(kind="continue_chat").count() == 1


def test_a_photo_that_came_with_something_to_mend_is_said_to_be_there(draft: Draft) -> None:
    answer = fill_in(draft, nik="123")

    assert answer.status_code == 422
    assert "1 foto sudah tersimpan." in answer.content.decode()
    assert not Job.objects.filter(kind="continue_chat").exists()
