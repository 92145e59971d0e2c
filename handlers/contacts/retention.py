"""How long it is kept who was away and who took over a post (domain.md 7.2); a leaver's own entry goes with him."""

from handlers.contacts.tables import absence, contact, post_transfer
from handlers.contacts.transfer import ASKED
from storage.retention import Kept, Personal

KEEPS = (
    Kept(title="外出报备", table=absence, since=absence.c.ends_at, people=(), drop=True),
    Kept(
        title="岗位移交",
        table=post_transfer,
        since=post_transfer.c.updated_at,
        over=post_transfer.c.state != ASKED,
        people=(),
        drop=True,
    ),
    Personal(contact),
)
