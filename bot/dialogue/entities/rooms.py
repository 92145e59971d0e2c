"""Meeting rooms in a message: 301, 3楼301, 三楼会议室, 多功能厅 (domain.md 4.5)."""

import re
from typing import NamedTuple

from bot.dialogue.entities.lookup import of_office
from storage.office import Office, Room

_FLOORS = {"1": "一", "2": "二", "3": "三", "4": "四", "5": "五", "6": "六", "7": "七", "8": "八", "9": "九"}


class RoomSaid(NamedTuple):
    """A room and where it stands in the text."""

    room: Room
    span: tuple[int, int]


def find_rooms(text: str, office: Office) -> list[RoomSaid]:
    """Rooms in the order in which they stand. A bare 301 counts, one in 301号文, 第301期 or 〔2026〕301 does not."""
    pattern, rooms = of_office(office, "rooms", _build)
    return [RoomSaid(rooms[match[0]], match.span()) for match in pattern.finditer(text)]


def _build(office: Office) -> tuple[re.Pattern[str], dict[str, Room]]:
    rooms = {name: room for room in office.rooms for name in _names(room)}
    floors = [floor for room in office.rooms for floor in _floors(room)]
    rooms |= {floor: room for room in office.rooms for floor in _floors(room) if floors.count(floor) == 1}
    guard = r"(?<![\d第〔〕.\-收督/:：].)"  # behind the first character: a search is quick that begins with one
    names = "|".join(f"{re.escape(n[0])}{guard}{re.escape(n[1:])}" for n in sorted(rooms, key=len, reverse=True))
    after = r"(?!(?<=\d)\d|[ ]?(?:号(?!会议室|房)|[份件期次项人条元篇%]|年|月|[:：]\d))"
    return re.compile(f"(?:{names}){after}" if rooms else r"(?!)"), rooms


def _names(room: Room) -> set[str]:
    floors = _floors(room)
    names = {room.name, room.label, f"{room.name}会议室", f"{room.name}室", f"{room.name}号会议室", *room.aliases}
    return names | {f"{f}{n}" for f in floors for n in names if not n.startswith(tuple(floors))}


def _floors(room: Room) -> set[str]:
    """二楼 is the room there when it is the only one."""
    floor = room.floor.removesuffix("楼")
    return {room.floor, f"{_FLOORS.get(floor, floor)}楼"} if room.floor else set()
