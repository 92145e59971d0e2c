"""The field tree of template cards as data (wecom.md 5.4)."""

import re

from bot.sandbox.strict import Kind, Spec

S, INT, FLAG, NUM, BOOL, LIST, OBJ = Kind.STR, Kind.INT, Kind.FLAG, Kind.NUM, Kind.BOOL, Kind.LIST, Kind.OBJ

TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
TASK_REQUIRED = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})
TITLE_REQUIRED = TASK_REQUIRED | {"news_notice"}

_ALL: Spec = {"card_type": S, "source": OBJ, "main_title": OBJ, "card_action": OBJ, "task_id": S}
_NOTICE: Spec = {**_ALL, "action_menu": OBJ, "quote_area": OBJ, "horizontal_content_list": LIST}

CARDS: dict[str, Spec] = {
    "text_notice": {**_NOTICE, "emphasis_content": OBJ, "sub_title_text": S, "jump_list": LIST},
    "news_notice": {
        **_NOTICE,
        "image_text_area": OBJ,
        "card_image": OBJ,
        "vertical_content_list": LIST,
        "jump_list": LIST,
    },
    "button_interaction": {**_NOTICE, "sub_title_text": S, "button_selection": OBJ, "button_list": LIST},
    "vote_interaction": {**_ALL, "checkbox": OBJ, "submit_button": OBJ},
    "multiple_interaction": {**_ALL, "select_list": LIST, "submit_button": OBJ},
}
"""Fields by card_type; what a type does not use is not in its row."""

REPLACEMENT: Spec = {"replace_text": S}

_PROGRAM: Spec = {"appid": S, "pagepath": S}
_LINK: Spec = {"type": INT, "url": S, **_PROGRAM}
_OPTIONS: Spec = {"question_key": S, "title": S, "selected_id": S, "option_list": LIST, "disable": BOOL}

PARTS: dict[str, Spec] = {
    "source": {"icon_url": S, "desc": S, "desc_color": INT},
    "main_title": {"title": S, "desc": S},
    "action_menu": {"desc": S, "action_list": LIST},
    "action_list": {"text": S, "key": S},
    "quote_area": {**_LINK, "title": S, "quote_text": S},
    "emphasis_content": {"title": S, "desc": S},
    "image_text_area": {**_LINK, "title": S, "desc": S, "image_url": S},
    "card_image": {"url": S, "aspect_ratio": NUM},
    "vertical_content_list": {"title": S, "desc": S},
    "horizontal_content_list": {"type": INT, "keyname": S, "value": S, "url": S, "media_id": S, "userid": S},
    "jump_list": {**_LINK, "title": S},
    "card_action": _LINK,
    "button_selection": _OPTIONS,
    "button_list": {"type": INT, "text": S, "style": INT, "key": S, "url": S},
    "checkbox": {"question_key": S, "mode": INT, "option_list": LIST, "disable": BOOL},
    "select_list": _OPTIONS,
    "submit_button": {"text": S, "key": S},
    "option_list": {"id": S, "text": S},
    "check_list": {"id": S, "text": S, "is_checked": BOOL},
}
