"""The report for eyes and for monitoring."""

from datetime import datetime
from typing import Any

from bot.doctor.finding import Finding, Severity
from bot.doctor.walk import Report
from scheduler.clock import local

MARKS = {Severity.ERROR: "✗", Severity.WARNING: "！", Severity.NOTE: "·"}


def shown(report: Report, now: datetime) -> str:
    """For the terminal: what is wrong first, then what to know."""
    order = list(Severity)
    lines = [f"中枢体检 {local(now):%Y-%m-%d %H:%M}", ""]
    for found in sorted(report.findings, key=lambda f: order.index(f.severity)):
        lines += _lines(found)
    errors = sum(f.severity is Severity.ERROR for f in report.ill)
    verdict = f"发现{len(report.ill)}个问题，其中{errors}个须马上处理。" if report.ill else "各项正常。"
    return "\n".join([*lines, *([""] if report.findings else []), verdict])


def _lines(found: Finding) -> list[str]:
    lines = [f"{MARKS[found.severity]} {found.what}：{found.cause}  [{found.code}]"]
    return (
        [*lines, f"    {'处理' if found.severity is not Severity.NOTE else '说明'}：{found.fix}"]
        if found.fix
        else lines
    )


def as_json(report: Report, now: datetime) -> dict[str, Any]:
    """For monitoring: `healthy`, and every finding with its stable code."""
    return {
        "at": local(now).isoformat(timespec="seconds"),
        "healthy": report.healthy,
        "errors": sum(f.severity is Severity.ERROR for f in report.ill),
        "warnings": sum(f.severity is Severity.WARNING for f in report.ill),
        "findings": [found.to_json() for found in report.findings],
    }
