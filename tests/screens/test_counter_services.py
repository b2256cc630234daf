"""Every service and package of the catalogue from the counter to the last hand, typed from its own examples."""

import pytest

from tests.flow.region import make_regency
from tests.screens.desk.desks import Desks, list_states
from tests.screens.desk.walk_in import SERVICES, take_in
from tests.tables import load_catalogue
from tuntas.cases.states import State
from tuntas.offices.models import Officer

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("code", SERVICES)
def test_every_service_goes_from_the_counter_to_the_last_hand(code: str) -> None:
    load_catalogue()
    regency = make_regency()
    desks, budi = Desks(regency), Officer.objects.get(username="village-0")

    application = take_in(desks.browser_of(budi), code)
    desks.work_off(application)
    ready = list_states(application)
    for case in application.cases.all():
        desks.hand_over(case)

    assert (application.channel, application.entered_by, application.office) == ("counter", budi, regency.village)
    assert ready == {State.READY}
    assert list_states(application) == {State.DELIVERED}
