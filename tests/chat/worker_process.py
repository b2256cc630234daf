"""A worker that dies once, at a point that the test names, for stories about workers that are killed."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

    import httpx

    from tuntas.config.work import HANDLERS
    from tuntas.gateways.whatsapp_emulator import Emulator, open_emulator
    from tuntas.jobs.worker import work

    point, died = sys.argv[1], Path(sys.argv[2])

    def die(place: str) -> None:
        if place == point and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    class Deadly(Emulator):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            what = "message" if request.url.path.endswith("/messages") else "file"
            die(f"before the {what} went out")
            answer = super().handle_request(request)
            die(f"after the {what} went out")
            return answer

    def deadly(kind: str, place: str) -> Any:
        def handle(payload: dict[str, Any]) -> None:
            HANDLERS[kind](payload)
            die(place)

        return handle

    open_emulator().__class__ = Deadly
    handlers = {
        **HANDLERS,
        "split_inbound": deadly("split_inbound", "after the webhook was split"),
        "answer_chat": deadly("answer_chat", "after the answer was written"),
    }
    work(handlers, lease=2)
