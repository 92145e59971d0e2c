"""The second door: WeCom's 智能机器人 over a long connection (wecom.md 12.7). docs/second-door.md says how and why."""
