"""Finding tasks by words of the title, by unit and by number; only what the asker may see (domain.md 7.6, SC13)."""

import re
from collections.abc import Sequence

from sqlalchemy import Connection, or_

from handlers.said import Said, UnitSaid
from handlers.supervision import rights, store
from handlers.supervision.store import Task
from handlers.supervision.tables import task as table
from handlers.supervision.terms import ACTIVE
from handlers.turn import Turn
from storage.office import Office, Person

LEAST = 2
_SAME = (
    ("道路", "公路", "马路", "路桥", "路网"),
    ("学校", "校园", "中小学", "学位"),
    ("医院", "卫生院", "卫生站"),
    ("防汛", "防洪", "三防", "排涝"),
    ("小区", "住房", "房屋", "危房"),
    ("污水", "水环境", "河涌", "水质"),
)
"""Words that people use for the same kind of matter: 道路 finds 农村公路."""

_NOISE = re.compile(
    r"您好|你好|谢谢您?|多谢|麻烦您?|劳驾|辛苦了?|帮忙|督[办查](?:事项|任务|清单|台账|列表)?|查询|查看"
    r"|看看|问问|请问|帮我|给我|一下|有没有|有哪些|哪些|哪个|哪一步|"
    r"多少|几[项件个]|我们|我单位|我局|本单位|牵头的?|负责的?|分管的?|责任|那个|那项|那件|那条|这个|这项"
    r"|关于|现在|目前|最新|全部|所有|手[上头里]|拉[个一]|单子|反馈|[他她]牵?|牵|名下|头上|单位|主办|协办|配合|截止|"
    r"办得|办到|到了?哪里|到哪儿?了?|怎么样了?|怎样了?|如何了?|什么情况|情况|进展|进度|状态|灯色|完成"
    r"|办完|了没有?|没有|[什啥]么?灯|亮[了着]?|最急|退办|退回|"
    r"快到期|临期|逾期|超期|超时限?|[蓝黄红]色?灯?牌?的|是什么|什么时候|到期|时限|事项|任务|列出来?|发我"
    r"|查|看|问|我|的|了|吗|呢|吧|请|没|还|是|有|在"
)
_BREAK = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")


def words_of(said: Said) -> list[str]:
    """What is left of a question to look for in titles: 督办那个道路的到哪了 → 道路."""
    text = list(said.text)
    spans = [unit.span for unit in said.units] + [own.span for own in said.own] + [when.span for when in said.times]
    spans += [one.span for one in said.people if one.person is not None]
    for start, end in spans:
        text[start:end] = " " * (end - start)
    left = _NOISE.sub(" ", "".join(text))
    return [word for word in _BREAK.split(left) if len(word) >= LEAST]


def visible(tx: Connection, person: Person, office: Office) -> list[Task]:
    """All numbered tasks that the person may know of."""
    numbered = table.c.no.is_not(None)
    if rights.sees_all(person):
        return store.find(tx, numbered)
    scopes = []
    if (unit := rights.of_unit(person)) is not None:
        scopes.append(store.of_units([unit]))
    if (leader := rights.led_by(person, office)) is not None:
        scopes.append(table.c.responsible_leader == leader)
    return store.find(tx, numbered, or_(*scopes)) if scopes else []


def known_to(turn: Turn, task: Task) -> bool:
    """Whether the speaker may know that the task exists."""
    return rights.sees(turn.person, task, turn.office)


def search(turn: Turn, units: Sequence[UnitSaid], words: Sequence[str]) -> list[Task]:
    """Tasks that fit: the closest first, then the newest; finished ones only when no open one fits."""
    all_seen = rights.sees_all(turn.person)
    scored = []
    for task in visible(turn.tx, turn.person, turn.office):
        if all(_of_unit(task, unit, all_seen) for unit in units):
            closeness = [_closeness(task.title, word) for word in words]
            if all(closeness):
                scored.append((sum(closeness), task))
    working = [(score, task) for score, task in scored if task.status in ACTIVE]
    found = working or (scored if units or words else [])
    return [task for _, task in sorted(found, key=lambda item: (item[0], item[1].no or ""), reverse=True)]


def _of_unit(task: Task, unit: UnitSaid, all_seen: bool) -> bool:
    """Whether a unit named in the question fits: it leads (or, for 督查室, takes part), or the title names it."""
    if unit.text in task.title:
        return True
    names = {unit.short, *unit.candidates} - {None}
    return bool(names & set(task.units)) if all_seen else task.lead_unit in names


def _closeness(title: str, word: str) -> int:
    """4 when the title has the word; less when it has its halves, or another word for the same."""
    if word in title:
        return 4
    if any(word in same and any(other in title for other in same) for same in _SAME):
        return 2
    pairs = [word[i : i + LEAST] for i in range(len(word) - LEAST + 1)]
    hits = sum(pair in title for pair in pairs)
    return 1 if len(pairs) > 1 and hits * 3 >= len(pairs) * 2 else 0
