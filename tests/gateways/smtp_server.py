"""A mail server for tests: speaks just enough SMTP, keeps what it takes, and misbehaves on request."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Script:
    """How the server answers; an answer of None hangs up instead. `on_content` runs before the last answer."""

    sender: str | None = "250 ok"
    recipient: str | None = "250 ok"
    content: str | None = "250 taken"
    on_content: Callable[[], None] | None = None
    tls: ssl.SSLContext | None = None
    password_ok: bool = True
    mails: list[bytes] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.script: Script = self.server.script  # type: ignore[attr-defined]
        self.encrypted = False
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            if not self.answer(line.upper()):
                return

    def say(self, line: str | None) -> bool:
        if line is not None:
            self.wfile.write(f"{line}\r\n".encode())
        return line is not None

    def answer(self, line: str) -> bool:
        answers: dict[str, Callable[[], bool]] = {
            "EHLO": self.greet,
            "STARTTLS": self.encrypt,
            "AUTH": lambda: self.say("235 welcome" if self.script.password_ok else "535 no"),
            "MAIL": lambda: self.say(self.script.sender),
            "RCPT": lambda: self.say(self.script.recipient),
            "DATA": self.take,
        }
        return answers.get(line.split()[0], lambda: self.say("250 ok"))()

    def greet(self) -> bool:
        features = ["test", *(["STARTTLS"] if self.script.tls and not self.encrypted else []), "AUTH PLAIN"]
        return all(self.say(f"250{' ' if word == features[-1] else '-'}{word}") for word in features)

    def encrypt(self) -> bool:
        self.say("220 go")
        assert self.script.tls
        secured: Any = self.script.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = secured.makefile("rb"), secured.makefile("wb", buffering=0)
        self.encrypted = True
        return True

    def take(self) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if self.script.content is None or self.script.content.startswith("2"):
            self.script.mails.append(b"".join(lines))
            self.script.was_encrypted.append(self.encrypted)
        if self.script.on_content:
            self.script.on_content()
        return self.say(self.script.content)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def smtp_server(script: Script, *, host: str = "127.0.0.1") -> Iterator[int]:
    """Runs the server for the time of a `with` and gives its port."""
    with _Server((host, 0), _Talk) as server:
        server.script = script  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
