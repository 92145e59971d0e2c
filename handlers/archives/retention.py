"""Filed papers stay for 10 years, 30 years or for ever and leave with the archive (domain.md 8.1); the rest is over."""

from handlers.archives.store import FILED
from handlers.archives.tables import archive_item
from storage.retention import Kept

KEEPS = (
    Kept(
        title="不归档文件",
        table=archive_item,
        since=archive_item.c.updated_at,
        over=archive_item.c.status != FILED,
        words=("title", "reason", "remark"),
        people=("filed_by", "created_by"),
        number=archive_item.c.register_no,
    ),
)
