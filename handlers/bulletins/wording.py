"""What people read about the bulletin (domain.md 5.6, 9.6 templates 13 and 15)."""

from collections.abc import Sequence
from datetime import date

from handlers.bulletins import checking
from handlers.bulletins.queries import Issue, Item, public
from handlers.bulletins.rules import GOOD_TITLE
from scheduler.clock import local
from scheduler.wording import moment
from storage.office import Office, Person

UNSUBSCRIBE = "不需要推送可回复“退订日报”。"


def circled(n: int) -> str:
    """①, ② …; beyond ⑳ （21）."""
    return chr(ord("①") + n - 1) if n <= 20 else f"（{n}）"


def label(unit: str, office: Office) -> str:
    """How the unit is read: 区工信局."""
    found = office.unit(unit)
    return found.label if found else unit


def headline(item: Item, office: Office) -> str:
    """区工信局：新增规上工业企业12家."""
    units = "、".join(label(unit, office) for unit in (item.unit, *item.credits))
    return f"{units}：{item.title}"


def masthead(series: str, no: int, total_no: int | None) -> str:
    """Only the daily bulletin carries a 总第."""
    return f"《{series}》第{no}期" + (f"（总第{total_no}期）" if total_no is not None else "")


def listed(items: Sequence[Item], office: Office, tags: bool = True) -> str:
    """The pieces with numbers, one a line, each with its openness for those who decide on it."""
    lines = (
        f"{circled(n)}{headline(item, office)}{f'（{item.openness}）' if tags else ''}"
        for n, item in enumerate(items, 1)
    )
    return "\n".join(lines)


def receipt(item: Item, office: Office, late: bool) -> str:
    """Template 15, with what is missing or comes too late for today."""
    here = local(item.created_at)
    at = f"{here.month}月{here.day}日{here.hour}:{here.minute:02d}"
    text = f"已收稿：《{item.title}》（{label(item.unit, office)}，{at}），编号{item.number}。"
    if late:
        text += "已过今日截稿时间，列入下一期待编。"
    if not item.text:
        text += "如需补正文，请回复“补稿＋正文”（500字以内）。"
    if len(item.title) > GOOD_TITLE:
        text += f"标题{len(item.title)}字，建议精简到{GOOD_TITLE}字以内。"
    if item.text and (missing := checking.gaps(item.title, item.text)):
        text += f"自查：正文未见{'、'.join(missing)}，请核对，必要时补稿。"
    return f"{text}请自查时间、地点、单位、数据口径和审签人；误投可回复“撤销”。"


def broadcast(issue: Issue, items: Sequence[Item], office: Office, today: date) -> str:
    """Template 13: only what may be known to all is named (domain.md 5.3)."""
    name = f"《{issue.series}》第{issue.no}期"
    shown = public(items)
    if not shown:
        fresh = issue.signed_at is not None and local(issue.signed_at).date() == today
        return f"{'今日' if fresh else ''}{name}已编发，请到OA阅览。"
    titles = "".join(f"{circled(n)}{headline(item, office)}" for n, item in enumerate(shown, 1))
    rest = "阅读请到OA“信息”栏。" if len(shown) == len(items) else "其余请到OA阅览。"
    return f"{name}已编发（可周知）：{titles}　{rest}"


def to_sign(name: str, items: Sequence[Item], office: Office, reviewer: Person, no: int, which: str = "") -> str:
    """What the signer needs to decide without opening anything."""
    push = "" if len(public(items)) == len(items) else "推送只列可周知条目，其余提示到OA阅览。"
    return (
        f"【请签发】{name}已由{reviewer.address}审核，共{len(items)}条：\n{listed(items, office)}\n"
        f"签发即确认各条是否可周知；{push}请于{office.limits.info.sign:%H:%M}前回复“签发{which}{no}期”；"
        f"需修改请回复“退回{which}{no}期”。"
    )


def signed(issue: Issue, items: Sequence[Item], office: Office, readers: int) -> str:
    leaves = moment(issue.push_at) if issue.push_at else ""
    name = masthead(issue.series, issue.no or 0, issue.total_no)
    shown = len(public(items))
    named = f"推送列出可周知{shown}条" if shown else "推送不列条目"
    rest = f"，内部{len(items) - shown}条请到OA阅览" if shown < len(items) else ""
    return f"已签发：{name}，{leaves}编发，发送约{readers}人；{named}{rest}。编发前10分钟内可回复“撤销”。"
