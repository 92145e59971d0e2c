"""Brings the app's menu in WeCom to what it should be, when a server starts (wecom.md 9)."""

from typing import Any

import structlog

from bot.logs import place
from bot.office_menu import MENU
from bot.wecom.client import WeComClient
from bot.wecom.errors import WeComError, WeComUnreachable

log = structlog.get_logger("menu")

NO_MENU = 46003


async def keep_menu(client: WeComClient) -> None:
    """Create the menu unless WeCom has it already. A refusal is logged with its cause; the office works without one."""
    try:
        if _plain(await _kept(client)) != _plain(MENU.to_json()["button"]):
            await client.create_menu(MENU)
            log.info("menu_created")
    except WeComError as error:
        log.warning("menu_refused", code=error.code, cause=error.cause, fix=error.fix)
    except WeComUnreachable as error:
        log.warning("menu_unreachable", cause=str(error))
    except Exception as error:  # noqa: BLE001 - a menu is never worth a server
        log.error("menu_failed", at_code=place(error))


async def _kept(client: WeComClient) -> list[Any]:
    try:
        return await client.menu()
    except WeComError as error:
        if error.code != NO_MENU:
            raise
        return []


def _plain(buttons: list[Any]) -> list[Any]:
    """Without what WeCom adds: empty lists of sub-buttons, types of parents."""
    return [
        {"name": button.get("name"), "sub_button": _plain(button["sub_button"])}
        if button.get("sub_button")
        else {name: button.get(name) for name in ("type", "name", "key", "url")}
        for button in buttons
        if isinstance(button, dict)
    ]
