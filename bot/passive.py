"""The one passive reply that we use: words in the callback's own response (wecom.md 3.3).

It is how a HARD refusal travels: nothing of it is written anywhere, and a retry is answered the same.
"""

from bot.plain import unlinked
from bot.wecom.xml import cdata


def text_reply(to: str, corp_id: str, created: int, content: str) -> bytes:
    """The plaintext XML of a text reply, at most 2048 bytes of content."""
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(corp_id)}</FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(unlinked(content))}</Content></xml>"
    ).encode()
