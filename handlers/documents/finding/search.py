"""From conditions to papers, newest first: the rarest condition leads, the others are looked at (issue 4, item 5).

Each condition that an index answers can lead the search. How many papers it has is counted up to a cap, the smallest
is walked from its newest paper on, and as soon as enough are found the walk ends. So a search takes the same time in
a register of a thousand papers and of a million.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Select, func, select

from handlers.documents.finding import index
from handlers.documents.finding.ask import Ask
from handlers.documents.finding.conditions import Lead, conditions_of, has_gram, leads_of, with_gram
from handlers.documents.tables import incoming_doc
from handlers.turn import Turn

MOST = 100
"""Papers that one question lists at most."""
COUNTED = 5000
"""How far the papers of a condition are counted to tell rare from common."""
LOOKED_AT = 200_000
"""How many papers a search looks at before it gives up on older ones."""
FIRST_STEP, WIDER = 128, 4
"""How many papers are looked at first, and how many times more at each further step."""
STEP = 500
ENOUGH_ALIKE = 0.5
"""Which share of a long word's neighbouring characters a title must have when none has the whole word."""

table = incoming_doc.c


def search(turn: Turn, ask: Ask) -> list[int]:
    """The ids of at most MOST + 1 papers for which all conditions hold and that the asker may see, newest first."""
    conditions = conditions_of(turn, ask)
    leads = list(leads_of(turn, ask))
    found = _walk(
        turn, ask.words, conditions, [*leads, *(with_gram(gram) for word in ask.words for gram in index.pairs(word))]
    )
    if found or not any(len(index.plain(word)) > 3 for word in ask.words):
        return found
    return _alike(turn, ask, conditions)


def _walk(turn: Turn, words: Sequence[str], conditions: list[ColumnElement[bool]], leads: list[Lead]) -> list[int]:
    lead = _rarest(turn.tx, leads)
    conditions = [*conditions, *(has_gram(min(index.pairs(word))) for word in words)]
    wanted = [index.plain(word) for word in words]
    found: list[int] = []
    start, step = 0, FIRST_STEP
    while start < LOOKED_AT and len(found) <= MOST:
        part = lead.limit(step).offset(start)
        rows = turn.tx.execute(_fields([table.id.in_(_among(part)), *conditions])).all()
        found += sorted((row.id for row in rows if all(word in _text(row) for word in wanted)), reverse=True)
        if len(found) <= MOST and _count(turn.tx, lead.offset(start), step) < step:
            break
        start, step = start + step, step * WIDER
    return list(dict.fromkeys(found))[: MOST + 1]


def _alike(turn: Turn, ask: Ask, conditions: list[ColumnElement[bool]]) -> list[int]:
    """防汛检查通知 finds 关于开展防汛安全检查的通知: most of the characters stand together there too."""
    wanted = {gram for word in ask.words for gram in index.pairs(word)}
    counts = {gram: _count(turn.tx, with_gram(gram), COUNTED) for gram in wanted}
    rare = sorted((gram for gram in wanted if counts[gram]), key=lambda gram: counts[gram])[:4]
    ids = {doc_id for gram in rare for doc_id in turn.tx.execute(with_gram(gram).limit(STEP)).scalars()}
    scored = []
    for row in turn.tx.execute(_fields([table.id.in_(ids), *conditions])) if ids else ():
        share = len(wanted & index.pairs(f"{row.title}{row.sender}")) / len(wanted)
        if share >= ENOUGH_ALIKE:
            scored.append((share, row.id))
    return [doc_id for _, doc_id in sorted(scored, reverse=True)][:MOST]


def _among(part: Lead) -> Select[int]:
    """The same ids; databases want a limit inside an IN wrapped once more."""
    return select(next(iter(part.subquery().c)))


def _fields(conditions: list[ColumnElement[bool]]) -> Select[int, str, str, str]:
    return select(table.id, table.title, table.sender, func.coalesce(table.doc_no, "").label("doc_no")).where(
        *conditions
    )


def _text(row: object) -> str:
    """Where words are looked for; a sign between the parts keeps them apart."""
    return "|".join(index.plain(getattr(row, name)) for name in ("title", "sender", "doc_no"))


def _rarest(tx: Connection, leads: list[Lead]) -> Lead:
    """The condition with the fewest papers; without any, all papers from the newest on."""
    if len(leads) <= 1:
        return leads[0] if leads else select(table.id).order_by(table.id.desc())
    best, fewest = leads[0], COUNTED
    for lead in leads:
        many = _count(tx, lead, fewest)
        if many < fewest:
            best, fewest = lead, many
    return best


def _count(tx: Connection, lead: Lead, most: int) -> int:
    return int(tx.execute(select(func.count()).select_from(lead.limit(most).subquery())).scalar_one())
