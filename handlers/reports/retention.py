"""How long the makings of a report are kept (domain.md 7.2): figures and finalised words stay, who did it does not."""

from handlers.reports.tables import (
    report,
    report_confirmation,
    report_download,
    report_override,
    report_text,
    report_version,
)
from storage.retention import Kept, Personal

KEEPS = (
    Kept(title="总结", table=report, since=report.c.updated_at, people=("decided_by", "created_by")),
    Kept(title="总结版本", table=report_version, since=report_version.c.created_at),
    Kept(title="数据更正", table=report_override, since=report_override.c.created_at, words=("reason",)),
    Kept(title="总结文字", table=report_text, since=report_text.c.created_at),
    Kept(title="数据确认", table=report_confirmation, since=report_confirmation.c.created_at),
    Personal(table=report_download),
)
