"""How long 督查活动 and 督查刊物 are kept here (domain.md 7.2): day, topic and number stay."""

from handlers.inspections.tables import inspection, publication
from storage.retention import Kept

KEEPS = (
    Kept(
        title="督查活动",
        table=inspection,
        since=inspection.c.held_on,
        words=("place",),
        people=("leader", "created_by"),
    ),
    Kept(
        title="督查刊物",
        table=publication,
        since=publication.c.issued_on,
        words=("title",),
        people=("signed_by", "created_by"),
    ),
)
