"""办公用品 stock: items with what is there and the least that should be (domain.md 6.6). One lock for all of it."""

import re
from collections.abc import Iterable, Sequence

from handlers.registers.declaring import STAFF, Field, Register, any_of
from handlers.registers.store import Stored, add, change, find
from scheduler.desk import Desk
from storage.db import lock
from storage.office import Role

Wanted = tuple[str, int, str]
"""Item, quantity, measure word."""

STOCK = Register(
    name="supply_item",
    title="办公用品库存",
    noun="用品",
    said="办公用品库存|用品库存",
    example="A4纸入库20包",
    fields=(
        Field(name="title", heading="品名", kind="title", ask="品名？"),
        Field(name="measure", heading="单位", ask="单位？"),
        Field(name="stock", heading="库存", kind="int", ask="库存多少？"),
        Field(name="min_stock", heading="最低库存", kind="int"),
    ),
    writes=any_of(Role.LOGISTICS),
    reads=any_of(*STAFF),
    once=("title",),
    on="",
)
REQUEST = Register(
    name="supplies",
    title="用品领用台账",
    noun="领用",
    said="(?:办公)?用品领用|领用",
    example="领10支签字笔 2包A4纸",
    fields=(
        Field(name="title", heading="用品"),
        Field(name="who", heading="申领人", kind="person"),
        Field(name="section", heading="科室"),
        Field(name="purpose", heading="用途"),
        Field(name="on", heading="申领日期", kind="date"),
    ),
    writes=any_of(*STAFF),
    reads=any_of(*STAFF),
    states=("待审批",),
)
LOCK = "registers:stock"


def items(desk: Desk) -> list[Stored]:
    return find(desk.tx, STOCK.name)


def like(known: Iterable[Stored], said: str) -> list[Stored]:
    """The items that a word may mean: the very name, else those that contain its signs in order."""
    said = re.sub(r"\s+", "", said).upper()
    known = list(known)
    exact = [item for item in known if item.title.upper() == said]
    loose = re.compile(".*".join(map(re.escape, said))) if said else None
    return exact or [item for item in known if loose is not None and loose.search(item.title.upper())]


def held(desk: Desk) -> None:
    """Nobody else changes the stock until this is written."""
    lock(desk.tx, LOCK)


def reserved(desk: Desk, item: str) -> int:
    """What has been approved and not yet handed out."""
    rows = find(desk.tx, REQUEST.name, state="待发放")
    return sum(int(n) for row in rows for name, n, _ in row.data["items"] if name == item)


def low(desk: Desk, names: Sequence[str]) -> list[str]:
    """Sentences about items of which less will be left than there should be."""
    found = []
    for item in items(desk):
        left = int(item.data.get("stock") or 0) - reserved(desk, item.title)
        least = item.data.get("min_stock")
        if item.title in names and least is not None and left < int(least):
            found.append(f"{item.title}可用{left}{item.data['measure']}，低于最低库存{least}{item.data['measure']}")
    return found


def alert(desk: Desk, names: Sequence[str], key: str) -> None:
    """Tell 行政科 to buy more (SC35)."""
    sentences = low(desk, names)
    people = [person.userid for person in desk.office.people_with(Role.LOGISTICS)]
    if sentences and people:
        name = sentences[0].partition("可用")[0]
        text = f"【库存提醒】{'；'.join(sentences)}，请及时补货。到货后回复“{name}入库”加数量登记，如“{name}入库20”。"
        desk.tell(people, text, key=key, subject="registers:stock")


def short(desk: Desk, wanted: Sequence[Wanted]) -> list[str]:
    """Items of which there is not enough to hand out."""
    there = {item.title: int(item.data.get("stock") or 0) for item in items(desk)}
    return [
        f"{name}库存{there[name]}{measure}，需{n}{measure}"
        for name, n, measure in wanted
        if name in there and there[name] < n
    ]


def take(desk: Desk, wanted: Sequence[Wanted], sign: int, action: str) -> None:
    """Hand out (sign -1) or take back (+1); items that are not kept in stock do not matter."""
    for item in items(desk):
        moved = sum(n for name, n, _ in wanted if name == item.title)
        if moved:
            change(desk, STOCK, item, action, data={"stock": int(item.data.get("stock") or 0) + sign * moved})


def put(desk: Desk, name: str, measure: str, *, add_n: int | None, now_n: int | None, least: int | None) -> Stored:
    """入库 (add), 盘点 (set) or 最低库存 of one item, which is made when it is new."""
    there = next((item for item in items(desk) if item.title == name), None)
    before = int(there.data.get("stock") or 0) if there is not None else 0
    stock = now_n if now_n is not None else before + (add_n or 0)
    data = {"title": name, "measure": measure, "stock": stock}
    data |= {"min_stock": least} if least is not None else {}
    if there is None:
        return add(desk, STOCK, data, "在库")
    return change(
        desk,
        STOCK,
        there,
        "入库" if add_n else "盘点",
        data=data if measure else {**data, "measure": there.data["measure"]},
    )
