"""A service that an office switched off is refused in words; a draft follows a service that changed meanwhile."""

import pytest

from tests.flow.region import TODAY, make_body, make_regency
from tests.tables import load_catalogue
from tuntas.catalog.editing import add_free
from tuntas.catalog.finding import get_service
from tuntas.catalog.publishing import add_version
from tuntas.intake.drafts import find_draft, follow_current, open_draft, save_draft
from tuntas.intake.offering import describe_closed
from tuntas.intake.refusals import InputRefused
from tuntas.intake.submission import check_submission
from tuntas.offices.switches import list_closed

FREE = {"name": "Foto rumah", "online_form": "Foto rumah.", "counter_form": "Bawa foto."}


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue()


@pytest.mark.parametrize("level", ["village", "district", "registry"])
def test_an_office_switches_a_service_off_for_itself_and_for_those_below(level: str) -> None:
    regency = make_regency()
    office = getattr(regency, level)
    office.services_off = ["SKD", "KTP-BARU"]
    office.save()
    regency.village.refresh_from_db()

    for code in ["SKD", "KTP-BARU"] if level != "registry" else ["KTP-BARU"]:
        with pytest.raises(InputRefused) as refused:
            check_submission(make_body(regency, code), channel="web", on=TODAY)

        [error] = refused.value.errors
        assert error.field == "service"
        assert error.message.startswith(f"{office.name} sedang tidak membuka ")
        assert code in list_closed(regency.village)


def test_what_another_office_switched_off_is_offered_here() -> None:
    regency = make_regency()
    regency.district.services_off = ["SKT"]
    regency.district.save()

    assert describe_closed(get_service("SKD")[1], office=regency.village) == ""


def test_a_draft_follows_the_newer_version_with_what_it_still_asks() -> None:
    version, definition = get_service("SKD")
    more = add_free(definition, FREE)
    second = add_version(more, origin="edited", file_digest=version.digest)
    draft, token = open_draft(second)
    save_draft(draft, {"answers": {"purpose": "Bank"}, "files": {"KTP": ["a"], "LOKAL-1": ["b"]}, "bring": ["LOKAL-1"]})
    add_version(definition, origin="restored", file_digest=version.digest)

    found = find_draft(token)

    assert found is not None
    assert follow_current(found)
    assert found.content == {"answers": {"purpose": "Bank"}, "files": {"KTP": ["a"]}, "bring": []}
    assert found.service_version.number == 3
    assert not follow_current(found)


def test_a_draft_of_a_service_that_is_gone_stays_as_it_is() -> None:
    version, _definition = get_service("SKD")
    draft, _token = open_draft(version)
    version.is_current = False
    version.save(update_fields=["is_current"])
    draft.refresh_from_db()

    assert not follow_current(draft)
    assert draft.service_version_id == version.pk
