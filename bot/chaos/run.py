"""`zhongshu bench chaos --seed N --seconds S`: one afternoon, its faults, its reconciliation. A seed is a plan."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click

from bot.chaos import faults, life
from bot.chaos.reconcile import reconcile, settled
from bot.chaos.world import World

RATE = 4.0
"""Acts a second."""
CALM = 90.0
"""Seconds after the last fault in which everything must have come to rest."""


@dataclass(frozen=True)
class Result:
    """What a run did. `wrong` is empty when all reconciled; `rest` is how many seconds it took to come to rest."""

    seed: int
    acts: Counter[str]
    accepted: int
    struck: Counter[str]
    swallowed: int
    rest: float
    wrong: list[str]
    world: World = field(repr=False)
    plan: list[life.Act] = field(repr=False)


async def run(url: str, folder: Path, seed: int, seconds: float, restart: Callable[[], None]) -> Result:
    """One run on an empty migrated PostgreSQL. `restart` restarts that database."""
    world = World(url, folder, restart)
    async with world.running():
        liaisons = [p.userid for p in world.office.people if p.userid.startswith("liaison-")]
        invited = await life.prepare(world)
        world.lose_patience()
        acts = life.plan(seed, seconds, RATE, liaisons, invited)
        storm = faults.plan(seed, seconds)
        await asyncio.gather(
            life.live(world, acts),
            faults.strike(world, storm),
            faults.pass_time(world, seconds, max(3, int(seconds / 3))),
        )
        await faults.heal(world)
        began = time.monotonic()
        while not await asyncio.to_thread(settled, world):
            if time.monotonic() - began > CALM:
                break
            await asyncio.sleep(0.25)
        rest = time.monotonic() - began
        wrong = await asyncio.to_thread(reconcile, world, acts)
        if rest > CALM:
            wrong.append(f"did not come to rest in {CALM:.0f} s")
        for number, server in enumerate(world.servers):
            if (code := await server.end()) != 0:
                wrong.append(f"server {number} ended with {code}")
        return Result(
            seed=seed,
            acts=Counter(act.kind for act in acts),
            accepted=sum(act.accepted for act in acts),
            struck=Counter(fault.kind for fault in storm),
            swallowed=len(world.fake.suppressed),
            rest=rest,
            wrong=wrong,
            world=world,
            plan=acts,
        )


def main(seed: int, seconds: float) -> bool:
    """The command; True when everything reconciled."""
    from bot.bench.postgres import Cluster

    click.echo(f"seed {seed}, {seconds:.0f} s", err=True)
    for fault in faults.plan(seed, seconds):
        click.echo(f"  {fault}", err=True)
    with tempfile.TemporaryDirectory(prefix="zhongshu-chaos-") as name, Cluster(Path(name) / "pg") as cluster:
        try:
            result = asyncio.run(run(cluster.fresh(), Path(name), seed, seconds, cluster.restart))
        except BaseException:
            _show_logs(Path(name))
            click.echo(f"seed {seed}: no result, the run itself came to an end:", err=True)
            raise
        if result.wrong:
            _show_logs(Path(name))
    click.echo(describe(result))
    return not result.wrong


def _show_logs(folder: Path) -> None:
    for log in sorted(folder.glob("*.log")):
        lines = [line for line in log.read_text(encoding="utf-8").splitlines() if '"handled"' not in line]
        click.echo("\n".join([f"== {log.name}", *lines[-30:]]), err=True)


def describe(result: Result) -> str:
    """One paragraph for people."""
    acts = "、".join(f"{kind} {n}" for kind, n in sorted(result.acts.items()))
    struck = "、".join(f"{kind} {n}" for kind, n in sorted(result.struck.items()))
    end = "everything reconciled" if not result.wrong else f"{len(result.wrong)} things wrong"
    said = (
        f"seed {result.seed}: {sum(result.acts.values())} acts ({acts}), {result.accepted} acknowledged; "
        f"faults: {struck}; {result.swallowed} repeated calls known again by WeCom; "
        f"at rest after {result.rest:.1f} s; {end}"
    )
    return "\n".join([said, *(f"  {text}" for text in result.wrong)])
