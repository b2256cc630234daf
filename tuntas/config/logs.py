"""Log lines as JSON on standard error, without personal data: no query strings, no bodies, no locals."""

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# Sixteen digits are a NIK or KK number; a receipt's PIN travels in the query.
_DIGITS = re.compile(r"\d[\d .-]{8,}\d")
_QUERY = re.compile(r"\?[^\s\"']+")


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blanks long digit groups and query strings in every text of a log line."""
    for key, value in event.items():
        if isinstance(value, str) and key != "timestamp":
            event[key] = _QUERY.sub("?…", _DIGITS.sub("…", value))
    return event


def set_up(_config: dict[str, Any]) -> None:
    """Routes the standard library's logging and structlog through one redacting JSON renderer."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(ensure_ascii=False),
                    ],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": "INFO"},
            "loggers": {
                # Anybody can send another host's name; the answer is 400, and no defect of ours.
                "django.security.DisallowedHost": {"level": "CRITICAL"},
                "httpx": {"level": "WARNING"},
                "pikepdf": {"level": "WARNING"},
                "pyhanko": {"level": "WARNING"},
                "fontTools": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
