"""What goes along with a reply: a letter as a file, which is in a hand only when the message has come to the phone."""

import uuid
from datetime import datetime

from tuntas.cases.models import Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.chat.models import Reply
from tuntas.flow.download import note_download, read_letter
from tuntas.flow.download_issued import note_download_issued, read_document


def read_carried(reply: Reply) -> tuple[bytes, str] | None:
    """The PDF and the name of its file, none for words alone; fetched as the holder, who has the phone that the PIN
    was sent to. Raises CaseUnknown."""
    case_id, document = _carried(reply)
    if not case_id:
        return None
    case = _find_case(case_id)
    if case is None:
        raise CaseUnknown("")
    data = read_document(case, document_id=uuid.UUID(document)).data if document else read_letter(case)
    return data, f"{case.service_code}-{case.application.receipt}.pdf"


def hand_over_carried(reply: Reply, *, at: datetime) -> None:
    """The phone has the message: what came along is handed over, in the transaction that keeps this of the reply."""
    case_id, document = _carried(reply)
    case = _find_case(case_id) if case_id else None
    if case is None:
        return
    if document:
        note_download_issued(case, at=at)
    else:
        note_download(case, at=at)


def _carried(reply: Reply) -> tuple[str, str]:
    """The case, and the document of it that another system printed; empty for none."""
    case_id, _slash, document = str(reply.content.get("letter") or "").partition("/")
    return case_id, document


def _find_case(case_id: str) -> Case | None:
    return Case.objects.select_related("office", "application").filter(pk=case_id).first()
