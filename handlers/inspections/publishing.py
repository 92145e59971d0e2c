"""登记督查刊物: series and numbers; a gap, a number taken before, or no number at all is asked about (SC17).

The bot keeps no text and names no unit: a 通报 is approved by a 区领导, whose name is asked for (domain.md 3.1, 3.8).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.inspections import numbering, store, terms
from handlers.inspections.tables import publication
from handlers.inspections.words import LINE_NAME
from handlers.line import Answer, Reply, Slots
from handlers.turn import Turn
from scheduler.wording import day
from storage.db import lock

NUMBERS, GAP, DOUBLE, SIGNER = "publication_numbers", "publication_gap", "publication_double", "publication_signer"
OTHER_NUMBER = "另报期号"
ASK_LEADER = "须经区领导批准，是哪位区领导签发的？（例如“林区长签发”）"
_MANY = 60


def run(turn: Turn, slots: Slots) -> Reply:
    """Look where the numbers stand in the series, and write when nothing is left open."""
    draft = dict(slots)
    series, year = draft["series"], _issued(turn, draft).year
    lock(turn.tx, f"publication:{series}:{year}")
    there = store.numbers(turn.tx, series, year)
    first = turn.office.first_number(series, year)
    numbers = list(draft.get("numbers") or ())
    if not numbers and (bare := draft.get("bare")) is not None:
        last = max(there, default=first - 1)
        numbers = [bare] if bare > 1 and (bare > last or bare in there or not there) else []
        draft["count"] = draft.get("count") or (None if numbers else bare)
    if not numbers:
        return _ask_numbers(turn, draft, numbering.following(draft.get("count") or 1, there, first), there or first > 1)
    if len(numbers) > _MANY:
        return Reply(f"一次最多登记{_MANY}期，请分次登记。")
    draft["numbers"] = numbers
    if (many := draft.get("count")) and many > 1 and many != len(numbers):
        text = f"期号第{numbering.shown(numbers)}期是{len(numbers)}期，与“{many}份”不符，请再报一次期号。"
        return Reply(text, then=NUMBERS, free=True, data=_cleared(draft))
    found = numbering.place(numbers, list(there), first)
    if found.doubles:
        return _ask_double(turn, draft, there[found.doubles[0]])
    if found.missing and not draft.get("settled"):
        return _ask_gap(draft, found)
    if terms.is_circular(series) and not draft.get("signer"):
        return Reply(f"{series}{ASK_LEADER}", then=SIGNER, free=True, data=draft)
    return _write(turn, draft, there)


def signer_given(turn: Turn, answer: Answer) -> Reply:
    """The 区领导 who approved a 通报."""
    draft = dict(answer.data)
    if not answer.said.leaders:
        return Reply(f"没有看到区领导的姓名。{draft['series']}{ASK_LEADER}", then=SIGNER, free=True, data=draft)
    return run(turn, {**draft, "signer": answer.said.leaders[0].name, "settled": True})


def _ask_numbers(turn: Turn, draft: Slots, proposed: Sequence[int], known: Any) -> Reply:
    series, said = draft["series"], numbering.shown(proposed)
    before = f"上次是第{proposed[0] - 1}期，" if known else f"系统里还没有今年的{series}，"
    what = f"这{len(proposed)}份的期号是" if len(proposed) > 1 else "这次是"
    text = f"{before}{what}第{said}期，确认？"
    options = (f"是第{said}期", OTHER_NUMBER)
    return Reply(text, options=options, then=NUMBERS, free=True, data={**draft, "proposed": list(proposed)})


def numbers_given(turn: Turn, answer: Answer) -> Reply:
    """是, or other numbers."""
    draft = dict(answer.data)
    proposed = draft.pop("proposed", [])
    if answer.index == 0 and proposed:
        return run(turn, {**draft, "numbers": proposed})
    text = answer.said.text
    numbers = terms.numbers_of(text)
    bare = terms.bare_number(text) or (answer.said.choice if not proposed else None)
    total = terms.total_of(text)
    items = terms.items_of(text)
    draft |= {name: value for name, value in (("total", total), ("items", items)) if value}
    if numbers or bare:
        return run(turn, {**draft, "numbers": numbers or [bare], "bare": None})
    return Reply("请报期号，例如“第17期”或“第12至16期”。", then=NUMBERS, free=True, data=draft)


def _ask_gap(draft: Slots, found: numbering.Place) -> Reply:
    missing, said = numbering.shown(found.missing), numbering.shown(draft["numbers"])
    head = f"上次是第{found.last}期，" if found.last else f"登记第{said}期，"
    single = len(draft["numbers"]) == 1
    instead = [found.missing[0]] if single else list(range(found.missing[0], found.missing[0] + len(draft["numbers"])))
    options = (f"{missing}期作废", f"是第{numbering.shown(instead)}期", f"{missing}期以后补登")
    shown = " ".join(f"{at} {option}" for at, option in enumerate(options, 1))
    text = f"{head}缺第{missing}期，确认？{shown}"
    return Reply(
        text, options=options, then=GAP, free=True, data={**draft, "missing": list(found.missing), "instead": instead}
    )


def gap(turn: Turn, answer: Answer) -> Reply:
    """The missing number is void, was meant, or comes later."""
    draft = dict(answer.data)
    missing, instead = draft.pop("missing"), draft.pop("instead")
    if answer.index == 0:
        return run(turn, {**draft, "settled": True, "void": missing})
    if answer.index == 1:
        return run(turn, {**draft, "numbers": instead})
    if answer.index == 2:
        return run(turn, {**draft, "settled": True})
    numbers = terms.numbers_of(answer.said.text)
    if not numbers and (bare := terms.bare_number(answer.said.text)):
        numbers = [bare]
    if numbers:
        return run(turn, {**draft, "numbers": numbers})
    return _ask_gap(draft, numbering.Place(missing[0] - 1 or None, (), tuple(missing)))


def _ask_double(turn: Turn, draft: Slots, row: Mapping[str, Any]) -> Reply:
    state = "已登记" if row["state"] == terms.ISSUED else "已记为作废"
    text = f"{row['series']}第{row['seq']}期{state}，{day(row['issued_on'])}印发。"
    options: tuple[str, ...]
    if row["state"] == terms.VOID and len(draft["numbers"]) == 1:
        options = (f"改为{terms.ISSUED}", OTHER_NUMBER, "取消")
    else:
        options = ("是同一期，不再登记", OTHER_NUMBER)
    return Reply(text, options=options, then=DOUBLE, data={**draft, "double": row["id"]})


def double(turn: Turn, answer: Answer) -> Reply:
    """The same issue, a void number that was issued after all, or another number."""
    draft = dict(answer.data)
    row_id = draft.pop("double")
    if answer.index == 1:
        return Reply("请报期号，例如“第17期”。", then=NUMBERS, free=True, data=_cleared(draft))
    row = next(iter(store.find(turn.tx, publication, publication.c.id == row_id)), None)
    if answer.index == 0 and row is not None and row["state"] == terms.VOID:
        store.remove(turn.tx, "publication", [row_id])
        return run(turn, {**draft, "settled": True})
    return Reply("好的，未重复登记。")


def _cleared(draft: Slots) -> Slots:
    return {name: value for name, value in draft.items() if name not in ("numbers", "bare", "settled", "void")}


def _write(turn: Turn, draft: Slots, there: Mapping[int, Mapping[str, Any]]) -> Reply:
    series, issued = draft["series"], _issued(turn, draft)
    void = [number for number in draft.get("void") or () if number not in there]
    totals = _totals(draft, there, void)
    common = {"series": series, "year": issued.year, "issued_on": issued, "signed_by": draft.get("signer")}
    rows: list[dict[str, Any]] = [
        {"seq": seq, "total": None, "title": None, "items": 0, "tasks": [], "state": terms.VOID} for seq in void
    ]
    for seq in draft["numbers"]:
        kept = {"title": draft.get("title"), "items": draft.get("items") or 1, "tasks": draft.get("tasks") or []}
        rows.append({"seq": seq, "total": totals.get(seq), "state": terms.ISSUED, **kept})
    ids = [store.add(turn.tx, publication, {**common, **row}, by=turn.person.userid, now=turn.now) for row in rows]
    key = f"publication:{ids[-1]}"
    after = {"series": series, "numbers": list(draft["numbers"]), "void": void}
    turn.note("登记督查刊物", key, after=after)
    turn.undoable(LINE_NAME, "logged", key, {"table": "publication", "ids": ids})
    return Reply(_read_back(draft, issued, totals, void), about=(key,))


def _read_back(draft: Slots, issued: date, totals: Mapping[int, int | None], void: Sequence[int]) -> str:
    numbers = draft["numbers"]
    known = totals.get(numbers[-1])
    total = f"（总第{known}期）" if known else ""
    many = f"共{len(numbers)}期，" if len(numbers) > 1 else ""
    facts = [f"已登记：{draft['series']}第{numbering.shown(numbers)}期{total}，{many}{day(issued)}印发"]
    for name, value in (("标题", draft.get("title")), ("签发", draft.get("signer"))):
        if value:
            facts.append(f"{name}：{value}")
    if draft.get("items"):
        facts.append(f"{draft['items']}则")
    if draft.get("tasks"):
        facts.append(f"关联督办：{'、'.join(draft['tasks'])}")
    if void:
        facts.append(f"第{numbering.shown(void)}期记为作废")
    return "，".join(facts) + "。\n只记期号，正文不入系统。如有误，10分钟内可回复“撤销”。"


def _totals(draft: Slots, there: Mapping[int, Mapping[str, Any]], void: Sequence[int]) -> dict[int, int | None]:
    """总第M期 as said (of the last issue), or counted on from the nearest earlier issue that has one."""
    numbers, said = draft["numbers"], draft.get("total")
    if said:
        return {seq: said - (len(numbers) - 1 - at) for at, seq in enumerate(numbers)}
    gone = [*void, *(seq for seq, row in there.items() if row["state"] == terms.VOID)]
    totals = {}
    for seq in numbers:
        earlier = max((n for n, row in there.items() if n < seq and row["total"]), default=None)
        before = (earlier, int(there[earlier]["total"])) if earlier is not None else None
        totals[seq] = numbering.total(seq, before, gone)
    return totals


def _issued(turn: Turn, draft: Slots) -> date:
    return date.fromisoformat(draft["issued_on"]) if draft.get("issued_on") else turn.here.date()
