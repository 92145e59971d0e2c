"""What to paste into WeCom's console, field by field."""

from bot.office_menu import MENU
from bot.settings import Settings
from bot.starting.directory import Directory
from bot.wecom.menu import Submenu

CALLBACK = "/wecom/callback"


def to_paste(settings: Settings, directory: Directory) -> str:
    """The console's pages in the order in which one comes by them. The Secret comes from there."""
    public = settings.public_url or "https://（外网地址）"
    key = settings.encoding_aes_key.get_secret_value()
    tops = "；".join(
        f"{top.name}（{'、'.join(item.name for item in top.sub_button)}）" if isinstance(top, Submenu) else top.name
        for top in MENU.button
    )
    trusted = (
        directory.trouble
        if "可信IP" in directory.trouble
        else "服务器的出口IP；不清楚时运行 zhongshu doctor，它会告诉你"
    )
    seen = f"应用现在能看到{len(directory.members)}人" if directory.members else "机器人只能收发可见范围内的人的消息"
    return "\n".join(
        (
            "—— 填到企业微信管理后台（work.weixin.qq.com）——",
            "【应用管理 → 本应用 → 接收消息 → 设置API接收】服务启动以后再点保存",
            f"  URL             {public}{CALLBACK}",
            f"  Token           {settings.token}",
            f"  EncodingAESKey  {key}",
            "  勾选：普通消息、上报进入应用事件、模板卡片事件、菜单事件",
            "【应用管理 → 本应用 → 企业可信IP】",
            f"  {trusted}",
            "【应用管理 → 本应用 → 可见范围】",
            f"  办公室全体、区领导、各单位联络员和主要负责人（{seen}）",
            "【应用管理 → 本应用 → 自定义菜单】不用填，服务启动时自动建立：",
            f"  {tops}",
            "【协作 → 日程 → 可调用接口的应用】",
            "  加入本应用，会议才能写进大家的日程",
        )
    )
