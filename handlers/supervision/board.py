"""督查看板: a picture and a text twin; one number opens a list, one more the task (domain.md 3.5, 7.9, issue 5)."""

from typing import Any

from handlers.line import Answer, Intent, Reply, Slots
from handlers.policy import NOT_FOUND
from handlers.supervision import board_picture, papers, rights, store, wording
from handlers.supervision.board_rows import ALL, BY_LEADER, BY_LIGHT, THIS_WEEK, Board, board_of, counts, sees_picture
from handlers.supervision.terms import Light
from handlers.turn import Turn

LIST, TASK = "board_list", "board_task"
PAGE = 8
MORE = "下一页"
_MEANS = {Light.GREEN: "正常", Light.BLUE: "临期"}


def run(turn: Turn, _slots: Slots) -> Reply:
    """The picture for those who follow tasks or are in charge of them; everybody reads the lines."""
    board = board_of(turn)
    if not board.shown:
        return Reply("目前没有在办的督办事项。" if sees_picture(turn) else NOT_FOUND)
    if sees_picture(turn):
        png = board_picture.draw(board, turn.office, turn.person.name, turn.here)
        turn.send_picture(turn.person.userid, png, title="督查看板")
    turn.looked("查看督查看板", "tasks", after={"tasks": len(board.shown)})
    lines = _lines(turn, board)
    options = tuple(text for text, _, _ in lines)
    mine = "" if rights.sees_all(turn.person) else "本单位" if rights.of_unit(turn.person) else "分管"
    here = turn.here
    head = f"{mine}在办督办事项{len(board.shown)}项（{here.month}月{here.day}日{here:%H:%M}）。回复序号看清单："
    return Reply(head, options=options, then=LIST, data={"lines": [[kind, value] for _, kind, value in lines]})


def _lines(turn: Turn, board: Board) -> list[tuple[str, str, str]]:
    """The text twin: a line for each colour there is, for this week, and for each leader."""
    found = []
    for light, shown in board.by_light:
        if shown:
            found.append((f"{light}灯{_means(light)} {len(shown)}项", BY_LIGHT, light.value))
    found.append((f"本周到期 {len(board.this_week)}项", THIS_WEEK, ""))
    if rights.sees_all(turn.person):
        for name, shown in board.by_leader:
            many = counts(board.lights, shown)
            colours = "、".join(f"{light}{many[light]}" for light in board.lights[:2] if many[light])
            found.append((f"{name} {len(shown)}项" + (f"（{colours}）" if colours else ""), BY_LEADER, name))
    found.append((f"全部 {len(board.shown)}项", ALL, ""))
    return found


def _means(light: Light) -> str:
    return f"（{_MEANS[light]}）" if light in _MEANS else ""


def open_list(turn: Turn, answer: Answer) -> Reply:
    """The tasks behind a line of the board."""
    if answer.index is None:
        return Reply("好的。")
    kind, value = answer.data["lines"][answer.index]
    return _page(turn, kind, value, 0)


def _page(turn: Turn, kind: str, value: str, start: int) -> Reply:
    board = board_of(turn)
    found = board.chosen(kind, value)
    if not found:
        return Reply("这一类目前没有事项。")
    here = found[start : start + PAGE]
    options = [f"{wording.list_line(turn, one.task)} {wording.label(turn.office, one.task.lead_unit)}" for one in here]
    left = len(found) - start - len(here)
    if left:
        options.append(f"{MORE}（还有{left}项）")
    data: dict[str, Any] = {"ids": [one.task.id for one in here], "kind": kind, "value": value, "next": start + PAGE}
    about = tuple(one.task.key for one in here)
    return Reply(f"共{len(found)}项，看哪一项？", options=tuple(options), then=TASK, data=data, about=about)


def open_task(turn: Turn, answer: Answer) -> Reply:
    """The task, or the next page of the list."""
    if answer.index is None:
        return Reply("好的。")
    if answer.index >= len(answer.data["ids"]):
        return _page(turn, answer.data["kind"], answer.data["value"], answer.data["next"])
    task = store.get(turn.tx, answer.data["ids"][answer.index])
    if not rights.sees(turn.person, task, turn.office):
        return Reply(NOT_FOUND)
    return Reply(wording.details(turn, task, papers.more_of(turn, task)), about=(task.key,))


BOARD = Intent(
    "task_board",
    "督查看板",
    "督查看板",
    (
        (
            r"督[查办](?:督办)?(?:工作|事项|情况|任务)?(?:的)?"
            r"(?:看板|总览|全景|大屏|一览|概览|总体情况|总体进展|总的情况|盘子)",
            1.4,
        ),
        (r"(?:看板|总览|一览图)(?:发我|看看|看一下|图)?\s*$", 1.1),
        (r"督[查办].{0,6}(?:亮灯|灯色|红黄[蓝绿])(?:情况|图|统计|分布)", 1.35),
        (r"(?:现在|目前|有)?多少[项个件]?(?:亮?[红黄蓝橙]灯)|[红黄蓝橙]灯(?:有)?(?:多少|几)[项个件]", 1.3),
        (
            r"(?:本周|这周|这个星期)(?:有哪些|有什么)?(?:到期|要到期)的?(?:督[查办](?:事项|任务)?|事项|任务)?"
            r"(?:有哪些|清单)?\s*[？?]?\s*$",
            1.25,
        ),
    ),
    run,
    rights.may_ask,
    family="query_task",
)
