"""The facts of the golden quarter, put into the tables as the lines of business would have."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from handlers.bulletins.tables import info_adoption, info_comment, info_issue, info_submission
from handlers.documents.tables import incoming_doc
from handlers.inspections.tables import inspection, publication
from handlers.meetings.seating_minutes_tables import minutes
from handlers.meetings.tables import meeting
from handlers.outgoing.tables import outgoing_doc
from handlers.registers.tables import register_row
from handlers.supervision.tables import task
from scheduler.clock import SHANGHAI
from storage import audit
from tests.reports.golden import START, Quarter

_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
BY = {"created_by": "zhangmin", "created_at": _LONG_AGO, "updated_at": _LONG_AGO}


def store(tx: Connection, q: Quarter) -> None:
    """Put the facts into the tables."""
    for write in (_store_papers, _store_bulletin, _store_tasks, _store_meetings, _store_registers):
        write(tx, q)


def _put(tx: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    tx.execute(insert(table), [{**BY, **row} for row in rows])


def _store_papers(tx: Connection, q: Quarter) -> None:
    same = {
        "year": 2026,
        "sender": "市委办",
        "sender_level": "市",
        "title": "关于防汛的通知",
        "urgency": "平件",
        "kind": "办件",
    }
    same |= {"received_by": "zhangmin", "co_units": [], "chaser": "zhangmin"}
    rows = [
        {
            **same,
            "no": f"收〔2026〕{n:04d}号",
            "seq": n,
            "received_at": one["at"],
            "identities": [one["board"]],
            "doc_no": one["doc"],
            "status": one["state"],
        }
        for n, one in enumerate(q.of("in"), 1)
    ]
    _put(tx, incoming_doc, rows)
    blank: dict[str, Any] = {
        "main_to": [],
        "cc": [],
        "joint_units": [],
        "cosign_units": [],
        "checks": {},
        "urgency": "平件",
    }
    blank |= {"drafting_unit": "秘书科", "drafter": "zhangmin", "clerk": "zhangmin", "series": "云湾委办", "year": 2026}
    _put(
        tx,
        outgoing_doc,
        [
            {
                **blank,
                "doc_no": f"云湾委办〔2026〕{n}号",
                "seq": n,
                "title": f"发文{n}",
                "status": o["state"],
                "issued_on": o["on"],
            }
            for n, o in enumerate(q.of("out"), 1)
        ],
    )


def _store_bulletin(tx: Connection, q: Quarter) -> None:
    issues = [
        {
            "series": i["series"],
            "year": 2026,
            "no": n,
            "total_no": n,
            "state": i["state"],
            "audience": "L5",
            "issued_at": i["at"],
        }
        for n, i in enumerate(q.of("issue"), 1)
    ]
    _put(tx, info_issue, issues)
    sent: dict[tuple[str, str], dict[str, Any]] = {}
    for one in sorted(q.of("sent"), key=lambda one: one["on"]):
        sent.setdefault((one["piece"], one["organ"]), one)
    rows = [{**s, "title": s["piece"], "level": "省" if "省" in s["organ"] else "市"} for s in sent.values()]
    _put(tx, info_submission, rows)
    _put(tx, info_adoption, [{**a, "title": a["piece"]} for a in q.of("adopted")])
    comments = {(c["piece"], c["leader"], c["on"]): c for c in q.of("comment")}
    q.happened["comment"] = list(comments.values())
    _put(tx, info_comment, [{**c, "title": c["piece"]} for c in comments.values()])


def _store_tasks(tx: Connection, q: Quarter) -> None:
    rows = [
        {
            "no": f"督〔{t['made'].year}〕{n:04d}号",
            "title": f"事项{n}",
            "lead_unit": "住建局",
            "created_on": t["made"],
            "period": "无",
            "status": t["state"],
            "closed_on": t["closed"],
            "count_as_item": t["counts"],
            "reason": t.get("reason"),
            "updated_at": datetime.combine(t.get("left") or START, time(12), SHANGHAI),
        }
        for n, t in enumerate(q.of("task"), 1)
    ]
    _put(tx, task, rows)
    for n, t in enumerate(q.of("task"), 1):
        if t.get("audited"):
            at = datetime.combine(t["audited"], time(0, 30), SHANGHAI)
            audit.record(tx, at=at, actor="duheng", action="办结", object=f"task:{n}")
    trips = [
        {"held_on": t["on"], "mode": t["mode"], "topic": t["topic"], "sites": t["sites"], "units": [], "externals": {}}
        for t in q.of("trip")
    ]
    _put(tx, inspection, trips)
    papers = [
        {
            "series": p["series"],
            "year": 2026,
            "seq": p["n"],
            "issued_on": p["on"],
            "items": p["items"],
            "tasks": [],
            "state": p["state"],
        }
        for p in q.of("paper")
    ]
    _put(tx, publication, papers)


def _store_meetings(tx: Connection, q: Quarter) -> None:
    same = {
        "compound_types": ["主任办公会议"],
        "sensitivity": "低",
        "room": "301",
        "organiser": "chenxi",
        "need": "主要负责同志",
    }
    same |= {"audience": "各单位", "leave_approver": "shenlan", "group_name": "会议群"}
    rows = [
        {
            **same,
            "title": m["title"],
            "type": m["type"],
            "starts_at": m["at"],
            "ends_at": m["at"] + timedelta(hours=2),
            "reply_by": m["at"],
            "chatid": f"chat{n}",
            "chair": m["chair"],
            "state": m["state"],
        }
        for n, m in enumerate(q.of("meeting"))
    ]
    _put(tx, meeting, rows)
    papers = [
        {
            "title": f"纪要{n}",
            "action": m["action"],
            "edited": m["action"] == "制发",
            "state": "作废" if m["gone"] else "印发" if m["issued"] else "起草",
            "drafter": "chenxi",
            "issued_on": m["issued"],
            "edited_on": m["edited"],
        }
        for n, m in enumerate(q.of("minutes"))
    ]
    _put(tx, minutes, papers)


_FIELDS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "manuscript": lambda r: {"title": r["title"], "on": r["on"].isoformat(), "action": "起草"},
    "research_report": lambda r: {"title": r["title"], "volume": r["volume"], "final_on": r["on"].isoformat()},
    "activity": lambda r: {
        "kind": r["kind"],
        "host": r["host"],
        "on": [r["on"].isoformat(), (r["on"] + timedelta(1)).isoformat()],
    },
    "reform": lambda r: {name: r[name] for name in ("year", "block", "area", "group", "title")},
    "site": lambda r: {"task": r["task"], "title": r["title"], "done_on": r["on"].isoformat()},
    "project": lambda r: {"title": r["title"], "start_on": r["begun"].isoformat(), "done_on": r["on"].isoformat()},
    "archive_target": lambda r: {"year": r["year"], "unit": r["unit"]},
    "selfcheck": lambda r: {"year": r["year"], "unit": r["unit"]},
}


def _store_registers(tx: Connection, q: Quarter) -> None:
    rows = []
    for register, fields in _FIELDS.items():
        for n, record in enumerate(q.of(register), 1):
            closed = record.get("closed")
            state = record.get("state") or ("已取消" if closed else "已登记")
            data = {name: value for name, value in fields(record).items() if value is not None}
            row = {"register": register, "year": 2026, "seq": n, "state": state, "data": data, "closed_on": closed}
            rows.append(
                {**row, "title": str(data.get("title") or data.get("unit") or register), "unit": data.get("unit")}
            )
    for row in rows:
        _put(tx, register_row, [row])
