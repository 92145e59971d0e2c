"""归档: what waits, under which 档号 a paper goes, and what is left out (domain.md 8.1). The archivist decides."""

import re
from dataclasses import replace
from typing import Any

from handlers.archives import rules, store
from handlers.archives.rules import FOREVER, RETENTION_NAMES, TEN, THIRTY, Proposal
from handlers.archives.store import FILED, LEFT_OUT, Paper
from handlers.documents.store import Outdated
from handlers.documents.tables import incoming_doc
from handlers.line import Answer, Reply
from handlers.outgoing.store import Outdated as OutgoingOutdated
from handlers.outgoing.tables import outgoing_doc
from handlers.turn import Turn
from storage.changes import Change

LINE = "archives"
MOST, MANY = 12, 50
_KEEP = re.compile(r"(?P<y>永久|长期保存)|(?P<t>30年|三十年|D30)|(?P<n>10年|十年|D10)")
_PAGES = re.compile(r"(\d{1,4})\s*页")
_OUT = re.compile(r"发文(?:第)?(\d{1,4})号?")
_LOOSE = re.compile(r"收文?(\d{1,5})(?!\d)")
_TYPED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{3,5}\s*[-—–－_]\s*WS.{0,4}\d{2,4}[\w\s\-—–－_·.]*\d", re.I)
_ALL = re.compile(r"全部|所有|都归|一并归|批量")
_LEAVE = re.compile(r"不(?:用|需要?|予)?归档|无需归档|免归档")
OUTDATED = "这一件刚被别人改过，请重新查看后再说一遍。"


def meant(turn: Turn) -> list[Paper] | None:
    """The papers named in the message, else the one just spoken of; None when none is meant."""
    said, tx, office = turn.said, turn.tx, turn.office
    found: list[Paper] = []
    named = False
    for doc in said.docs:
        if doc.canonical:
            named = True
            mine = store.issued(tx, office, outgoing_doc.c.doc_no == doc.canonical)
            found += mine or store.incoming(tx, office, incoming_doc.c.doc_no == doc.canonical)
    out = [int(m[1]) for m in _OUT.finditer(said.text)]
    if out:
        named, year = True, turn.here.year
        rows = store.issued(tx, office, outgoing_doc.c.seq.in_(out), outgoing_doc.c.year.in_((year, year - 1)))
        found += [row for row in rows if row.register_no.startswith(_newest(rows))]
    seqs = [(own.year, own.seq) for own in said.own if own.series != "督" and own.seq not in out]
    seqs += [] if seqs else [(None, int(m[1])) for m in _LOOSE.finditer(said.text)]
    for year_said, seq in seqs:
        named = True
        years = (year_said,) if year_said else (turn.here.year, turn.here.year - 1)
        rows = [row for y in years for row in store.incoming(tx, office, incoming_doc.c.no == store.number_of(y, seq))]
        found += rows[:1]
    if named:
        return list({paper.object: paper for paper in found}.values())
    key = next((key for key in turn.about if key.startswith(("incoming:", "outgoing:"))), None)
    return [paper] if key and (paper := by_key(turn, key)) else None


def _newest(rows: list[Paper]) -> str:
    return rows[-1].register_no.partition("〔")[0] if rows else ""


def by_key(turn: Turn, key: str) -> Paper | None:
    """The paper that reminders and changes call incoming:12 or outgoing:3."""
    kind, _, number = key.partition(":")
    if kind == "incoming":
        rows = store.incoming(turn.tx, turn.office, incoming_doc.c.id == int(number))
    else:
        rows = store.issued(turn.tx, turn.office, outgoing_doc.c.id == int(number))
    return rows[0] if rows else None


def proposal(paper: Paper) -> str:
    """30年（上级来文，本机关承办）."""
    found = rules.propose(paper.source)
    return f"{RETENTION_NAMES[found.retention]}（{found.why}）"


def retention_said(text: str) -> str | None:
    """永久, 30年 or 10年 in the message."""
    match = _KEEP.search(text)
    return None if match is None else FOREVER if match["y"] else THIRTY if match["t"] else TEN


def file(turn: Turn) -> Reply:
    """归档 1203号: write it under the next free 档号 and read it back; several at once, or all that wait."""
    if _LEAVE.search(turn.said.text):
        return leave_out(turn)
    if _ALL.search(turn.said.text):
        return _ask_all(turn)
    papers = meant(turn)
    if papers is None:
        return Reply("请说明归档哪一件，例如“归档 1203号”“归档 发文45号”；问“待归档有哪些”看清单。")
    if not papers:
        return Reply("没有查到这一件。问“待归档有哪些”看清单。")
    typed = typed_number(turn.said.text)
    if typed is not None and len(papers) == 1:
        return _typed(turn, papers[0], typed)
    keep, pages = retention_said(turn.said.text), _PAGES.search(turn.said.text)
    lines = [_one(turn, paper, keep, int(pages[1]) if pages else None) for paper in papers[:MANY]]
    return Reply("\n".join(lines), about=tuple(paper.object for paper in papers))


def typed_number(text: str) -> str | None:
    """What looks like a 档号 in the message, as typed."""
    match = _TYPED.search(text)
    return match[0].strip() if match else None


def _one(turn: Turn, paper: Paper, keep: str | None, pages: int | None, seq: int | None = None) -> str:
    refusal = _not_ready(turn, paper)
    if refusal is not None:
        return refusal
    found = rules.propose(paper.source)
    if keep is not None:
        found = Proposal(keep, "按您确定的期限")
    elif not found.file:
        name = call(paper)
        return f"{paper.name}：{found.why}。仍要归档回复“归档 {name} 10年”，不归档回复“{name}不归档”。"
    number = write(turn, paper, found, pages, seq)
    if number is None:
        return OUTDATED
    name = f"{RETENTION_NAMES[found.retention]}，{found.why}"
    return f"已归档：{paper.name}\n档号：{number}（{name}）。改期限回复“{call(paper)}保管期限改为永久”，或“撤销”。"


def _not_ready(turn: Turn, paper: Paper) -> str | None:
    there = store.item(turn.tx, paper.object)
    if there is not None and there["status"] == FILED:
        return f"{paper.name}已归档，档号{there['archive_no']}。"
    if not paper.ready and not (there is not None and there["status"] == LEFT_OUT):
        return f"{paper.name}现为“{paper.status}”，办结（或分发签收完）后才能归档。"
    return None


def call(paper: Paper) -> str:
    """How to name it in the next sentence: 1203号, 发文45号."""
    seq = paper.register_no.partition("〕")[2]
    return f"发文{seq}" if paper.source.own else seq


def write(turn: Turn, paper: Paper, found: Proposal, pages: int | None, seq: int | None = None) -> str | None:
    """File it; returns the 档号, or None when somebody changed the paper meanwhile."""
    class_ = rules.box(paper.year, found.retention)
    used = store.taken(turn.tx, class_)
    seq = seq or rules.next_free(used)
    number = rules.number(paper.year, found.retention, seq)
    try:
        store.mark(turn, paper, FILED, number)
    except (Outdated, OutgoingOutdated):
        return None
    values: dict[str, Any] = {"archive_no": number, "box": class_, "retention": found.retention, "seq": seq}
    store.put(turn, paper, {**values, "pages": pages, "reason": found.why, "status": FILED, "remark": None})
    turn.unplan("documents" if paper.object.startswith("incoming") else "outgoing", paper.object)
    turn.note("归档", paper.object, before={"status": paper.status}, after={"archive_no": number})
    turn.undoable(LINE, "file", paper.object, {"was": paper.status, "number": number})
    return number


def _typed(turn: Turn, paper: Paper, typed: str) -> Reply:
    """A 档号 that the archivist wrote: it must be right, free and the next."""
    refusal = _not_ready(turn, paper)
    if refusal is not None:
        return Reply(refusal, about=(paper.object,))
    parts = rules.parse(typed)
    if parts is None:
        return Reply(wrong(typed), about=(paper.object,))
    year, keep = parts.year, parts.retention
    free = rules.next_free(store.taken(turn.tx, rules.box(year, keep)))
    mine = rules.number(year, keep, free)
    if typed == mine and year == paper.year:
        pages = _PAGES.search(turn.said.text)
        return Reply(_one(turn, paper, keep, int(pages[1]) if pages else None), about=(paper.object,))
    why = f"归档年度应为{paper.year}年（按成文日期）" if year != paper.year else f"同类下一个件号是{free:04d}"
    right = rules.number(paper.year, keep, rules.next_free(store.taken(turn.tx, rules.box(paper.year, keep))))
    data = {"object": paper.object, "keep": keep}
    options = (f"用{right}", "取消")
    return Reply(f"{typed}：{why}。", options=options, then="use_free", data=data, about=(paper.object,))


def use_free(turn: Turn, answer: Answer) -> Reply:
    """The next free 档号 in place of the typed one, or nothing."""
    paper = by_key(turn, answer.data["object"])
    if answer.index != 0 or paper is None:
        return Reply("好的，未归档。")
    return Reply(_one(turn, paper, str(answer.data["keep"]), None), about=(paper.object,))


def wrong(typed: str) -> str:
    """Why a 档号 is not right, and what was probably meant."""
    better = rules.repaired(typed)
    hint = f"应为{better}。" if better else "例：0101-WS·2026-D30-BGS-0001。"
    return f"档号{typed}不对：{'；'.join(rules.causes(typed))}。{hint}"


def _ask_all(turn: Turn) -> Reply:
    papers = [paper for paper in store.waiting(turn.tx, turn.office, limit=MANY) if rules.propose(paper.source).file]
    if not papers:
        return Reply("没有待归档的文件。")
    text = f"按建议保管期限归档{len(papers)}件（每次最多{MANY}件；普发性文件不在内）吗？"
    return Reply(text, options=("归档", "取消"), then="file_all", data={"objects": [paper.object for paper in papers]})


def file_all(turn: Turn, answer: Answer) -> Reply:
    """Everything that waits, each under its own 档号."""
    if answer.index != 0:
        return Reply("好的，未归档。")
    numbers: list[str] = []
    for key in answer.data["objects"]:
        paper = by_key(turn, key)
        if paper is not None and _not_ready(turn, paper) is None:
            number = write(turn, paper, rules.propose(paper.source), None)
            numbers += [number] if number else []
    if not numbers:
        return Reply("这些文件已经归档了。")
    return Reply(f"已归档{len(numbers)}件，档号{numbers[0]}至{numbers[-1]}。导出目录回复“导出移交清单”。")


def leave_out(turn: Turn) -> Reply:
    """不归档 with the reason: 普发性 papers of others, duplicates (domain.md 8.1)."""
    papers = meant(turn)
    if not papers:
        return Reply("请说明是哪一件，例如“1203号不归档，普发性文件”。")
    match = re.search(r"不(?:用|需要?|予)?归档[：:，, ]*(?:因为?|原因是?|理由)?[：: ]*(?P<why>.{2,60})", turn.said.text)
    lines = []
    for paper in papers:
        refusal = _not_ready(turn, paper)
        if refusal is not None:
            lines.append(refusal)
            continue
        why = match["why"].strip(" 。") if match else rules.propose(paper.source).why
        keep = {"box": "", "retention": "", "seq": None, "archive_no": None, "pages": None}
        store.put(turn, paper, {**keep, "reason": why[:120], "status": LEFT_OUT, "remark": None})
        turn.note("不归档", paper.object, after={"status": LEFT_OUT})
        turn.undoable(LINE, "leave", paper.object, {})
        lines.append(f"已登记不归档：{paper.name}（{why}）。")
    return Reply("\n".join(lines), about=tuple(paper.object for paper in papers))


def keep_longer(turn: Turn) -> Reply:
    """保管期限改为……: the paper moves to another class and gets its next free 件号."""
    keep, papers = retention_said(turn.said.text), meant(turn)
    if keep is None or not papers:
        return Reply("请写明哪一件改成永久、30年还是10年，例如“1203号保管期限改为永久”。")
    paper = papers[0]
    there = store.item(turn.tx, paper.object)
    if there is None or there["status"] != FILED:
        if paper.ready:
            return Reply(_one(turn, paper, keep, None), about=(paper.object,))
        return Reply(f"{paper.name}还没有归档。", about=(paper.object,))
    old = str(there["archive_no"])
    if there["retention"] == keep:
        return Reply(f"{paper.name}保管期限已是{RETENTION_NAMES[keep]}，档号{old}。", about=(paper.object,))
    store.withdraw(turn, paper.object)
    number = write(turn, paper, Proposal(keep, "按您确定的期限"), there["pages"])
    return Reply(
        f"{paper.name}：档号 {old}→{number}（{RETENTION_NAMES[keep]}）。" if number else OUTDATED, about=(paper.object,)
    )


def unfile(turn: Turn, change: Change) -> Reply:
    """撤销 of 归档: the paper waits again, its 件号 is free."""
    paper, there = by_key(turn, change.object), store.item(turn.tx, change.object)
    if paper is None or there is None or there["archive_no"] != change.data["number"]:
        return Reply(OUTDATED)
    was = change.data["was"]
    if was == FILED:
        was = "待归档" if paper.source.own else "办结"
    try:
        store.mark(turn, paper, was, None)
    except (Outdated, OutgoingOutdated):
        return Reply(OUTDATED)
    store.withdraw(turn, change.object)
    turn.note("撤销归档", change.object, before={"archive_no": change.data["number"]})
    back = replace(paper, status=was)
    return Reply(f"已撤销：{back.name}恢复为待归档，件号可再用。", about=(change.object,))


def unleave(turn: Turn, change: Change) -> Reply:
    """撤销 of 不归档."""
    store.withdraw(turn, change.object)
    paper = by_key(turn, change.object)
    return Reply(f"已撤销：{paper.name if paper else '这一件'}恢复为待归档。", about=(change.object,))
