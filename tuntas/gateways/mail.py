"""Mail: text and HTML parts through SMTP, always over TLS unless the server is this computer."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from tuntas.gateways.messages import Message, Sent, Status
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown

_SECONDS: Final = 20  # to wait for each answer of the server
_TAKEN, _LATER, _REFUSED = 2, 4, 5  # RFC 5321, 4.2.1: the first digit of an answer
_HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class SmtpGateway:
    """One SMTP server. What it answers may quote addresses, so no answer becomes part of an exception."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False  # from the first byte; otherwise STARTTLS
    drops_doubles: bool = False

    def send(self, message: Message) -> Sent:
        """Sends one mail whose Message-ID follows from the key. Raises GatewayDown, GatewayRefused, GatewayUnknown."""
        mail = make_mail(message, sender=self.sender)
        with self._connection() as server:
            _give_envelope(server, sender=self.sender, to=message.to)
            _give_content(server, mail.as_bytes())
        return Sent(mail["Message-ID"].strip("<>"), Status.ACCEPTED)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        try:
            server = self._open()
        except (OSError, smtplib.SMTPException):
            raise GatewayDown(_("Server surel tidak dapat dihubungi.")) from None
        try:
            yield server
        finally:
            server.close()

    def _open(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_SECONDS)
        try:
            if not self.is_tls and self.host not in _HERE:
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server


def _give_envelope(server: smtplib.SMTP, *, sender: str, to: str) -> None:
    """Until here nothing was sent. A refused sender is a setting that a human mends, not the recipient's fault."""
    try:
        if _kind_of(server.mail(sender)[0]) != _TAKEN:
            raise GatewayDown(_("Server surel menolak alamat pengirim."))
        code = server.rcpt(to)[0]
    except (OSError, smtplib.SMTPException):
        raise GatewayDown(_("Server surel memutus sambungan.")) from None
    if _kind_of(code) == _REFUSED:
        raise GatewayRefused(_("Server surel menolak alamat ini."), code=str(code))
    if _kind_of(code) != _TAKEN:
        raise GatewayDown(_("Server surel meminta kami mencoba lagi."))


def _give_content(server: smtplib.SMTP, content: bytes) -> None:
    """Once the content is on its way, silence is not a refusal."""
    try:
        code = server.data(content)[0]
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    except (OSError, smtplib.SMTPException):
        raise GatewayUnknown(_("Server surel tidak menjawab setelah pesan dikirim.")) from None
    if _kind_of(code) == _REFUSED:
        raise GatewayRefused(_("Server surel menolak isi pesan ini."), code=str(code))
    if _kind_of(code) == _LATER:
        raise GatewayDown(_("Server surel meminta kami mencoba lagi."))
    if _kind_of(code) != _TAKEN:
        raise GatewayUnknown(_("Jawaban server surel tidak dapat dibaca."))


def _kind_of(code: int) -> int:
    return code // 100


def make_mail(message: Message, *, sender: str) -> EmailMessage:
    """The mail with its text and HTML parts. Raises GatewayRefused for an address or a title that mail cannot carry."""
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = Address(message.sender_name, addr_spec=sender)
        mail["To"] = Address(addr_spec=_ascii(message.to))
        mail["Subject"] = message.subject
        if message.reply_to:
            mail["Reply-To"] = Address(message.sender_name, addr_spec=_ascii(message.reply_to))
    except (ValueError, MessageError, IndexError):
        raise GatewayRefused(_("Alamat atau judul surel tidak dapat dipakai."), code="header") from None
    _add_machine_headers(mail, message, host=sender.rpartition("@")[2])
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail


def _add_machine_headers(mail: EmailMessage, message: Message, *, host: str) -> None:
    mail["Message-ID"] = f"<{message.key}@{host}>"
    mail["Date"] = localtime()
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answer, please
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058: only a POST unsubscribes


def _ascii(address: str) -> str:
    address.encode("ascii")
    return address


def read_smtp_url(url: str) -> SmtpGateway:
    """`smtp://user:password@host:587?from=loket@kota.go.id`; `smtps://` for TLS from the first byte.

    User and password are percent-encoded; without `from` the user is the sender. Raises ImproperlyConfigured.
    """
    parts = urlsplit(url)
    user = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [user])[0]
    if not parts.hostname:
        raise ImproperlyConfigured("TUNTAS_MAIL_URL names no server; write smtp://user:password@host:587?from=address")
    try:
        Address(addr_spec=_ascii(sender))
    except (ValueError, MessageError, IndexError):
        raise ImproperlyConfigured("TUNTAS_MAIL_URL names no sender; add ?from=loket@kota.go.id") from None
    is_tls = parts.scheme == "smtps"
    return SmtpGateway(
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 587),
        sender=sender,
        user=user,
        password=unquote(parts.password or ""),
        is_tls=is_tls,
    )
