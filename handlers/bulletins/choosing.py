"""Which pieces an editor means, and what is still to be asked about it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from handlers.bulletins import checking, queries, series, wording
from handlers.bulletins.desks import meant
from handlers.bulletins.editing import Action, Clause, read_edit, read_reason, shares_words
from handlers.bulletins.queries import Item
from handlers.bulletins.rules import ItemState, Openness
from handlers.line import Reply
from handlers.said import Said
from handlers.turn import Turn

_NOBODY = -1
"""The key of a piece by a unit that sent none."""
_SHOWN = 8
_PLURAL = re.compile(r"都|全部|所有|[两二三四五六七八九十几各][条篇]|\d+[条篇]")
_NUMBER = re.compile(r"信?〔?(?P<year>20\d\d)?〕?\s*0*(?P<seq>\d{1,5})号")
_PLACE = re.compile(r"第((?:\d{1,2}|[一二三四五六七八九十])(?:[、和及与跟](?:\d{1,2}|[一二三四五六七八九十]))*)条")
_TAKES_IN = re.compile(r"编入|编进|放进|收入")
_THAT = re.compile(r"[那这][条篇]|它")


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with these pieces."""

    ids: tuple[int, ...]
    action: Action | None
    openness: Openness | None

    def items(self, turn: Turn) -> list[Item]:
        """The pieces as they are now."""
        found = (queries.item(turn.tx, item_id) for item_id in self.ids)
        return [item for item in found if item is not None]

    @classmethod
    def loads(cls, data: Mapping[str, Any]) -> Self:
        action, openness = data["action"], data["openness"]
        return cls(tuple(data["ids"]), action and Action(action), openness and Openness(openness))

    def dumps(self) -> dict[str, Any]:
        return {"ids": list(self.ids), "action": self.action, "openness": self.openness}


@dataclass(slots=True)
class Chosen:
    """Orders that are clear, those of which one piece must be picked, and units that sent nothing."""

    orders: list[Order] = field(default_factory=list)
    unclear: list[Order] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    reason: str | None = None
    series: str | None = None
    category: str | None = None

    @classmethod
    def loads(cls, data: Mapping[str, Any]) -> Self:
        orders, unclear = ([Order.loads(order) for order in data[key]] for key in ("orders", "unclear"))
        return cls(orders, unclear, list(data["missing"]), data["reason"], data["series"], data["category"])

    def dumps(self) -> dict[str, Any]:
        lists = {"orders": self.orders, "unclear": self.unclear}
        rest = {"missing": self.missing, "reason": self.reason, "series": self.series, "category": self.category}
        return {key: [order.dumps() for order in orders] for key, orders in lists.items()} | rest

    def settled(self, index: int) -> "Chosen":
        """With the first unclear order decided: one of its pieces, or past the last of them all."""
        order, *unclear = self.unclear
        ids = order.ids[index : index + 1] or order.ids
        return replace(self, orders=[*self.orders, Order(ids, order.action, order.openness)], unclear=unclear)

    def question(self, turn: Turn) -> Reply | None:
        """The one thing to ask, or None."""
        if not self.unclear:
            return None
        order = self.unclear[0]
        options = [wording.headline(item, turn.office) for item in order.items(turn)]
        doing = order.action or order.openness or "改"
        return Reply(
            f"要{doing}哪一条？", options=(*options, f"全部{len(options)}条"), then="which_item", data=self.dumps()
        )


def choose(turn: Turn, said: Said) -> Chosen:
    """The orders in an instruction. Reads the pieces that wait and those of the open issue."""
    waiting, issue = queries.waiting_items(turn.tx), meant(turn)
    placed = queries.items_in(turn.tx, issue.id) if issue else []
    missing: list[str] = []

    def find(start: int, end: int) -> list[int]:
        units = [unit.short for unit in said.units if unit.short and start <= unit.span[0] < end]
        found, unknown = _find(said.text[start:end], units, waiting, placed)
        missing.extend(unknown)
        return found

    text, reason = read_reason(said.text)
    clauses = read_edit(text, find)
    named = {key for clause in clauses for key in clause.targets}
    rest = [item for item in waiting if item.id not in named and item.state is ItemState.RECEIVED]
    chosen = Chosen(
        missing=missing,
        reason=reason,
        series=series.said(text, turn.office),
        category=checking.category_said(text),
    )
    for clause in clauses:
        if clause.targets:
            known = [item for item in (*waiting, *placed) if item.id in clause.targets]
            _take_named(chosen, clause, known)
        else:
            _take_unnamed(chosen, clause, rest, _lately(turn, clause, (*waiting, *placed)))
    return chosen


def _find(part: str, units: list[str], waiting: list[Item], placed: list[Item]) -> tuple[list[int], list[str]]:
    """The pieces that a part of the text names, and units in it that sent none."""
    pool = (*waiting, *placed)
    if number := _NUMBER.search(part):
        return [item.id for item in pool if item.seq == int(number["seq"])] or [_NOBODY], []
    if places := [place for found in _PLACE.finditer(part) for place in re.split("[、和及与跟]", found[1])]:
        listed = waiting if _TAKES_IN.search(part) or not placed else placed
        indexes = [int(place) if place.isdecimal() else "零一二三四五六七八九十".index(place) for place in places]
        return [item.id for index in indexes for item in listed[index - 1 : index]] or [_NOBODY], []
    titled = [item for item in pool if shares_words(part, item.title)]
    found, unknown = [], []
    for unit in units:
        of_unit = [item for item in pool if item.unit == unit]
        found += [item.id for item in of_unit if item in titled] or [item.id for item in of_unit]
        unknown += [] if of_unit or titled else [unit]
    return found or [item.id for item in titled] or ([_NOBODY] if unknown else []), unknown


def _take_named(chosen: Chosen, clause: Clause, known: list[Item]) -> None:
    groups: dict[str, list[Item]] = {}
    for item in known:
        groups.setdefault(item.unit, []).append(item)
    clear: list[int] = []
    for items in groups.values():
        fitting = _fitting(items, clause.action)
        if len(fitting) > 1 and not _PLURAL.search(clause.text):
            chosen.unclear.append(Order(_ids(fitting[:_SHOWN]), clause.action, clause.openness))
        else:
            clear += _ids(fitting)
    if clear:
        chosen.orders.append(Order(tuple(clear), clause.action, clause.openness))


def _fitting(items: list[Item], action: Action | None) -> list[Item]:
    """Where it makes a difference: what waits is adopted, what is in the issue is removed."""
    in_issue = {Action.REMOVE: True, Action.ADOPT: False}.get(action) if action else None
    return [item for item in items if (item.issue is not None) is in_issue] or items


def _take_unnamed(chosen: Chosen, clause: Clause, rest: list[Item], lately: Item | None) -> None:
    if lately is not None:
        ids: tuple[int, ...] = (lately.id,)
    elif len(rest) > 1 and not _PLURAL.search(clause.text):
        chosen.unclear.append(Order(_ids(rest[:_SHOWN]), clause.action, clause.openness))
        return
    else:
        ids = _ids(rest)
    if ids:
        chosen.orders.append(Order(ids, clause.action, clause.openness))


def _lately(turn: Turn, clause: Clause, pool: Iterable[Item]) -> Item | None:
    """The piece last spoken of, for 那条 and for a bare 可周知."""
    if clause.action is Action.ADOPT and not _THAT.search(clause.text):
        return None
    spoken = turn.lately("item")
    return next((item for item in pool if str(item.id) == spoken), None)


def _ids(items: Iterable[Item]) -> tuple[int, ...]:
    return tuple(item.id for item in items)
