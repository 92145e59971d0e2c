"""`zhongshu import incoming`: a foreign register taken over, looked at before anything is written (domain.md G25)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import select

from handlers.documents import store
from handlers.documents.finding.tables import sheet_columns, sheet_row
from handlers.documents.rules import alike, number
from handlers.documents.sheets import columns as sheets_columns
from handlers.documents.sheets import rows as sheets_rows
from handlers.documents.sheets import write as sheets_write
from handlers.documents.sheets.columns import Columns
from handlers.documents.sheets.rows import Entry, Problem
from handlers.documents.store import Doc
from handlers.documents.tables import incoming_doc
from handlers.documents.terms import OVER
from handlers.documents.write import to_json
from handlers.line import ImportResult
from scheduler.desk import Desk
from storage import upsert

CHUNK = 400
T = TypeVar("T")
Track: TypeAlias = Callable[[Sequence[T], str], Iterable[T]]
"""Walks through items while showing how far it is, under a label."""
KEPT = ("received_at", "identities", "sender_level", "genre", "stated_due_at", "due_source", "result_kind")
"""Fields that follow from others: they are written, but are no change of their own."""
SHOWN = {"title": "标题", "sender": "来文单位", "doc_no": "文号", "urgency": "缓急", "kind": "类别", "due_at": "时限"}
SHOWN |= {"status": "状态", "lead_unit": "主办", "co_units": "协办", "result": "办理结果", "closed_on": "办结时间"}
SHOWN |= {"remark": "备注"}
LISTED = 20


@dataclass(slots=True)
class Item:
    """What is to become of one row: `row` as the spreadsheet counts, `doc` the paper it is already."""

    row: int
    entry: Entry
    doc: Doc | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    known: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: shown before anything is written."""

    columns: Columns
    new: list[Item]
    changed: list[Item]
    same: list[Item]
    refused: list[tuple[int, str]]

    def lines(self) -> list[str]:
        """In words, with row numbers and names of fields but none of the content."""
        found = ["列的对应：", *(f"  {line}" for line in self.columns.lines())]
        found.append(f"新增{len(self.new)}，更改{len(self.changed)}，未变{len(self.same)}，不导入{len(self.refused)}。")
        for item in self.changed[:LISTED]:
            names = "、".join(label for name, label in SHOWN.items() if name in item.changes)
            found.append(f"  更改 第{item.row}行 {item.doc.no if item.doc else ''}：{names}")
        found += [f"  不导入 第{row}行：{why}" for row, why in self.refused[:LISTED]]
        more = max(0, len(self.changed) - LISTED) + max(0, len(self.refused) - LISTED)
        return [*found, f"  ……另有{more}行"] if more else found


class Incoming:
    """The import of the register: `read`, then `write`; called with rows by heading it does both."""

    def __call__(self, desk: Desk, rows: Sequence[Mapping[str, str]]) -> ImportResult:
        heads = list(dict.fromkeys(name for row in rows for name in row))
        cells = [heads, *([row.get(name, "") for name in heads] for row in rows)]
        preview = self.read(desk, cells, {}, _quietly)
        if preview.refused:
            return ImportResult(problems=tuple(f"第{row}行：{why}" for row, why in preview.refused))
        return self.write(desk, preview, _quietly)

    def read(self, desk: Desk, cells: Sequence[Sequence[str]], wishes: Mapping[str, str], track: Track[Any]) -> Preview:
        """Look at every row. Raises ValueError with one Chinese line when the columns cannot be told."""
        columns = _columns(desk, cells, wishes)
        entries, refused = _entries(desk, cells, columns, track)
        items: dict[str, list[Item]] = {"new": [], "changed": [], "same": []}
        for part in track(list(_parts(entries)), "核对"):
            for kind, item, why in _compared(desk, part):
                if why:
                    refused.append((item.row, why))
                else:
                    items[kind].append(item)
        return Preview(columns, items["new"], items["changed"], items["same"], sorted(refused))

    def write(self, desk: Desk, preview: Preview, track: Track[Any]) -> ImportResult:
        """Write what was seen, in the transaction of the desk."""
        for item in track(preview.new, "写入"):
            sheets_write.create(desk, item.entry)
        for item in preview.changed:
            if item.doc is not None:
                sheets_write.update(desk, item.doc, item.entry, item.changes)
        for item in preview.same:
            if item.doc is not None and not item.known:
                sheets_write.remember(desk, item.entry, item.doc.id)
        sheets_write.raise_numbers(desk, [item.entry for item in (*preview.new, *preview.changed)])
        _keep_columns(desk, preview.columns)
        counts = {"new": len(preview.new), "changed": len(preview.changed), "same": len(preview.same)}
        if preview.new or preview.changed:
            desk.note("导入收文", "incoming", after={**counts, "refused": len(preview.refused)})
        return ImportResult(len(preview.new), len(preview.changed), len(preview.same))


def _columns(desk: Desk, cells: Sequence[Sequence[str]], wishes: Mapping[str, str]) -> Columns:
    at = sheets_columns.find(cells)
    head = tuple(cells[at]) if cells else ()
    fields, how = sheets_columns.propose(head)
    query = select(sheet_columns.c.columns).where(sheet_columns.c.digest == sheets_columns.digest(head))
    kept = desk.tx.execute(query).scalar_one_or_none()
    if kept is not None:
        fields = {int(column): name for column, name in kept.items()}
        how = dict.fromkeys(fields, "上次的对应")
    told, unknown = sheets_columns.wished(head, wishes)
    if unknown:
        raise ValueError(f"--column 里的“{unknown[0]}”认不出，请写成 表头=字段，例如 发文处室=来文单位")
    fields = {column: name for column, name in fields.items() if name not in told.values()} | told
    fields = {column: name for column, name in fields.items() if name}
    columns = Columns(fields, how | dict.fromkeys(told, "指定"), head, at)
    if columns.missing:
        raise ValueError(f"表头里没有认出{'、'.join(columns.missing)}，请改表头，或用 --column 表头=字段 指明")
    return columns


def _keep_columns(desk: Desk, columns: Columns) -> None:
    stamp = {"columns": {str(at): name for at, name in columns.fields.items()}, "changed_by": desk.actor}
    row = upsert.insert(desk.tx, sheet_columns).values(digest=columns.digest, changed_at=desk.now, **stamp)
    different = row.on_conflict_do_nothing()
    known = select(sheet_columns.c.columns).where(sheet_columns.c.digest == columns.digest)
    if desk.tx.execute(known).scalar_one_or_none() not in (None, stamp["columns"]):
        different = row.on_conflict_do_update(index_elements=["digest"], set_={**stamp, "changed_at": desk.now})
    desk.tx.execute(different)


def _entries(
    desk: Desk, cells: Sequence[Sequence[str]], columns: Columns, track: Track[Any]
) -> tuple[list[Item], list[tuple[int, str]]]:
    found: dict[str, Item] = {}
    refused = []
    known = sheets_rows.unit_names(desk.office)
    for at in track(range(columns.row + 1, len(cells)), "解析"):
        row = {name: cells[at][column] for column, name in columns.fields.items() if column < len(cells[at])}
        if not any(row.values()):
            continue
        try:
            entry = sheets_rows.read(row, desk.office, known, desk.now)
            if entry.key in found:
                raise Problem(f"与第{found[entry.key].row}行重复")
            found[entry.key] = Item(at + 1, entry)
        except Problem as problem:
            refused.append((at + 1, str(problem)))
    return list(found.values()), refused


def _parts(items: list[Item]) -> Iterator[list[Item]]:
    yield from (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))


def _compared(desk: Desk, items: Sequence[Item]) -> Iterator[tuple[str, Item, str]]:
    """new, changed or same for each row, or why it is refused."""
    last = {
        row.key: row
        for row in desk.tx.execute(select(sheet_row).where(sheet_row.c.key.in_([item.entry.key for item in items])))
    }
    docs = _known(desk, items, [row.doc_id for row in last.values()])
    for item in items:
        before = last.get(item.entry.key)
        doc = docs.get(("id", before.doc_id)) if before is not None else _twin(item.entry, docs)
        if doc is not None and before is None and not _one_paper(doc, item.entry):
            yield "", item, "编号已是另一件收文"
            continue
        if doc is None:
            yield "new", item, ""
            continue
        changes = _changes(doc, item.entry, before.fields if before is not None else None)
        visible = {name for name in changes if name in SHOWN}
        yield "changed" if visible else "same", replace(item, doc=doc, changes=changes, known=before is not None), ""


def _known(desk: Desk, items: Sequence[Item], ids: Sequence[int]) -> dict[tuple[Any, ...], Doc]:
    table = incoming_doc.c
    numbers = [number(*item.entry.number) for item in items if item.entry.number]
    doc_nos = [item.entry.values["doc_no"] for item in items if item.entry.values["doc_no"]]
    found: dict[tuple[Any, ...], Doc] = {}
    for where in (table.doc_no.in_(doc_nos), table.no.in_(numbers), table.id.in_(ids)):
        for doc in store.find(desk.tx, where):
            found[("id", doc.id)] = found[("no", doc.no)] = doc
            found[("doc", doc.doc_no, doc.sender)] = doc
    return found


def _twin(entry: Entry, docs: Mapping[tuple[Any, ...], Doc]) -> Doc | None:
    if entry.number is not None:
        return docs.get(("no", number(*entry.number)))
    doc_no = entry.values["doc_no"]
    return docs.get(("doc", doc_no, entry.values["sender"])) if doc_no else None


def _one_paper(doc: Doc, entry: Entry) -> bool:
    same_number = bool(doc.doc_no) and doc.doc_no == entry.values["doc_no"]
    return same_number or alike(doc.title, entry.values["title"])


def _changes(doc: Doc, entry: Entry, last: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the row says otherwise than the last time. Of a paper registered here, only what it does not say itself."""
    said = to_json(entry.values)
    if last is None:
        blank = [name for name in SHOWN if getattr(doc, name) in (None, "", [])]
        changes = {name: entry.values[name] for name in blank if entry.values[name] not in (None, "", [])}
        return {} if doc.status in OVER else changes
    fresh = [name for name, value in said.items() if value != last.get(name)]
    now = to_json({name: getattr(doc, name) for name in fresh})
    changes = {name: entry.values[name] for name in fresh if said[name] != now[name]}
    if doc.status in OVER and entry.values["status"] not in {str(state) for state in OVER}:
        changes.pop("status", None)
    return changes


def _quietly(items: Sequence[T], _label: str) -> Iterable[T]:
    return items
