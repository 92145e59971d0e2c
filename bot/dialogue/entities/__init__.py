"""Units, people and rooms in a message (domain.md Annex A.2, A.3; 4.5)."""

from bot.dialogue.entities.people import find_people, leaders_among
from bot.dialogue.entities.rooms import RoomSaid, find_rooms
from bot.dialogue.entities.units import find_units, misspelt, says_vague_units

__all__ = ["RoomSaid", "find_people", "find_rooms", "find_units", "leaders_among", "misspelt", "says_vague_units"]
