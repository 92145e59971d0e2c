"""From what the bot says to what WeCom takes: the only place that knows both vocabularies."""

from collections.abc import Iterator

from bot.plain import unlinked
from bot.wecom import cards, messages
from bot.wecom.budget import pages
from storage.messages import Card, Text

HOME = "https://work.weixin.qq.com/"
"""Where a tap on a card without buttons leads; WeCom insists on an address (42045)."""
MERGED_HEAD = "【提醒】共{n}项："


def text_messages(text: str) -> Iterator[messages.Text]:
    """The words as one message, or as numbered pages within WeCom's budget."""
    for page in pages(unlinked(text)):
        yield messages.Text(content=page)


def merged(texts: list[str]) -> str:
    """Several messages for one person as one (domain.md 7.9)."""
    if len(texts) == 1:
        return texts[0]
    parts = [f"{index}. {text.removeprefix('【提醒】')}" for index, text in enumerate(texts, 1)]
    return "\n".join((MERGED_HEAD.format(n=len(texts)), *parts))


def app_messages(message: Text | Card) -> list[messages.AppMessage]:
    """The calls that one message needs."""
    if isinstance(message, Text):
        return list(text_messages(message.text))
    return [messages.TemplateCardMessage(card=card(message))]


def card(source: Card) -> cards.ButtonInteraction | cards.TextNotice:
    """A card with buttons, or one that only informs."""
    rows = tuple(cards.Row(keyname=name, value=value) for name, value in source.facts)
    title = cards.Title(title=source.title, desc=source.desc or None)
    if not source.buttons and not source.done:
        return cards.TextNotice(
            main_title=title,
            sub_title_text=source.text or None,
            horizontal_content_list=rows,
            card_action=cards.CardAction(type=1, url=HOME),
            task_id=source.task_id or None,
        )
    buttons = tuple(cards.Button(text=b.text, key=b.key, style=b.style) for b in source.buttons)
    return cards.ButtonInteraction(
        main_title=title,
        sub_title_text=source.text or None,
        horizontal_content_list=rows,
        button_selection=_selection(source),
        button_list=buttons or (cards.Button(text=source.done, key="done"),),
        task_id=source.task_id or None,
        replace_text=source.done or None,
    )


def _selection(source: Card) -> cards.Select | None:
    if source.choice is None:
        return None
    options = tuple(cards.Option(id=option.id, text=option.text) for option in source.choice.options)
    return cards.Select(
        question_key=source.choice.key,
        title=source.choice.title or None,
        selected_id=source.choice.selected,
        option_list=options,
    )
