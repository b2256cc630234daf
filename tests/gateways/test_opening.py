"""Which gateway a URL means, and what the shipped fakes do."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tuntas.gateways.messages import Channel, Message, Status
from tuntas.gateways.opening import SCHEMES, is_fake, open_gateway, open_gateways
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_outgoing import Template
from tuntas.gateways.whatsapp_phonebook import Phonebook

FAKES = [(Channel.WHATSAPP, "simulator:"), (Channel.SMS, "outbox:"), (Channel.MAIL, "outbox:")]


@pytest.fixture(autouse=True)
def _own_phonebook(tmp_path: Path) -> None:
    open_emulator().book = Phonebook(tmp_path / "simulator.sqlite3")


def make_message(to: str, text: str = "Surat Anda siap.") -> Message:
    template = Template("dokumen_siap_unduh_v1", ("SKD",))
    return Message(key="0193", to=to, text=text, subject="Surat Anda siap", template=template)


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_has_a_fake(channel: Channel) -> None:
    assert any(is_fake(f"{scheme}:") for scheme in SCHEMES[channel])


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("url", ["gopher://x:rahasia@y", "https://u:rahasia@y", "rahasia", ""])
def test_unknown_scheme_is_refused_by_the_setting_and_not_by_the_secret(channel: Channel, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"TUNTAS_{channel.name}_URL") as raised:
        open_gateway(channel, url)

    assert "rahasia" not in str(raised.value).replace("begins with rahasia", "")


def test_channels_open_in_the_order_of_trying_and_empty_ones_do_not_exist() -> None:
    urls = {Channel.MAIL: "outbox:", Channel.WHATSAPP: "simulator:", Channel.SMS: ""}

    assert list(open_gateways(urls)) == [Channel.WHATSAPP, Channel.MAIL]


@pytest.mark.parametrize(("channel", "url"), FAKES)
def test_fake_gives_the_same_message_id_for_the_same_key(channel: Channel, url: str) -> None:
    gateway = open_gateway(channel, url)

    first, second = gateway.send(make_message("+6281234567800")), gateway.send(make_message("+6281234567800"))

    assert first == second
    assert first.status in {Status.ACCEPTED, Status.DELIVERED}
    assert gateway.drops_doubles


@pytest.mark.parametrize(("channel", "url"), FAKES)
@pytest.mark.parametrize(("ending", "outcome"), [("2", GatewayRefused), ("3", GatewayDown), ("4", GatewayUnknown)])
def test_fake_meets_every_outcome(channel: Channel, url: str, ending: str, outcome: type[Exception]) -> None:
    domain = "@contoh.id" if channel == Channel.MAIL else ""

    with pytest.raises(outcome) as raised:
        open_gateway(channel, url).send(make_message(f"+62812000000{ending}{domain}"))

    assert "+62" not in str(raised.value)


def test_number_without_whatsapp_still_takes_an_sms() -> None:
    message = make_message("+628120000001")

    with pytest.raises(GatewayRefused) as raised:
        open_gateway(Channel.WHATSAPP, "simulator:").send(message)

    assert raised.value.code == "131026"
    assert open_gateway(Channel.SMS, "outbox:").send(message).status == Status.DELIVERED


@pytest.mark.parametrize(("channel", "url", "length"), [("sms", "outbox:", 613)])
def test_text_beyond_the_limit_is_refused(channel: str, url: str, length: int) -> None:
    gateway = open_gateway(Channel(channel), url)

    for text in ("a" * length, " "):
        with pytest.raises(GatewayRefused):
            gateway.send(make_message("+6281234567800", text))
    gateway.send(make_message("+6281234567800", "a" * (length - 1)))


def test_printing_a_message_shows_nobody() -> None:
    message = Message(key="0193", to="+6281234567800", text="Halo Ani", subject="Ani", html="Ani", reply_to="a@b.id")

    assert "Ani" not in repr(message)
    assert "+62" not in repr(message)
