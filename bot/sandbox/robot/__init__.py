"""The fake of WeCom's 智能机器人 over a long connection, as strict as the fake of the app (wecom.md 12.7, 14.20)."""
