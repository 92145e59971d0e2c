"""作废 of a paper or of a reserved number, with its reason; the number is never given again (domain.md 2.5, G16)."""

import re
from typing import Any

from handlers.line import Answer, Reply, Slots
from handlers.outgoing import ledger, refs, register, reserving, store
from handlers.outgoing.ledger import Number
from handlers.outgoing.store import Out
from handlers.outgoing.terms import CANCELLED, LINE, RESERVED, UNSENT, Act
from handlers.outgoing.write import OUTDATED, refused, restored, screened, to_json
from handlers.policy import not_found
from handlers.turn import Turn
from storage.changes import Change

_REASON = re.compile(r"作废(?:掉|了|吧)?[：:，, ]*(?:原因|理由)?[：:是为 ]*(?P<why>[^，,：: ].*)$", re.S)
_BEFORE = re.compile(r"(?:因|由于|原因)[：:是为]?(?P<why>[^，,]{2,40})[，,]")
_SEQ = re.compile(r"(?<![\d〕])(\d{1,4})号")
_FILLER = re.compile(r"^(?:发文|文号|第|\d|号|〔|〕|[、和及]|请|把|将|的|这个|那个)+$")
ASK_WHY = "作废须写明原因，例如“未使用”“文件停发”。原因是？"


def why_of(text: str) -> str:
    """The reason that was given."""
    match = _REASON.search(text) or _BEFORE.search(text)
    why = match["why"].strip(" 。.！!") if match else ""
    why = re.sub(r"^[^，,]*?号[，,：: ]*", "", why)
    return "" if _FILLER.match(why) else why


def void(turn: Turn, slots: Slots) -> Reply:
    """作废 of what is named: papers first, else reserved numbers that have none."""
    found = refs.named(turn)
    if found:
        return refs.on_one(turn, slots, void_paper, "void")
    numbers = _numbers(turn)
    if not numbers:
        if turn.said.docs:
            number = turn.said.docs[0].canonical or turn.said.docs[0].text
            return Reply(f"{number}不在发文登记簿里。收文作废请写收文编号，例如“1203号作废，误登”。")
        if _SEQ.search(turn.said.text):
            return Reply(not_found(turn.office.phones.secretariat))
        return refs.on_one(turn, slots, void_paper, "void")
    done = [one.text for one in numbers if one.status == CANCELLED]
    if done:
        return Reply(f"{'、'.join(done)}已作废。")
    why = why_of(turn.said.text)
    data = {"numbers": [[one.series, one.year, one.seq] for one in numbers]}
    if len(why) < 2:
        return Reply(f"{'、'.join(one.text for one in numbers)}{ASK_WHY}", then="void_why", free=True, data=data)
    return _cancel(turn, numbers, why)


def _numbers(turn: Turn) -> list[Number]:
    """The reserved numbers without a paper that the message names."""
    typed = [register.parse(doc.canonical) for doc in turn.said.docs]
    found: list[Number | None] = [ledger.of(turn.tx, *one) for one in typed if one is not None]
    if not typed:
        seqs = [int(m[1]) for m in _SEQ.finditer(turn.said.text)]
        found = [one for one in ledger.reserved(turn.tx, unused=True) if one.seq in seqs] if seqs else _spoken(turn)
    return [one for one in found if one is not None and one.doc_id is None]


def _spoken(turn: Turn) -> list[Number | None]:
    """那个号 is the number that was just reserved, when nothing else was spoken of since."""
    keys = [key.split(":") for key in turn.about[:1] if key.startswith("number:")]
    return [ledger.of(turn.tx, series, int(year), int(seq)) for _, series, year, seq in keys]


def void_why(turn: Turn, answer: Answer) -> Reply:
    """The reason for giving up the numbers, or the paper."""
    why = answer.said.bare
    if len(why) < 2:
        return Reply(ASK_WHY, then="void_why", free=True, data=answer.data)
    if "id" in answer.data:
        return _paper(turn, store.get(turn.tx, answer.data["id"]), why)
    numbers = [ledger.of(turn.tx, *one) for one in answer.data["numbers"]]
    return _cancel(turn, [one for one in numbers if one is not None], why)


def _cancel(turn: Turn, numbers: list[Number], why: str) -> Reply:
    blocked = screened(turn, why)
    if blocked is not None:
        return blocked
    free = [one for one in numbers if one.status == RESERVED and one.doc_id is None]
    if not free:
        return Reply("这些文号已经不是预留状态，没有改动。")
    for one in free:
        ledger.cancel(turn.tx, one.series, one.year, one.seq, why, turn.now)
        key = f"number:{one.series}:{one.year}:{one.seq}"
        turn.note("作废文号", key, before={"status": RESERVED}, after={"status": CANCELLED})
    data: dict[str, Any] = {"numbers": [[one.series, one.year, one.seq] for one in free]}
    turn.undoable(LINE, "cancel", f"number:{free[0].text}", data)
    return Reply(f"已作废：{'、'.join(one.text for one in free)}（{why}），编号保留不再使用。")


def void_paper(turn: Turn, doc: Out, _slots: Slots) -> Reply:
    """Give up a paper that was not sent."""
    stopped = refused(turn, doc, Act.WITHDRAW)
    if stopped is not None:
        if doc.state not in UNSENT and doc.status != "作废":
            return Reply(f"{doc.name}已{doc.status}，不能作废；需要撤回的请另行发文。", about=(doc.key,))
        return stopped
    why = why_of(turn.said.text)
    if len(why) < 2:
        return Reply(f"{doc.name}{ASK_WHY}", then="void_why", free=True, data={"id": doc.id}, about=(doc.key,))
    return _paper(turn, doc, why)


def _paper(turn: Turn, doc: Out, why: str) -> Reply:
    stopped = refused(turn, doc, Act.WITHDRAW) or screened(turn, why)
    if stopped is not None:
        return stopped
    before = to_json({"status": doc.status, "remark": doc.remark})
    known = ledger.of(turn.tx, doc.series, doc.year, doc.seq)
    new = reserving.void(turn, doc, why[:300])
    data = {"before": before, "after": {"status": new.status, "remark": new.remark}, "action": "作废"}
    turn.undoable(LINE, "void", doc.key, {**data, "used": known is not None and known.status != RESERVED})
    return Reply(f"已作废：{doc.name}（{why}），编号保留不再使用。", about=(doc.key,))


def unvoid(turn: Turn, change: Change) -> Reply:
    """撤销 of 作废: the paper is where it was, and so is its number."""
    new = restored(turn, change)
    if new is None:
        return Reply(OUTDATED)
    ledger.use(turn.tx, new.series, new.year, new.seq, turn.now, used=bool(change.data["used"]))
    return Reply(f"已撤销：{new.name}恢复为{new.status}。", about=(new.key,))


def uncancel(turn: Turn, change: Change) -> Reply:
    """撤销 of a number's 作废."""
    for series, year, seq in change.data["numbers"]:
        ledger.revive(turn.tx, series, year, seq, turn.now)
    texts = "、".join(ledger.written(*one) for one in change.data["numbers"])
    return Reply(f"已撤销：{texts}恢复为预留。")


def numbers(turn: Turn, _slots: Slots) -> Reply:
    """下一个文号是多少, 预留了哪些: where each series stands."""
    year, rows = turn.here.year, []
    kept = ledger.reserved(turn.tx, year)
    codes = [code for code in ledger.own_codes(turn.office) if code in turn.said.text]
    begun = [code for code in ledger.own_codes(turn.office) if ledger.begun(turn.tx, turn.office, code, year)]
    for code in [max(codes, key=len)] if codes else begun:
        mine = [one for one in kept if one.series == code]
        unused = [f"{one.seq}号" for one in mine if one.doc_id is None]
        pending = [f"{one.seq}号" for one in mine if one.doc_id is not None]
        row = f"{code}：下一个{ledger.following(turn.tx, turn.office, code, year)}号"
        row += f"；预留未用{'、'.join(unused)}" if unused else ""
        row += f"；已登记待启用{'、'.join(pending)}" if pending else ""
        rows.append(row)
    return Reply("\n".join(rows) or f"{year}年还没有发文字号。预留请回复“预留一个云湾府办文号”。")
