"""From what the bot says to what the robot's door takes (wecom.md 12.4, 12.5): markdown, streams, cards."""

import re
from typing import Any

from bot import render
from bot.robot.capabilities import ROBOT_PRIVATE
from bot.wecom.budget import pages
from storage.messages import Card, Text

Json = dict[str, Any]

_ADDRESS = re.compile(r"(https?://[0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]+)")
_SIGNS = str.maketrans("*_`~<>[]|\\#&", "＊＿｀～＜＞［］｜＼＃＆")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_RULE = re.compile(r"^([-=])\1{2,}$", re.MULTILINE)
_ALIVE = "请到与智能机器人的单聊里回复：{words}"


def plain(text: str) -> str:
    """The words so that markdown leaves them as they are; addresses stay. Escapes are not documented, so none is used.

    It also keeps what people registered from drawing anything: a title with <think> or a link is only a title.
    """
    parts = _ADDRESS.split(text)
    parts[::2] = [part.translate(_SIGNS) for part in parts[::2]]
    return _RULE.sub(lambda rule: "—" * len(rule.group()), _INDENT.sub("　", "".join(parts)))


def words(text: str) -> list[str]:
    """The text as messages within the budget of this door."""
    return pages(plain(text), ROBOT_PRIVATE.text_limit)


def stream(stream_id: str, content: str) -> Json:
    """A whole answer in one frame: the first one is the last."""
    return {"msgtype": "stream", "stream": {"id": stream_id, "finish": True, "content": content}}


def markdown(content: str) -> Json:
    """Words that answer no frame."""
    return {"msgtype": "markdown", "markdown": {"content": content}}


def welcome(content: str) -> Json:
    """The only place where plain text is taken."""
    return {"msgtype": "text", "text": {"content": content}}


def card(source: Card) -> Json:
    """A card as this door takes it."""
    return {"msgtype": "template_card", "template_card": render.card(source).to_json()}


def update(source: Card, task_id: str, userid: str) -> Json:
    """The card that stands where the pressed one stood, for the one who pressed.

    Grey buttons are not documented for robots: a card that is dealt with has none, its word stands in the text.
    """
    quiet = source.model_copy(update={"done": "", "task_id": task_id})
    if source.done:
        told = f"〔{source.done}〕\n{source.text}".strip()[:160]
        quiet = quiet.model_copy(update={"text": told, "buttons": (), "choice": None})
    body = render.card(quiet).to_json()
    return {"response_type": "update_template_card", "userids": [userid], "template_card": body}


def in_words(source: Card) -> Text:
    """A card for an app that cannot hear (43012): everything that stands on it, and what to answer where."""
    lines = [source.title, source.desc, source.text, *(f"{name}：{value}" for name, value in source.facts)]
    if source.choice is not None:
        lines.append(f"{source.choice.title}可选：{'、'.join(option.text for option in source.choice.options)}")
    if source.buttons:
        lines.append(_ALIVE.format(words=" / ".join(button.text for button in source.buttons)))
    if source.done:
        lines.append(f"〔{source.done}〕")
    return Text(text="\n".join(line for line in lines if line))
