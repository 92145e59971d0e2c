"""How often the guard stopped something: for the 保密员 and the 安全管理员, for inspections (domain.md 7.4).

Only what is counted can be told: the date, the hour, the rule. Nobody's name and no words are kept (7.3).
"""

from sqlalchemy import func, select

from handlers.line import Intent, Reply, Slots
from handlers.retention.auditing import window
from handlers.turn import Turn
from storage.office import Person, Role
from storage.tables import guard_counter

MOST_HOURS = 8
NO_MORE = "只计次数，不记人员和内容"


def may_see(person: Person) -> bool:
    """Counters only, and for whom they are kept (domain.md A.1)."""
    return person.has(Role.CONFIDENTIAL) or person.has(Role.SECADMIN)


def count(turn: Turn, _slots: Slots) -> Reply:
    """本月拦截多少次: by rule and by hour, this month unless days are named."""
    since, until = window(turn)
    within = guard_counter.c.date.between(since.isoformat(), until.isoformat())
    days = f"{since.month}月{since.day}日至{until.month}月{until.day}日"
    day_of, hour_of = guard_counter.c.date, guard_counter.c.hour
    n = func.sum(guard_counter.c.n)
    by_rule = turn.tx.execute(
        select(guard_counter.c.rule, n).where(within).group_by(guard_counter.c.rule).order_by(guard_counter.c.rule)
    ).all()
    by_hour = turn.tx.execute(
        select(day_of, hour_of, n).where(within).group_by(day_of, hour_of).order_by(day_of, hour_of)
    ).all()
    turn.looked("查拦截次数", "guard", after={"since": since.isoformat(), "until": until.isoformat()})
    if not by_rule:
        return Reply(f"{days}没有保密拦截（{NO_MORE}）。")
    rules = "，".join(f"规则{rule} {many}次" for rule, many in by_rule)
    shown = "、".join(f"{_day(day)}{hour}时{many}次" for day, hour, many in by_hour[-MOST_HOURS:])
    total = sum(int(many) for _, many in by_rule)
    return Reply(f"{days}保密拦截{total}次（{NO_MORE}）：{rules}。\n最近的时段：{shown}。")


def _day(day: str) -> str:
    """2026-09-21 → 9月21日."""
    _, month, of_month = map(int, day.split("-"))
    return f"{month}月{of_month}日"


INTENTS = (
    Intent(
        "guard_counts",
        "拦截次数",
        "本月拦截多少次",
        (
            (r"拦截.{0,6}(?:多少|几|次数|情况|统计|数)", 1.6),
            (r"(?:多少|几)[次条].{0,8}(?:被)?拦截", 1.6),
        ),
        count,
        may_see,
    ),
)
