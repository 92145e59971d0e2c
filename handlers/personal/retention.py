"""How long a person's own reminders and suggestions are kept (domain.md 7.2); his own go with him."""

from handlers.personal.listing import CANCELLED, DONE
from handlers.personal.tables import personal_reminder, quiet_hours, suggestion
from storage.retention import Kept, Personal

KEEPS = (
    Kept(
        title="个人提醒",
        table=personal_reminder,
        since=personal_reminder.c.updated_at,
        over=personal_reminder.c.state.in_((DONE, CANCELLED)),
        people=(),
        drop=True,
    ),
    Kept(
        title="投诉建议",
        table=suggestion,
        since=suggestion.c.updated_at,
        over=suggestion.c.answered_at.is_not(None),
        words=("text", "answer"),
        people=("owner", "answered_by", "created_by"),
    ),
    Personal(personal_reminder),
    Personal(quiet_hours),
)
