"""The command `sandbox`: the fake WeCom by itself (bot/sandbox/alone.py)."""

import click

from bot.given import given_clock, given_office


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8091, show_default=True, help="端口，0 为任选")
@click.option(
    "--callback",
    default="http://127.0.0.1:8080/wecom/callback",
    show_default=True,
    help="机器人的回调地址，起来后验证",
)
def sandbox(port: int, callback: str) -> None:
    """单独启动仿真企业微信（只在本机），没有企业微信账号也能试 serve。先打印与它配套的环境变量。

    例：zhongshu sandbox --port 8091 > sandbox.env
    """
    from bot.sandbox.alone import run_sandbox

    run_sandbox(port, callback, given_office(), given_clock())
