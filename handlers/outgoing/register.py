"""登记发文 (domain.md 2.3–2.5): settle what is loose, warn of wrong directions, reserve the number, read back."""

from typing import Any

from handlers.documents import rules
from handlers.line import Answer, Reply, Slots
from handlers.outgoing import ledger, plans, reserving, store, wording
from handlers.outgoing import slots as read
from handlers.outgoing.addressees import members, warned
from handlers.outgoing.tables import TITLE_LENGTH
from handlers.outgoing.terms import LINE, State
from handlers.outgoing.write import screened
from handlers.turn import Turn

SECTION = "秘书科"
MOST_CODES = 6
ANYWAY = ("仍按此登记", "修改", "取消")


def log_outgoing(turn: Turn, slots: Slots) -> Reply:
    """Everything needed is there: settle the number, ask about serious warnings, then register."""
    if slots.get("doc_no_check") == "confirm":
        return Reply(f"文号是 {slots['doc_no']} 吗？", options=("是", "否"), then="number_confirmed", data=slots)
    if slots.get("doc_no_check") == "reject":
        return _number_again("文号的年份请写全四位，如〔2026〕45号。请重发文号，或回复“自动编号”。", slots)
    if not slots.get("doc_no") and _series(turn, slots) is None:
        codes = ledger.own_codes(turn.office)[:MOST_CODES]
        return Reply("用哪个发文代字？", options=codes, then="code_chosen", free=True, data=slots)
    if slots.get("only_number"):
        return reserving.reserve(turn, slots, str(_series(turn, slots)))
    if len(slots["title"]) > TITLE_LENGTH:
        return Reply(f"标题超过{TITLE_LENGTH}字，请精简后重发。")
    stopped = screened(turn, slots["title"], *_listed(slots), slots.get("drafter"), slots.get("drafting_unit"))
    if stopped is not None:
        return stopped
    return _warn(turn, slots) or _checked_number(turn, slots)


def _series(turn: Turn, slots: Slots) -> str | None:
    codes = ledger.own_codes(turn.office)
    said = str(slots.get("code") or "")
    if said and slots.get("code_sure"):
        return said
    own = [code for code in codes if said.endswith(code)]
    if own:
        return max(own, key=len)
    return codes[0] if len(codes) == 1 else None


def code_chosen(turn: Turn, answer: Answer) -> Reply:
    """Under which code."""
    codes = ledger.own_codes(turn.office)
    words = answer.said.bare
    code = codes[answer.index] if answer.index is not None else next((c for c in codes if c == words), None)
    if code is None:
        return Reply(
            "没认出代字，请从上面选，或直接写全文号。",
            then="code_chosen",
            free=True,
            data=answer.data,
            options=codes[:MOST_CODES],
        )
    return log_outgoing(turn, {**answer.data, "code": code})


def number_confirmed(turn: Turn, answer: Answer) -> Reply:
    """The answer to 文号是……吗."""
    slots = {key: value for key, value in answer.data.items() if key != "doc_no_check"}
    if answer.index == 0:
        return log_outgoing(turn, slots)
    return _number_again("请重发文号，或回复“自动编号”。", {k: v for k, v in slots.items() if k != "doc_no"})


def _number_again(text: str, slots: Slots) -> Reply:
    return Reply(text, then="number_again", free=True, data=slots)


def number_again(turn: Turn, answer: Answer) -> Reply:
    """A new 文号, or the next free one."""
    slots = {key: value for key, value in answer.data.items() if key not in ("doc_no", "doc_no_check")}
    typed = parse(answer.data.get("doc_no"))
    slots |= {"code": typed[0]} if typed is not None else {}
    if answer.said.docs:
        slots |= {
            "doc_no": read.doc_no(answer.said, True, slots),
            "doc_no_check": read.doc_no_check(answer.said, True, slots),
        }
        return log_outgoing(turn, {key: value for key, value in slots.items() if value is not None})
    if answer.said.bare in ("自动编号", "自动", "下一个", "否", "不", "无", "顺编"):
        return log_outgoing(turn, slots)
    return _number_again("没认出文号，请按“云湾府办〔2026〕45号”的样子重发，或回复“自动编号”。", slots)


def _warn(turn: Turn, slots: Slots) -> Reply | None:
    serious = [one for one in warned(turn.office, slots) if one.serious]
    if not serious or slots.get("warned"):
        return None
    text = "\n".join(one.line for one in serious)
    return Reply(f"行文提示：\n{text}", options=ANYWAY, then="warned", data=slots)


def warned_step(turn: Turn, answer: Answer) -> Reply:
    """Register in spite of the rules, or put it right first."""
    if answer.index == 0:
        return log_outgoing(turn, {**answer.data, "warned": True})
    if answer.index == 1:
        text = "请说怎么改，例如“主送改为市府办”“抄送市发改局”“标题改为《关于……的请示》”。"
        return Reply(text, then="rewritten", free=True, data=answer.data)
    return Reply("好的，未登记。")


def rewritten(turn: Turn, answer: Answer) -> Reply:
    """What was put right; the rest stays."""
    said, slots = answer.said, dict(answer.data)
    fresh: dict[str, Any] = {
        "title": said.title,
        "genre": read.genre(said, False, {}),
        "unit": read.main_to(said, False, {}),
        "groups": read.groups(said, False, {}),
        "cc": read.cc(said, False, {}),
        "assigned": read.assigned(said, False, {}),
    }
    fresh = {key: value for key, value in fresh.items() if value is not None}
    if "不抄送" in said.text or "删去抄送" in said.text or "取消抄送" in said.text:
        fresh["cc"] = []
    if not fresh:
        return Reply(
            "没认出要改什么，请写成“主送改为市府办”或“标题改为《……》”。", then="rewritten", free=True, data=slots
        )
    if "unit" in fresh and "groups" not in fresh:
        slots.pop("groups", None)
    return log_outgoing(turn, {**slots, **fresh})


def _checked_number(turn: Turn, slots: Slots) -> Reply:
    """Take the typed number when it fits its series, else ask (domain.md 2.5: gap or repeat)."""
    typed = parse(slots.get("doc_no"))
    if typed is None:
        return register(turn, slots, None)
    series, year, seq = typed
    known = ledger.own_codes(turn.office)
    if series not in known and not slots.get("code_sure"):
        text = f"“{series}”不在本办发文代字里，按新代字登记吗？"
        return Reply(text, options=("是", "否，重写文号"), then="new_code", data={**slots, "code": series})
    found = ledger.check(turn, series, year, seq)
    if found.verdict in ("next", "kept") or slots.get("number_sure"):
        return register(turn, slots, typed, first=slots.get("number_sure") == "first")
    return _ask_number(turn, slots, typed, found)


def _ask_number(turn: Turn, slots: Slots, typed: tuple[str, int, int], found: ledger.Sanity) -> Reply:
    series, year, seq = typed
    number, following = ledger.written(*typed), ledger.written(series, year, found.following)
    use_next, again = f"用{found.following}号", "重写文号"
    options: tuple[str, ...]
    sure: str | None
    if found.verdict in ("used", "void"):
        known = ledger.of(turn.tx, series, year, seq)
        paper = store.get(turn.tx, known.doc_id) if known is not None and known.doc_id else None
        what = f"已用于《{paper.title}》" if paper is not None else "已经用过"
        what = "已作废，不能再用" if found.verdict == "void" else what
        options, sure = (use_next, again, "取消"), None
        text = f"{number}{what}，下一个是{following}。"
    elif found.verdict == "gap":
        skipped = f"{found.following}号" if seq - 1 == found.following else f"{found.following}—{seq - 1}号"
        if seq - found.following > ledger.MOST_SKIPPED:
            return _number_again(
                f"{number}会跳过{skipped}，下一个应是{following}。请重发文号，或回复“自动编号”。", slots
            )
        options, sure = (use_next, f"仍用{seq}号，{skipped}留作预留", again, "取消"), "gap"
        text = f"{number}会跳号，下一个应是{following}。"
    else:
        options, sure = (use_next, f"仍用{seq}号，此前在纸质登记簿", again, "取消"), "first"
        text = f"{number}与登记簿不连续，{series}下一个是{following}。"
    data = {**slots, "typed_next": following, "sure": sure}
    return Reply(text, options=options, then="number_chosen", data=data)


def number_chosen(turn: Turn, answer: Answer) -> Reply:
    """The next number, the typed one all the same, another one, or nothing."""
    slots = {key: value for key, value in answer.data.items() if key not in ("typed_next", "sure")}
    sure, index = answer.data["sure"], answer.index or 0
    if index == 0:
        return log_outgoing(turn, {**slots, "doc_no": answer.data["typed_next"]})
    if sure is not None and index == 1:
        return log_outgoing(turn, {**slots, "number_sure": sure})
    if index == (1 if sure is None else 2):
        return _number_again("请重发文号，或回复“自动编号”。", slots)
    return Reply("好的，未登记。")


def new_code(turn: Turn, answer: Answer) -> Reply:
    """A code that is not in the profile."""
    if answer.index == 0:
        return log_outgoing(turn, {**answer.data, "code_sure": True})
    slots = {key: value for key, value in answer.data.items() if key != "code"}
    return _number_again("请重发文号，或回复“自动编号”。", slots)


def parse(doc_no: str | None) -> tuple[str, int, int] | None:
    """云湾府办〔2026〕45号 → (云湾府办, 2026, 45)."""
    if not doc_no or "〔" not in doc_no:
        return None
    series, _, rest = doc_no.partition("〔")
    year, _, seq = rest.rstrip("号").partition("〕")
    return series, int(year), int(seq)


def register(turn: Turn, slots: Slots, typed: tuple[str, int, int] | None, *, first: bool = False) -> Reply:
    """Reserve the number, write the row and read it back."""
    if typed is None:
        series, year = str(_series(turn, slots)), turn.here.year
        seq = ledger.take(turn, series, year)
    else:
        series, year, seq = typed
        ledger.take_this(turn, series, year, seq, first=first)
    doc = store.add(turn.tx, _row(turn, slots, (series, year, seq)))
    ledger.assign(turn.tx, series, year, seq, doc.id, turn.now)
    turn.note("登记发文", doc.key, after={"doc_no": doc.doc_no, "genre": doc.genre, "status": doc.status})
    turn.undoable(LINE, "register", doc.key, {"status": doc.status})
    plans.again(turn, doc)
    plans.year_end(turn)
    notes = [one.line for one in warned(turn.office, slots)]
    return Reply(wording.readback(turn.office, doc, notes), about=(doc.key,))


def _row(turn: Turn, slots: Slots, number: tuple[str, int, int]) -> dict[str, Any]:
    found, me = read.facts(slots), turn.person
    cosign = [short for one in found.get("cosign") or () for short in members(turn.office, [one])]
    return {
        "doc_no": ledger.written(*number),
        "series": number[0],
        "year": number[1],
        "seq": number[2],
        "genre": found.get("genre"),
        "title": found["title"],
        "main_to": found["main_to"],
        "cc": found.get("cc") or [],
        "urgency": rules.at_least(found.get("urgency") or "平件", found["title"]),
        "important": bool(found.get("important")),
        "drafting_unit": found.get("drafting_unit") or me.section or me.unit or SECTION,
        "drafter": found.get("drafter") or me.userid,
        "copies": found.get("copies"),
        "openness": found.get("openness"),
        "joint_units": found.get("joint") or [],
        "cosign_units": list(dict.fromkeys(cosign)),
        "checks": {},
        "status": State.DRAFT.value,
        "clerk": me.userid,
        "created_by": me.userid,
        "created_at": turn.now,
        "updated_at": turn.now,
    }


def _listed(slots: Slots) -> list[str]:
    found = read.facts(slots)
    return [*found["main_to"], *(found.get("cc") or ())]
