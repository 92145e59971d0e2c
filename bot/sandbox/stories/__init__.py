"""Guided stories of the demo: each is data, played on the phones as a person would."""

from bot.sandbox.stories.bulletin import BULLETIN
from bot.sandbox.stories.meeting import MEETING
from bot.sandbox.stories.model import Story
from bot.sandbox.stories.quarter import QUARTER
from bot.sandbox.stories.secret import SECRET
from bot.sandbox.stories.task import TASK
from bot.sandbox.stories.thrice import THRICE
from bot.sandbox.stories.urgent import URGENT

STORIES: dict[str, Story] = {story.name: story for story in (URGENT, MEETING, TASK, SECRET, BULLETIN, THRICE, QUARTER)}
"""By name, in the order in which they are offered."""
