"""去重: the same matter by two units side by side; the editor merges, both are credited (domain.md 5.5)."""

import re

from handlers.bulletins import queries, wording
from handlers.bulletins.desks import LINE
from handlers.bulletins.likeness import doubles
from handlers.bulletins.queries import Item
from handlers.bulletins.rules import ItemState
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.wording import moment
from storage.changes import Change

_NUMBERS = re.compile(r"信?〔?(?:20\d\d)?〕?\s*0*(\d{1,5})号")
_PLACES = re.compile(r"(?<!\d)(\d{1,2}|[一二三四五六七八九十]|[①-⑳])(?=[、和与及，,跟条]|$|号?(?:稿|合并))")
_SHOWN = 200


def merge(turn: Turn, slots: Slots) -> Reply:
    """合并①和③; 合并 alone takes the first pair that seems to be one matter."""
    queries.hold(turn.tx)
    pair = _meant(turn)
    if pair is None:
        return Reply("没有发现疑似重复的来稿。请写明两篇的编号，如“合并信0001号和信0003号”。")
    one, two = pair
    shown = "\n".join(_side(turn, n, item) for n, item in enumerate(pair, 1))
    options = tuple(f"以{wording.label(item.unit, turn.office)}稿为主" for item in pair)
    return Reply(
        f"请比对：\n{shown}\n合并后两家单位都署名，以哪一篇为主？",
        options=(*options, "不是同一事项，不合并"),
        then="merge_keep",
        data={"one": one.id, "two": two.id},
        about=(one.key, two.key),
    )


def _side(turn: Turn, n: int, item: Item) -> str:
    text = f"{item.text[:_SHOWN]}…" if len(item.text) > _SHOWN else item.text or "（无正文）"
    unit = wording.label(item.unit, turn.office)
    return f"【{n}】{unit}《{item.title}》（{item.number}，{moment(item.created_at)}）\n{text}"


def _meant(turn: Turn) -> tuple[Item, Item] | None:
    issue = queries.open_issue(turn.tx, turn.office.bulletin)
    placed = queries.items_in(turn.tx, issue.id) if issue else []
    waiting = queries.waiting_items(turn.tx)
    pool = [*waiting, *placed]
    numbers = [int(found[1]) for found in _NUMBERS.finditer(turn.said.text)]
    if numbers:
        named = [item for seq in numbers for item in pool if item.seq == seq]
    elif places := _places(turn.said.text):
        listed = waiting if len(waiting) > 1 else placed
        named = [listed[n - 1] for n in places if 0 < n <= len(listed)]
    else:
        units = [unit.short for unit in turn.said.units if unit.short]
        pairs = [pair for pair in doubles(pool) if not units or {item.unit for item in pair} & set(units)]
        named = list(pairs[0]) if pairs else [_newest(pool, unit) for unit in units if _newest(pool, unit)]  # type: ignore[misc]
    found = list(dict.fromkeys(named))[:2]
    return (found[0], found[1]) if len(found) == 2 else None


def _places(text: str) -> list[int]:
    digits = "零一二三四五六七八九十"
    return [
        int(word) if word.isdecimal() else digits.index(word) if word in digits else ord(word) - ord("①") + 1
        for word in _PLACES.findall(text)
    ]


def _newest(pool: list[Item], unit: str) -> Item | None:
    return next((item for item in reversed(pool) if item.unit == unit), None)


def keep(turn: Turn, answer: Answer) -> Reply:
    """The piece that stays; the other's unit is credited beside its own."""
    if answer.index not in (0, 1):
        return Reply("没有合并，两篇都保留。")
    queries.hold(turn.tx)
    pair = [queries.got_item(turn.tx, int(answer.data[key])) for key in ("one", "two")]
    kept, gone = pair[answer.index], pair[1 - answer.index]
    if gone.state is ItemState.MERGED or kept.state is ItemState.MERGED:
        return Reply("其中一篇已经合并过了，没有改动。")
    credits = tuple(dict.fromkeys((*kept.credits, gone.unit, *gone.credits)))
    before = [{"id": item.id, "state": item.state, "issue": item.issue, "credits": item.credits} for item in pair]
    queries.alter(
        turn.tx, kept, turn.now, credits=",".join(credits), issue=kept.issue or gone.issue, state=_state(pair)
    )
    queries.alter(turn.tx, gone, turn.now, state=ItemState.MERGED, merged_into=kept.id, issue=None)
    turn.note("merge_info", kept.key, after={"merged": gone.number, "credits": ",".join(credits)})
    turn.undoable(LINE, "merge", kept.key, {"items": before})
    done = queries.got_item(turn.tx, kept.id)
    return Reply(
        f"已合并：{gone.number}并入{kept.number}，署名{wording.headline(done, turn.office)}。"
        "两家单位均计来稿；如有误可回复“撤销”。",
        about=(kept.key,),
    )


def _state(pair: list[Item]) -> ItemState:
    return ItemState.ADOPTED if any(item.issue is not None for item in pair) else ItemState.RECEIVED


def undo_merge(turn: Turn, change: Change) -> Reply:
    queries.hold(turn.tx)
    for facts in change.data["items"]:
        item = queries.got_item(turn.tx, int(facts["id"]))
        values = {"state": facts["state"], "issue": facts["issue"], "merged_into": None}
        queries.alter(turn.tx, item, turn.now, **values, credits=",".join(facts["credits"]) or None)
        turn.note("undo_merge", item.key)
    return Reply("已撤销：两篇来稿恢复到合并前。")
