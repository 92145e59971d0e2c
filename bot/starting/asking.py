"""Asking: one question at a time, checked as typed, with the reason and once more when it will not do."""

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from pydantic import ValidationError

from bot.doctor.environment import STAND_INS
from bot.settings import Settings, wrong_value
from bot.starting.answers import Answers
from storage.db import driver_url

T = TypeVar("T")
Check = Callable[[str], T]
"""Turns what was typed into the answer. Raises ValueError with the reason in Chinese."""


class Asker:
    """Asks what is not answered yet."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def ask(self, question: str, words: str, check: Check[T], *, default: str | None = None, secret: bool = False) -> T:
        """The answer, from an earlier run or typed now. `secret`: neither shown while typed nor ever quoted."""
        if question in self.answers:
            known: str = self.answers[question]
            try:
                answer = check(known)
            except ValueError:
                self.answers.forget(question)
            else:
                click.echo(f"{words}：{'（已填）' if secret else known or '（空）'}")
                return answer
        while True:
            typed: str = click.prompt(
                words, default=default, hide_input=secret, show_default=bool(default), prompt_suffix="："
            ).strip()
            try:
                answer = check(typed)
            except ValueError as reason:
                click.echo(f"  不行：{reason}")
            else:
                self.answers.keep(question, typed)
                return answer

    def yes(self, words: str, *, default: bool) -> bool:
        """Yes or no, not kept: it is about this moment."""
        hint = "Y/n" if default else "y/N"
        while True:
            typed: str = (
                click.prompt(f"{words} [{hint}]", default="", show_default=False, prompt_suffix="：").strip().lower()
            )
            if typed in {"", "y", "yes", "是", "n", "no", "否"}:
                return default if not typed else typed in {"y", "yes", "是"}
            click.echo("  请答 y 或 n")


def setting(name: str) -> Check[str]:
    """A check that a setting of this name makes (bot/settings.py)."""

    def check(typed: str) -> str:
        try:
            Settings(**{**STAND_INS, name: typed or None})
        except ValidationError as failed:
            for error in failed.errors(include_input=False, include_url=False):
                if error["loc"] == (name,):
                    raise ValueError(wrong_value(error) if typed else "这一项必须填") from None
        return typed

    return check


def new_folder(typed: str) -> str:
    """A folder that there is, or that can be made; it is made."""
    try:
        Path(typed).mkdir(parents=True, exist_ok=True)
    except OSError as failed:
        raise ValueError(f"建不了这个目录（{os.strerror(failed.errno or 0)}），请换一个") from None
    return text(typed)


def database(typed: str) -> str:
    """An address of a database; of an SQLite file the folder must be there."""
    setting("database_url")(typed)
    url = driver_url(typed)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").absolute().parent.is_dir():
        raise ValueError(f"目录 {Path(url.database or '').absolute().parent} 不存在")
    return typed


def free_port(typed: str) -> str:
    """A port of this machine that nobody listens on."""
    port = int(setting("port")(typed))
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as failed:
        raise ValueError(
            f"端口{port}不能用（{os.strerror(failed.errno or 0)}），请换一个；是机器人自己在用的，先停掉服务"
        ) from None
    return typed


def text(typed: str) -> str:
    """Something."""
    if not typed:
        raise ValueError("这一项必须填")
    return typed


def optional(typed: str) -> str:
    """Something or nothing."""
    return typed


def words(typed: str) -> list[str]:
    """Several, with blanks or commas between them; at least one."""
    if not (found := split(typed)):
        raise ValueError("请至少写一个")
    return found


def split(typed: str) -> list[str]:
    """The parts between blanks, commas and 、."""
    for mark in "，,、；;":
        typed = typed.replace(mark, " ")
    return typed.split()


def count(typed: str) -> int:
    """A number from 0 on."""
    if not typed.isascii() or not typed.isdecimal():
        raise ValueError("请填数字，没有就填0")
    return int(typed)
