"""Shapes of what comes in: only the outline; every rule lives in `intake`, shared by all channels."""

from typing import ClassVar

from ninja import Schema
from pydantic import ConfigDict, Field


class Strict(Schema):
    """An unknown field is a mistake worth telling."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


class FileIn(Strict):
    """A file for a requirement: an upload's id, or `bring` when the paper comes to the counter."""

    requirement: str = Field(max_length=20)
    upload: str = Field(default="", max_length=40)
    bring: bool = False


class ApplicationIn(Strict):
    """An application; `applicant` and `answers` follow the service's `schema`."""

    service: str | None = Field(default=None, max_length=20)
    package: str | None = Field(default=None, max_length=20)
    village: str = Field(max_length=20, examples=["16.71.08.1006"])
    applicant: dict[str, object]
    helper: dict[str, object] | None = None
    answers: dict[str, object] = Field(default_factory=dict)
    files: list[FileIn] = Field(default_factory=list, max_length=60)
    delivery: dict[str, object] = Field(default={"method": "download"})
    channel: str | None = Field(default=None, max_length=12)


class CorrectionIn(Strict):
    """Only what was asked for: answers by code, applicant fields by name, files by requirement."""

    pin: str = Field(max_length=12)
    answers: dict[str, object] = Field(default_factory=dict)
    applicant: dict[str, object] = Field(default_factory=dict)
    files: list[FileIn] = Field(default_factory=list, max_length=60)


class WithdrawalIn(Strict):
    pin: str = Field(max_length=12)
    reason: str = Field(default="", max_length=500)


class SessionIn(Strict):
    username: str = Field(max_length=60)
    password: str = Field(max_length=200)
    otp: str = Field(default="", max_length=12)


class ApproveIn(Strict):
    note: str = Field(default="", max_length=500)
    pin: str = Field(default="", max_length=12)


class ReasonIn(Strict):
    """Which page or answer, and why; `code` is one of the canned reasons."""

    requirement: str = Field(default="", max_length=60)
    question: str = Field(default="", max_length=60)
    code: str = Field(max_length=24)
    note: str = Field(default="", max_length=300)


class SendBackIn(Strict):
    reasons: list[ReasonIn] = Field(max_length=40)


class RejectIn(Strict):
    code: str = Field(max_length=24)
    note: str = Field(default="", max_length=500)


class HandOverIn(Strict):
    method: str = Field(default="pickup", max_length=12)
    receiver: str = Field(max_length=100)
    relation: str = Field(max_length=8)
    proof: str = Field(default="", max_length=300)
    old_papers: dict[str, str] | None = None
