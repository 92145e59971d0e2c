"""A quarter with known answers: facts made up by chance and by edge, put into the tables, and counted again by hand.

The recount is plain Python over the facts. It shares nothing with the queries: it never sees a row.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
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

START, END = date(2026, 7, 1), date(2026, 9, 30)
FIRST, LAST = datetime(2026, 7, 1, 0, 0, 0, tzinfo=SHANGHAI), datetime(2026, 9, 30, 23, 59, 59, tzinfo=SHANGHAI)
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
BY = {"created_by": "zhangmin", "created_at": _LONG_AGO, "updated_at": _LONG_AGO}


@dataclass
class Quarter:
    """What happened, as simple records by subject."""

    seed: int
    happened: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        for make in (_papers, _bulletin, _tasks, _trips, _meetings, _registers):
            make(self)

    def add(self, subject: str, **record: Any) -> None:
        self.happened.setdefault(subject, []).append(record)

    def of(self, subject: str) -> list[dict[str, Any]]:
        return self.happened.get(subject, [])

    def day(self, around: int = 40) -> date:
        """A day in the quarter or some days around it."""
        return START + timedelta(days=self.chance.randrange(-around, (END - START).days + around))

    def at(self) -> datetime:
        """An instant; often one of the four at the edges."""
        edges = [FIRST, FIRST - timedelta(seconds=1), LAST, LAST + timedelta(seconds=1)]
        if self.chance.random() < 0.15:
            return self.chance.choice(edges)
        return datetime.combine(self.day(), time(self.chance.randrange(24), self.chance.randrange(60)), SHANGHAI)

    def some(self, *words: str) -> str:
        return self.chance.choice(words)


def _papers(q: Quarter) -> None:
    for n in range(120):
        q.add(
            "in",
            at=q.at(),
            state=q.some("办结", "承办中", "退文", "阅毕", "作废"),
            doc=f"南委办〔2026〕{n}号",
            board="区委办",
        )
    twin = {"at": FIRST, "state": "办结", "doc": "南委〔2026〕9号"}
    q.add("in", **twin, board="区委办")
    q.add("in", **twin, board="区府办")
    for _ in range(60):
        q.add("out", on=q.day(), state=q.some("已印发", "分发", "待归档", "已归档", "作废"))
    q.add("out", on=None, state="已编号")
    q.add("out", on=START, state="印制")


def _bulletin(q: Quarter) -> None:
    for _ in range(70):
        q.add(
            "issue",
            at=q.at(),
            series=q.some("云湾信息", "云湾信息增刊", "疫情日报"),
            state=q.some("已编发", "已签发", "作废"),
        )
    for n in range(40):
        piece = f"稿{n}"
        sent = [(q.some("省委办", "市委办", "市府办", "省政府办"), q.day()) for _ in range(q.chance.randrange(1, 4))]
        for organ, on in sent:
            q.add("sent", piece=piece, organ=organ, on=on)
        if q.chance.random() < 0.6:
            q.add(
                "adopted",
                piece=piece,
                organ=q.some("省委办", "市委办", "市府办"),
                on=q.day(),
                kind=q.some("单篇", "综合"),
            )
    for n in range(25):
        on = q.day()
        for leader, when in (
            ("linzhixing", on),
            ("linzhixing", on),
            ("hexiaodong", on),
            ("linzhixing", on + timedelta(1)),
        ):
            q.add("comment", piece=f"稿{n}", leader=leader, on=when, level=q.some("区领导", "区领导", "市领导"))


def _tasks(q: Quarter) -> None:
    for _ in range(200):
        made = date(2025, 1, 1) + timedelta(days=q.chance.randrange(0, 690))
        closed = made + timedelta(days=q.chance.randrange(1, 300))
        state = q.some("办结", "办结", "承办", "申请办结", "合并", "延期待批", "中止")
        q.add(
            "task", made=made, state=state, closed=closed if state == "办结" else None, counts=q.chance.random() < 0.9
        )
    edges: tuple[tuple[date, date | None], ...] = (
        (END, END),
        (END, END + timedelta(1)),
        (END + timedelta(1), None),
        (date(2025, 6, 1), date(2026, 1, 1)),
    )
    for begun, over in edges:
        q.add("task", made=begun, state="办结" if over else "承办", closed=over, counts=True)
    q.add("task", made=date(2025, 6, 1), state="办结", closed=date(2025, 12, 31), counts=True)


def _trips(q: Quarter) -> None:
    for _ in range(60):
        topic = q.some("疫情防控", "重大项目", "领导交办", "安全生产")
        q.add("trip", on=q.day(), topic=topic, mode=q.some("实地", "现场", "暗访"), sites=q.chance.randrange(1, 6))
    for n in range(70):
        series = q.some("疫情督查快报", "督查简报", "督查快报", "督查专报", "督查通报")
        q.add(
            "paper",
            n=n,
            on=q.day(),
            series=series,
            state=q.some("已印发", "已印发", "作废"),
            items=q.chance.randrange(1, 5),
        )


def _meetings(q: Quarter) -> None:
    kinds = ("常委会", "政府党组会议", "常务会议", "办班子会议", "工作例会", "座谈会", "专题会议", "全会")
    for n in range(180):
        kind = q.some(*kinds)
        title = f"第{n}次{kind}" + (q.some("（巡察整改督导检查）", "") if kind == "座谈会" else "")
        chair = q.some("linzhixing", "shenlan", "shenlan")
        q.add(
            "meeting",
            at=q.at(),
            type=kind,
            title=title,
            chair=chair,
            state=q.some("已召开", "已召开", "已取消", "待召开"),
        )
    for after, kind in ((3, "常委会"), (5, "办班子会议")):
        at = FIRST + timedelta(days=20)
        one = {"type": kind, "chair": "shenlan", "state": "已召开"}
        q.add("meeting", at=at, title=f"连开的{kind}", **one)
        q.add("meeting", at=at + timedelta(days=after), title=f"连开的{kind}（续会）", **one)
    q.add("meeting", at=LAST + timedelta(seconds=1), type="常委会", title="越界", chair="linzhixing", state="已召开")
    for _ in range(40):
        action = q.some("制发", "核改")
        q.add("minutes", action=action, issued=q.day() if q.chance.random() < 0.8 else None, edited=q.day())


def _registers(q: Quarter) -> None:
    for n in range(30):
        q.add("manuscript", title=f"讲话{n % 20}", on=q.day(), state="已登记")
        q.add(
            "research_report",
            title=f"报告{n}",
            volume=f"部{n % 4}" if n % 5 else None,
            on=q.day(),
            state=q.some("已定稿", "撰写中"),
        )
        kind, host = q.some("改革调研", "专题调研", "团建"), q.some("本办", "区发改局")
        q.add("activity", kind=kind, host=host, on=q.day(), state=q.some("已登记", "已登记", "已取消"))
    for n in range(24):
        gone = q.some("", "", "early", "late")
        closed = {"early": END, "late": END + timedelta(1)}.get(gone)
        year = q.some("2026", "2026", "2025")
        q.add(
            "reform",
            year=year,
            block=f"板块{n % 3}",
            area=f"领域{n % 7}",
            group=f"小组{n % 5}",
            closed=closed,
            title=f"事项{n}",
        )
    for n in range(8):
        q.add("site", task="5G政务晓屋", title=f"服务中心{n}", on=q.day(), state=q.some("已建成", "建设中"))
    for n in range(3):
        done = START + timedelta(days=20 * n + 5)
        q.add("project", title=f"产业园{n}", begun=done - timedelta(days=200 + n), on=done)
    q.add("project", title="未到期", begun=START, on=END + timedelta(1))
    for n in range(12):
        over = END if n in (3, 7) else None
        q.add("archive_target", year="2026" if n % 4 else "2025", unit=f"单位{n % 9}", closed=over)
        q.add(
            "selfcheck", year="2026" if n % 5 else "2025", unit=f"单位{n}", state=q.some("已报送", "未报送", "不纳入")
        )


def recount(q: Quarter) -> dict[str, int]:
    """The answers, by hand."""

    def here(day: date | None) -> bool:
        return day is not None and START <= day <= END

    def within(at: datetime) -> bool:
        return FIRST <= at <= LAST

    def firsts(subject: str, organs: tuple[str, ...]) -> int:
        first: dict[str, date] = {}
        for one in q.of(subject):
            if one["organ"] in organs:
                first[one["piece"]] = min(one["on"], first.get(one["piece"], date.max))
        return sum(here(day) for day in first.values())

    def put_out(series: str) -> list[dict[str, Any]]:
        return [p for p in q.of("paper") if p["series"] == series and p["state"] == "已印发" and here(p["on"])]

    papers = {one["doc"] for one in q.of("in") if within(one["at"]) and one["state"] != "作废"}
    tracked = [
        t
        for t in q.of("task")
        if t["counts"]
        and t["state"] != "合并"
        and t["made"] <= END
        and (t["made"].year == 2026 or t["closed"] is None or t["closed"] >= date(2026, 1, 1))
    ]
    met = [m for m in q.of("meeting") if within(m["at"]) and m["state"] == "已召开" and "续会" not in m["title"]]
    hosted = ("办班子会议", "工作例会")
    own = [m for m in met if m["type"] in hosted or (m["type"] == "座谈会" and "巡察" in m["title"])]
    own += [m for m in met if m not in own and m["type"] in ("座谈会", "专题会议") and m["chair"] == "shenlan"]
    studies = [a for a in q.of("activity") if here(a["on"]) and a["state"] != "已取消"]
    plan = [r for r in q.of("reform") if r["year"] == "2026" and (r["closed"] is None or r["closed"] > END)]
    reports = [r for r in q.of("research_report") if r["state"] == "已定稿" and here(r["on"])]
    projects = sorted((p for p in q.of("project") if here(p["on"])), key=lambda p: p["on"])
    trips = [t for t in q.of("trip") if here(t["on"])]

    def held(kind: str) -> int:
        return sum(m["type"] == kind for m in met)

    return {
        "F01": len({r["volume"] or r["title"] for r in reports}),
        "F02": len(reports),
        "F03": sum(within(i["at"]) and i["state"] == "已编发" and "云湾信息" in i["series"] for i in q.of("issue")),
        "F04": firsts("sent", ("省委办", "省政府办", "市委办", "市府办")),
        "F05": firsts("adopted", ("省委办",)),
        "F06": firsts("adopted", ("市委办",)),
        "F07": len(
            {(c["piece"], c["leader"], c["on"]) for c in q.of("comment") if here(c["on"]) and c["level"] == "区领导"}
        ),
        "F08": len({m["title"] for m in q.of("manuscript") if here(m["on"])}),
        "F09": sum(a["kind"] == "改革调研" for a in studies),
        "F10": len({r["block"] for r in plan}),
        "F11": len({(r["block"], r["area"]) for r in plan}),
        "F12": len(plan),
        "F13": len({r["group"] for r in plan}),
        "F14": len(tracked),
        "F15": sum(t["state"] == "办结" and t["closed"] <= END for t in tracked),
        "F16": sum(t["topic"] == "疫情防控" and t["mode"] == "实地" for t in trips),
        "F17": len(put_out("疫情督查快报")),
        "F18": sum(t["topic"] in ("重大项目", "领导交办") and t["mode"] == "现场" for t in trips),
        "F19": sum(p["items"] for p in put_out("督查简报")),
        "F20": len(put_out("督查快报")),
        "F21": len(put_out("督查专报")),
        "F22": len(put_out("督查通报")),
        "F23": sum(s["state"] == "已建成" and here(s["on"]) for s in q.of("site")),
        "F24": (projects[-1]["on"] - projects[-1]["begun"]).days,
        "F25": sum(here(o["on"]) and o["state"] not in ("作废", "印制", "已编号") for o in q.of("out")),
        "F26": len(papers),
        "F27": held("常委会"),
        "F28": held("政府党组会议"),
        "F29": held("常务会议"),
        "F30": sum(here(m["issued"] if m["action"] == "制发" else m["edited"]) for m in q.of("minutes")),
        "F31": len({t["unit"] for t in q.of("archive_target") if t["year"] == "2026" and t["closed"] is None}),
        "F32": sum(s["year"] == "2026" and s["state"] != "不纳入" for s in q.of("selfcheck")),
        "F40": len(own) + sum(a["host"] == "本办" and a["kind"] != "团建" for a in studies),
        "F41": held("办班子会议"),
        "F42": held("工作例会"),
        "F43": sum(m["type"] == "座谈会" and "巡察" in m["title"] for m in met),
    }


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
            "reason": "并入" if t["state"] == "合并" else None,
        }
        for n, t in enumerate(q.of("task"), 1)
    ]
    _put(tx, task, rows)
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
            "state": "印发" if m["issued"] else "起草",
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
