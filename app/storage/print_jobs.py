"""The durable list of what waits for paper; written in the same transaction as what it prints."""

from __future__ import annotations

from app.kernel.clock import instant_text
from app.storage.schema import print_job
from app.storage.unit_of_work import UnitOfWork

ON_SCREEN = "screen"
QUEUED = "queued"
SHOWN = "shown"


def queue_document(uow: UnitOfWork, doc_kind: str, doc_id: str, *, printer: str = ON_SCREEN) -> str:
    """Queue the original of a document; the id of the job."""
    job_id = uow.new_id()
    uow.put(
        print_job,
        {
            "id": job_id,
            "doc_kind": doc_kind,
            "doc_id": doc_id,
            "copy_no": 0,
            "printer": printer,
            "state": SHOWN if printer == ON_SCREEN else QUEUED,
            "error": "",
            "bytes_sha": None,
            "made_by": uow.actor.user_id,
            "at": instant_text(uow.now),
        },
    )
    return job_id
