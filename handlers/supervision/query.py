"""查督办 in conversation (SC13)."""

import re

from handlers.line import Answer, Intent, Reply, Slot, Slots
from handlers.policy import NOT_FOUND
from handlers.said import Said
from handlers.supervision import papers, reading, rights, search, store, wording
from handlers.supervision.store import Task
from handlers.supervision.terms import Light, number, parse_number
from handlers.turn import Turn
from scheduler.clock import local

CHOOSE = "query_choice"
SHOWN = 8
_COLOURS = (
    (re.compile(r"蓝[色灯]"), Light.BLUE),
    (re.compile(r"黄[色灯牌]"), Light.YELLOW),
    (re.compile(r"红[色灯牌]"), Light.RED),
)
_SOON = re.compile(r"快到期|临期|(?:即将|快要?)到期|临近")
_OVERDUE = re.compile(r"逾期|超期|超时")
_IT = ("它", "那个", "这个", "那项", "这项")


def run(turn: Turn, slots: Slots) -> Reply:
    """One hit: its details. Several: a choice. None, or none that this person may see: the same answer."""
    if slots.get("task_no"):
        found = [task for task in _numbered(turn, slots["task_no"]) if rights.sees(turn.person, task, turn.office)]
        return _answer(turn, found)
    words = search.words_of(turn.said)
    lately = turn.lately("task")
    if not words and not turn.said.units and lately and any(word in turn.said.text for word in _IT):
        task = store.get(turn.tx, int(lately))
        return _answer(turn, [task] if rights.sees(turn.person, task, turn.office) else [])
    found = [task for task in search.search(turn, turn.said.units, words) if _as_asked(turn, task)]
    if not found and not words and (not turn.said.units or rights.sees_all(turn.person)):
        return Reply(f"没有{_kind(turn)}的督办事项。")
    return _answer(turn, found)


def _as_asked(turn: Turn, task: Task) -> bool:
    """Whether the task is overdue, nearly due or has the colour that was asked for, if any was."""
    text, light = turn.said.text, wording.light(turn, task)
    if _OVERDUE.search(text) and (task.due_at is None or task.due_at > turn.now):
        return False
    if _SOON.search(text):
        today = task.due_at is not None and task.due_at > turn.now and local(task.due_at).date() == turn.here.date()
        return light is Light.BLUE or today
    wanted = next((colour for said, colour in _COLOURS if said.search(text)), None)
    return wanted is None or light is wanted


def _kind(turn: Turn) -> str:
    """What was asked for and is not there: 逾期, 快到期, 亮红灯, 在办."""
    named = next((found[0] for pattern in (_OVERDUE, _SOON) if (found := pattern.search(turn.said.text))), None)
    wanted = next((colour for said, colour in _COLOURS if said.search(turn.said.text)), None)
    kind = named or (f"亮{wanted}灯" if wanted else "在办")
    units = "、".join(wording.label(turn.office, unit.short) for unit in turn.said.units if unit.short)
    return f"{units}{kind}"


def choose(turn: Turn, answer: Answer) -> Reply:
    if answer.index is None:
        return Reply("好的。")
    task = store.get(turn.tx, answer.data["ids"][answer.index])
    return _answer(turn, [task] if rights.sees(turn.person, task, turn.office) else [])


def _answer(turn: Turn, found: list[Task]) -> Reply:
    if not found:
        return Reply(NOT_FOUND)
    if len(found) == 1:
        return Reply(wording.details(turn, found[0], papers.more_of(turn, found[0])), about=(found[0].key,))
    shown = found[:SHOWN]
    more = f"（先列{SHOWN}项，可加上单位或标题中的字再查）" if len(found) > SHOWN else ""
    return Reply(
        f"查到{len(found)}项{more}，看哪一项？",
        options=tuple(wording.list_line(turn, task) for task in shown),
        then=CHOOSE,
        data={"ids": [task.id for task in shown]},
        about=tuple(task.key for task in shown),
    )


def _numbered(turn: Turn, no: str) -> list[Task]:
    """The task of that number; where no year was said and this year has none, an earlier year's."""
    task = store.by_number(turn.tx, no)
    parts = parse_number(no)
    if task is not None or parts is None or any(own.year for own in turn.said.own):
        return [task] if task else []
    year, seq = parts
    older = store.by_number(turn.tx, number(year - 1, seq))
    return [older] if older else []


def _unit(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return next((unit.short for unit in said.units if unit.short), None)


def _words(said: Said, _asked: bool, _slots: Slots) -> str | None:
    return " ".join(search.words_of(said)) or None


_STATE = (
    r"(?:到哪|到了?哪|怎么样|怎样|如何|进展(?!\s*[:：])|进度(?!\s*[:：])|情况(?!\s*[:：])|办得|办到|办完|完成了?[吗没]|哪一步|"
    r"什么时候|时限是|呢\s*[？?]?$)"
)

QUERY = Intent(
    "query_task",
    "查督办",
    "督办那个道路的到哪了",
    (
        (rf"督[办查].{{0,24}}{_STATE}", 1.2),
        (r"(?:查|看|问)(?:一?下|询|看)?.{0,16}督办", 1.2),
        (r"(?:查|看|问)(?:一?下|询|看)?.{0,4}督\s*[〔\[(（【]?\s*\d", 1.25),
        (rf"督\s*[〔\[(（【]?\s*\d.{{0,16}}{_STATE}", 1.25),
        (r"督办(?:事项|任务|台账)?(?:有哪些|有几|还有|清单|列表)|(?:有哪些|有几[项件个]|多少).{0,6}督办", 1.0),
        (r"^\s*(?:我们?|我单位|我局|本单位)?的?督办(?:事项|任务|清单)?\s*$", 1.0),
        (r"^\s*督\s*[〔\[(（【]?\s*(?:20\d\d)?\s*[〕\])）】]?\s*\d{1,4}\s*号?\s*[？?]?\s*$", 1.0),
        (
            r"^\s*督[办查][，,：: ]*(?!立项|通知|[单室科组局]|[简快专通]报|建议)[^，,。：:]{2,12}\s*[？?]?\s*$",
            0.8,
        ),
        (rf"\d\s*号?\s*督办.{{0,8}}{_STATE}", 1.2),
        (rf"(?<!收)(?<!\d)(?<!〕)0\d{{3}}\s*号.{{0,8}}{_STATE}", 1.15),
        (r"^\s*0\d{3}\s*号?\s*$", 0.6),
        (r"^.{2,14}(?:那个|那项|那件)(?:督办)?(?:呢|到哪了?|怎么样了?|进展如何|办得怎么样了?)?\s*[？?]?\s*$", 0.5),
        (
            r"^\s*(?:它|那个|这个|那项|这项)(?:督办)?"
            r"(?:呢|到哪了?|怎么样了?|如何|(?:进展|进度|办得)(?:如何|怎么样了?|呢)?|什么时候(?:到期|办完|办结)|时限(?:是什么时候|到哪天|呢)?|到期了?[吗没])\s*[？?]?\s*$",
            0.4,
        ),
    ),
    run,
    rights.may_ask,
    (Slot("task_no", reading.task_no), Slot("unit", _unit), Slot("text", _words)),
)
