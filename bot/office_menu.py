"""The app's menu at the foot of the chat: the ten commonest things and the way to the rest (issue 3, point 7).

A key is what a person would say: tapping an entry is the same as saying it.
"""

from bot.wecom.menu import Item, Menu, Submenu


def _said(name: str, words: str = "") -> Item:
    return Item(type="click", name=name, key=words or name)


MENU = Menu(
    button=(
        Submenu(
            name="办文督办",
            sub_button=(
                _said("登记收文"),
                _said("查文"),
                _said("签收"),
                _said("查督办"),
                _said("反馈进展"),
            ),
        ),
        Submenu(
            name="会务信息",
            sub_button=(
                _said("订会议室"),
                _said("今天哪个会议室空着", "今天哪个会议室空着"),
                _said("参会回执", "参会回执"),
                _said("今日信息"),
                _said("投稿"),
            ),
        ),
        Submenu(
            name="帮助",
            sub_button=(
                _said("我能办什么", "帮助"),
                _said("撤销上一步", "撤销"),
                _said("继续没办完的", "继续"),
                _said("提建议", "建议"),
                _said("转人工"),
            ),
        ),
    )
)
