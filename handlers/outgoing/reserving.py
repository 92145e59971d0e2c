"""预留文号: numbers alone, for papers to come; and giving a paper up (domain.md 2.5, G16)."""

from handlers.line import Reply, Slots
from handlers.outgoing import ledger, plans, store, wording
from handlers.outgoing.store import Out
from handlers.outgoing.terms import CANCELLED, LINE, RESERVED, State
from handlers.turn import Turn
from storage.changes import Change

MOST_RESERVED = 10


def reserve(turn: Turn, slots: Slots, series: str) -> Reply:
    """取个文号: numbers alone, for papers to come."""
    year = turn.here.year
    many = min(max(int(slots.get("how_many") or 1), 1), MOST_RESERVED)
    seqs = [ledger.take(turn, series, year) for _ in range(many)]
    texts = [ledger.written(series, year, seq) for seq in seqs]
    numbers = "、".join(texts)
    turn.note("预留文号", f"number:{series}:{year}:{seqs[0]}", after={"series": series, "year": year, "seqs": seqs})
    turn.undoable(LINE, "reserve", f"number:{series}:{year}:{seqs[0]}", {"series": series, "year": year, "seqs": seqs})
    plans.year_end(turn)
    use = f"登记时写上文号即可，例如“登记发文 {texts[0]} 《关于……的通知》 主送……”"
    about = tuple(f"number:{series}:{year}:{seq}" for seq in seqs)
    return Reply(f"已预留：{numbers}。\n{use}；不用的回复“{texts[0]}作废，原因”。", about=about)


def unreserve(turn: Turn, change: Change) -> Reply:
    """撤销 of a reservation: the numbers stay as 作废."""
    data = change.data
    for seq in data["seqs"]:
        known = ledger.of(turn.tx, data["series"], data["year"], seq)
        if known is None or known.status != RESERVED or known.doc_id is not None:
            return Reply("预留的文号已被使用，不能撤销。")
    for seq in data["seqs"]:
        ledger.cancel(turn.tx, data["series"], data["year"], seq, "预留撤销", turn.now)
    numbers = "、".join(ledger.written(data["series"], data["year"], seq) for seq in data["seqs"])
    return Reply(f"已撤销：{numbers}作废（编号保留）。")


def unregister(turn: Turn, change: Change) -> Reply:
    """撤销 of a registration: the number is kept as 作废 (G16)."""
    doc = store.of_key(turn.tx, change.object)
    if doc.state is not State.DRAFT or doc.checks:
        return Reply(f"{doc.name}已进入{doc.status}，不能直接撤销。要作废请回复“{wording.call(doc)}作废，原因”。")
    void(turn, doc, "误登撤销")
    return Reply(f"已撤销：{doc.doc_no}登记作废（编号保留）。", about=(doc.key,))


def void(turn: Turn, doc: Out, reason: str) -> Out:
    """The paper is given up; its number stays as 作废 with the reason."""
    new = store.change(turn.tx, doc, turn.now, {"status": State.VOID.value, "remark": reason})
    ledger.cancel(turn.tx, doc.series, doc.year, doc.seq, reason, turn.now)
    turn.note("作废发文", doc.key, before={"status": doc.status}, after={"status": new.status, "number": CANCELLED})
    plans.again(turn, new)
    return new
