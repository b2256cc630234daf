"""Mail through a real socket: what is certain, what is refused, and what nobody knows."""

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.gateways.smtp_server import Script, smtp_server
from tuntas.gateways.mail import make_mail, read_smtp_url
from tuntas.gateways.messages import Message, Status
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown

MESSAGE = Message(
    key="0193-key",
    to="ani@contoh.id",
    subject="SK Domisili siap diunduh",
    text="Halo Ani.\nSurat Anda siap.",
    html="<p>Halo Ani.</p>",
    sender_name="Kelurahan Sialang",
    reply_to="loket@sialang.id",
)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def url(script: Script) -> Iterator[str]:
    with smtp_server(script) as port:
        yield f"smtp://127.0.0.1:{port}?from=loket@kota.go.id"


def test_mail_has_text_and_html_and_an_id_of_its_key(script: Script, url: str) -> None:
    sent = read_smtp_url(url).send(MESSAGE)

    mail = message_from_bytes(script.mails[0], policy=default)
    assert isinstance(mail, EmailMessage)
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert sent.status == Status.ACCEPTED
    assert mail["Message-ID"] == f"<{sent.message_id}>" == "<0193-key@kota.go.id>"
    assert mail["From"] == "Kelurahan Sialang <loket@kota.go.id>"
    assert mail["Reply-To"] == "Kelurahan Sialang <loket@sialang.id>"
    assert plain
    assert plain.get_content().split() == ["Halo", "Ani.", "Surat", "Anda", "siap."]
    assert html
    assert html.get_content().strip() == "<p>Halo Ani.</p>"


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"recipient": "550 no such user"}, GatewayRefused),
        ({"recipient": "451 greylisted"}, GatewayDown),
        ({"recipient": None}, GatewayDown),
        ({"sender": "553 not allowed"}, GatewayDown),
        ({"content": "554 looks like spam"}, GatewayRefused),
        ({"content": "452 disk full"}, GatewayDown),
        ({"content": None}, GatewayUnknown),
    ],
)
def test_each_answer_of_the_server_has_its_own_outcome(
    answers: dict[str, str | None], outcome: type[Exception]
) -> None:
    with smtp_server(Script(**answers)) as port, pytest.raises(outcome) as raised:  # type: ignore[arg-type]
        read_smtp_url(f"smtp://127.0.0.1:{port}?from=loket@kota.go.id").send(MESSAGE)

    assert "contoh.id" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_server_that_is_not_there_is_down() -> None:
    with smtp_server(Script()) as port:
        pass

    with pytest.raises(GatewayDown):
        read_smtp_url(f"smtp://127.0.0.1:{port}?from=loket@kota.go.id").send(MESSAGE)


def test_wrong_password_is_mended_by_a_human_so_it_counts_as_down() -> None:
    with smtp_server(Script(password_ok=False)) as port, pytest.raises(GatewayDown):
        read_smtp_url(f"smtp://loket%40kota.go.id:rahasia@127.0.0.1:{port}").send(MESSAGE)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.2, which is not the name of this computer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.2")])
    day = timezone.now()
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.2"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "server.pem"
    path.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return path


def test_another_computer_gets_mail_over_tls_only(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    script = Script(tls=tls)

    with smtp_server(script, host="127.0.0.2") as port:
        gateway = read_smtp_url(f"smtp://127.0.0.2:{port}?from=loket@kota.go.id")
        with pytest.raises(GatewayDown):  # nobody vouches for this certificate yet
            gateway.send(MESSAGE)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        gateway.send(MESSAGE)

    assert script.was_encrypted == [True]


def test_server_without_tls_on_another_computer_gets_nothing() -> None:
    script = Script()

    with smtp_server(script, host="127.0.0.2") as port, pytest.raises(GatewayDown):
        read_smtp_url(f"smtp://127.0.0.2:{port}?from=loket@kota.go.id").send(MESSAGE)

    assert script.mails == []


@pytest.mark.parametrize(
    "address", ["", "ani", "ani@", "ani@contoh.id\nBcc: eko@contoh.id", "änï@contoh.id", "a b@c.id"]
)
def test_address_that_mail_cannot_carry_is_refused(address: str) -> None:
    with pytest.raises(GatewayRefused):
        make_mail(Message(key="k", to=address, text="x", subject="s"), sender="loket@kota.go.id")


@given(st.text(), st.text(), st.text())
def test_no_text_can_add_a_header(subject: str, name: str, address: str) -> None:
    message = Message(key="k", to=address, text="x", subject=subject, sender_name=name)

    try:
        mail = make_mail(message, sender="loket@kota.go.id")
    except GatewayRefused:
        return

    written = message_from_bytes(mail.as_bytes(), policy=default)
    assert set(written.keys()) == {*mail.keys()}
    assert "Bcc" not in written


def test_url_names_server_sender_and_port() -> None:
    gateway = read_smtp_url("smtps://loket%40kota.go.id:r%3Ahasia@mail.kota.go.id")

    assert (gateway.host, gateway.port, gateway.is_tls) == ("mail.kota.go.id", 465, True)
    assert (gateway.sender, gateway.user, gateway.password) == ("loket@kota.go.id", "loket@kota.go.id", "r:hasia")
    assert "hasia" not in repr(gateway)


@pytest.mark.parametrize("url", ["smtp://", "smtp://mail.kota.go.id", "smtp://loket:rahasia@mail.kota.go.id"])
def test_url_without_server_or_sender_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        read_smtp_url(url)

    assert "rahasia" not in str(raised.value)
