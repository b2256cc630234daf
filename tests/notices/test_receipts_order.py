"""Whatever order receipts come in, from whichever channel, a notice never moves backwards."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.make import MONDAY, Cast
from tests.notices.papers import make_channels, make_told_case, tell
from tuntas.gateways.messages import Channel, Status
from tuntas.notices.delivering import send
from tuntas.notices.models import Notice
from tuntas.notices.outcomes import reroute
from tuntas.notices.receipts import _ORDER, take_receipt

State = Notice.State
STEPS = st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(list(Status))), min_size=1, max_size=14)


@pytest.mark.django_db
@given(steps=STEPS, told_by_phone=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_receipts_moves_a_notice_backwards(
    told_cast: Cast, steps: list[tuple[int, Status]], told_by_phone: bool
) -> None:
    case, channels = make_told_case(told_cast), make_channels()
    notice = tell(case)
    send(notice.pk, through=channels, at=MONDAY)
    notice.refresh_from_db()
    reroute(notice, channels=list(Channel), code="silent")
    send(notice.pk, through=channels, at=MONDAY)
    if told_by_phone:
        Notice.objects.filter(pk=notice.pk).update(state=State.TOLD)
    ids = [channels[Channel.WHATSAPP].gave[0], channels[Channel.SMS].gave[0]]

    reached = [State.SENT]
    for place, status in steps:
        take_receipt(ids[place], status=status, channels=list(Channel), at=MONDAY)
        send(notice.pk, through=channels, at=MONDAY)
        notice.refresh_from_db()
        if notice.state in {State.DELIVERED, State.READ, State.TOLD}:
            reached.append(State(notice.state))
        else:
            assert len(reached) == 1, "what was delivered stays delivered"
    ranks = [_ORDER.index(state) for state in reached]
    case.application.delete()

    assert ranks == sorted(ranks)
    assert all(len(talker.heard) <= 1 for talker in channels.values())
