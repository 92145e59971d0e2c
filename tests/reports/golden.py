"""A quarter with known answers: facts made up by chance and by edge.

golden_rows.py puts them into the tables, golden_answers.py counts them by hand.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.clock import SHANGHAI

START, END = date(2026, 7, 1), date(2026, 9, 30)
FIRST, LAST = datetime(2026, 7, 1, 0, 0, 0, tzinfo=SHANGHAI), datetime(2026, 9, 30, 23, 59, 59, tzinfo=SHANGHAI)
_PLACES = ("区市民", "金溪镇", "南渡镇", "白石街道", "海泊街道", "城东社区", "港湾社区", "桥头社区")
_PROJECTS = ("云湾港二期", "滨海产业园", "智造产业园")


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
    for _ in range(2):
        q.add("in", at=LAST, state="已登记", doc=None, board="区委办")
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
    for organ, kind in (("省委办", "综合"), ("市委办", "单篇")):
        q.add("sent", piece="早报晚采", organ=organ, on=START - timedelta(days=30))
        q.add("adopted", piece="早报晚采", organ=organ, on=START + timedelta(days=30), kind=kind)
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
        state = q.some("办结", "办结", "承办", "申请办结", "合并", "终止", "延期待批", "中止")
        q.add(
            "task",
            made=made,
            state=state,
            closed=closed if state == "办结" else None,
            counts=q.chance.random() < 0.9,
            left=closed if state in ("合并", "终止") else None,
            reason="情况变化" if state == "合并" or q.chance.random() < 0.7 else None,
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
    for audited in (END, END + timedelta(1)):
        q.add("task", made=START, state="办结", closed=END - timedelta(2), audited=audited, counts=True)


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
        q.add("meeting", at=at, title=f"一会两名的{kind}", **one)
    q.add("meeting", at=LAST + timedelta(seconds=1), type="常委会", title="越界", chair="linzhixing", state="已召开")
    for _ in range(40):
        action = q.some("制发", "核改")
        gone = q.chance.random() < 0.1
        q.add("minutes", action=action, issued=q.day() if q.chance.random() < 0.8 else None, edited=q.day(), gone=gone)


def _registers(q: Quarter) -> None:
    for n in range(30):
        q.add("manuscript", title=f"讲话{n % 20}", on=q.day(), state=q.some("已登记", "已交稿", "已取消"))
        q.add(
            "research_report",
            title=f"报告{n}",
            volume=f"部{n % 4}" if n % 5 else None,
            on=q.day(),
            state=q.some("已定稿", "撰写中"),
        )
        kind, host = q.some("改革调研", "专题调研", "团建"), q.some("本办", "区发改局")
        q.add("activity", kind=kind, host=host, on=q.day(), state=q.some("已登记", "已登记", "已取消"))
    for _ in range(2):
        q.add("research_report", title="一篇登两次", volume="部1", on=START, state="已定稿")
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
    for place in _PLACES:
        q.add("site", task="5G政务晓屋", title=f"{place}服务中心", on=q.day(), state=q.some("已建成", "建设中"))
    for n in range(3):
        done = START + timedelta(days=20 * n + 5)
        q.add("project", title=_PROJECTS[n], begun=done - timedelta(days=200 + n), on=done)
    q.add("project", title="未到期", begun=START, on=END + timedelta(1))
    q.add("project", title="没建的", begun=START, on=END, closed=END)
    for n in range(12):
        over = END if n in (3, 7) else None
        q.add("archive_target", year="2026" if n % 4 else "2025", unit=f"单位{n % 9}", closed=over)
        q.add(
            "selfcheck", year="2026" if n % 5 else "2025", unit=f"单位{n}", state=q.some("已报送", "未报送", "不纳入")
        )
