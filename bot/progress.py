"""How far a long command is: a bar on a terminal, a line now and then elsewhere; always on standard error."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

LINES = 5
"""How often a count is printed where there is no terminal."""
SHORT = 1000
"""Fewer items than this are done before anybody looks."""


def shown(items: Sequence[Any], label: str) -> Iterator[Any]:
    """Walk through items while showing it."""
    if sys.stderr.isatty():
        with click.progressbar(items, label=label, file=sys.stderr) as bar:
            yield from bar
        return
    step = max(1, len(items) // LINES)
    for done, item in enumerate(items, 1):
        yield item
        if len(items) >= SHORT and (done % step == 0 or done == len(items)):
            click.echo(f"{label} {done}/{len(items)}", err=True)
