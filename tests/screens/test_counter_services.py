"""Every service and package of the catalogue can be applied for at the counter, typed from its own examples."""

import pytest

from tests.flow.region import make_regency
from tests.screens.desk.papers import client_of
from tests.screens.desk.walk_in import SERVICES, take_in
from tests.tables import load_catalogue
from tuntas.offices.models import Officer

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("code", SERVICES)
def test_every_service_can_be_applied_for_at_the_counter(code: str) -> None:
    load_catalogue()
    regency = make_regency()
    budi = Officer.objects.get(username="village-0")

    application = take_in(client_of(budi), code)

    assert (application.channel, application.entered_by, application.office) == ("counter", budi, regency.village)
    assert application.cases.exists()
