"""What the strict fake WeCom holds against the bot, in Chinese, with the rule's place in wecom.md."""

import re
from dataclasses import dataclass

from bot.wecom.errors import lookup


@dataclass(frozen=True)
class Charge:
    """One violation: the rule in Chinese, its section, and the fake's own words."""

    rule: str
    section: str
    words: str


_RULES: tuple[tuple[str, str, str], ...] = (
    (r"\S+: no such API", "调用了不存在的接口", "0"),
    (r"message to .* silently dropped", "一人一分钟超过30条或一小时超过1000条，超出的被企业微信悄悄丢弃", "5.7"),
    (r"group message to .* silently dropped", "群里一人一分钟超过200条或一天超过10000条，超出的被悄悄丢弃", "5.7"),
    (r"passive reply cannot be read", "回调里的应答无法解密或验签，用户什么也看不到", "1.6"),
    (r"passive reply to .* instead of", "回调里的应答写错了接收人", "3.3"),
    (r"passive reply whose FromUserName", "回调里的应答，发送方应当是企业ID", "3.3"),
    (r"passive reply without CreateTime", "回调里的应答缺少时间", "3.3"),
    (r"passive reply .* has no effect", "回调里的应答不起作用，用户看不到", "3.3"),
    (r"passive .*WeCom cuts at", "回调里的应答超长，企业微信会截断", "3.3"),
    (r"\S+: unknown field", "写了企业微信不认识的字段，会被忽略", "5.1"),
    (r"\S+\.content: .*WeCom cuts at", "正文超过2048字节，企业微信会截断", "5.2"),
    (r"template_card\S*: .*WeCom cuts at", "卡片文字超长，企业微信会截断", "5.4"),
    (r"\S+: .*WeCom cuts at", "字段超长，企业微信会截断", "5.2"),
    (r"\w+: safe is not a field", "这种消息没有保密（safe）选项，会被忽略", "5.1"),
    (r"markdown\.content has", "用了应用消息不支持的markdown，手机上会原样显示符号", "5.2"),
    (r"template_card\.source\.desc_color", "这种卡片的来源文字没有颜色", "5.4"),
    (r"template_card: disable", "不可选（disable）只能用在更新卡片时", "5.5"),
    (r"schedule\.", "日程里写了不起作用的字段", "11.2"),
)
_COMPILED = tuple((re.compile(pattern), rule, section) for pattern, rule, section in _RULES)
_REFUSED = re.compile(r"(?P<path>[\w/]+): (?P<code>-?\d+) ")
_SECTIONS = {
    "template_card": "5.5",
    "message/": "5.1",
    "appchat/": "6.1",
    "webhook/": "6.2",
    "media/": "7",
    "user/": "8",
    "department/": "8",
    "menu/": "9",
    "oa/": "11.2",
    "gettoken": "4",
}
_CARD_CODES = range(42001, 42100)


def charge(words: str) -> Charge:
    """A violation as the fake recorded it, explained; what is not known is shown as it stands."""
    refused = _REFUSED.match(words)
    if refused is not None:
        code, path = int(refused["code"]), refused["path"]
        section = "5.4" if code in _CARD_CODES else next((s for part, s in _SECTIONS.items() if part in path), "13")
        return Charge(f"{path} 被拒绝，errcode {code}：{lookup(code).cause}", section, words)
    for pattern, rule, section in _COMPILED:
        if pattern.match(words):
            return Charge(rule, section, words)
    return Charge("违反企业微信的规定", "14", words)
