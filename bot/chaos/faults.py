"""What goes wrong, and when: all from the seed."""

import asyncio
import random
from dataclasses import dataclass

from bot.chaos.world import END, SERVERS, START, World

KINDS = ("kill", "stop", "database", "slow", "fail", "token")
WEIGHTS = (3, 3, 1, 2, 4, 1)
FAILURES: tuple[str | int, ...] = ("500", "reset", "reset_after_delivery", -1, "timeout")
PATHS = ("message/send", "message/send", "message/send", "message/update_template_card", "gettoken")


@dataclass(frozen=True)
class Fault:
    """At `at` seconds something breaks, on server `server` where that matters, for `lasts` seconds."""

    at: float
    kind: str
    server: int
    lasts: float
    path: str
    how: str | int

    def __str__(self) -> str:
        where = f" server {self.server}" if self.kind in {"kill", "stop"} else ""
        what = f" {self.path} {self.how}" if self.kind == "fail" else ""
        return f"{self.at:5.1f} s {self.kind}{where}{what} for {self.lasts:.1f} s"


def plan(seed: int, seconds: float) -> list[Fault]:
    """About one fault every two seconds; each kind of server trouble at least once in a run of half a minute."""
    chance = random.Random(f"faults-{seed}")
    count = max(4, int(seconds / 2))
    kinds = ["kill", "stop", "database", "fail", *chance.choices(KINDS, WEIGHTS, k=count - 4)]
    chance.shuffle(kinds)
    return [
        Fault(
            at=seconds * 0.9 * (n + chance.random()) / count,
            kind=kind,
            server=chance.randrange(SERVERS),
            lasts=chance.uniform(0.3, 7.0 if kind == "stop" else 2.5),
            path=chance.choice(PATHS),
            how=chance.choice(FAILURES),
        )
        for n, kind in enumerate(kinds)
    ]


async def strike(world: World, faults: list[Fault]) -> None:
    """Let them happen, each at its time. One server is always left: with none there is nothing to test."""
    await asyncio.gather(*(_one(world, fault) for fault in faults))


async def _one(world: World, fault: Fault) -> None:
    await asyncio.sleep(fault.at)
    server = world.servers[fault.server]
    others = sum(other.alive and not other.stopped for other in world.servers if other is not server)
    match fault.kind:
        case "kill" if others:
            server.kill()
            await asyncio.sleep(fault.lasts)
            if not server.alive:
                server.start(world.clock.now())
        case "stop" if others and server.alive and not server.stopped:
            server.stop()
            await asyncio.sleep(fault.lasts)
            server.go_on()
        case "database":
            await asyncio.to_thread(world.restart)
        case "slow":
            world.fake.slow(fault.lasts / 2)
            await asyncio.sleep(fault.lasts)
            world.fake.slow(0)
        case "fail":
            world.fake.fail_next(fault.path, fault.how, 2 if fault.how == -1 else 1)
        case "token":
            world.fake.invalidate_token()


async def pass_time(world: World, seconds: float, steps: int) -> None:
    """The office's afternoon in unequal leaps."""
    for step in range(1, steps + 1):
        await asyncio.sleep(seconds / steps)
        await world.move_clock(START + (END - START) * (step / steps) ** 1.2)


async def heal(world: World) -> None:
    """Every server up, WeCom well, the clock at the end of the afternoon."""
    world.fake.slow(0)
    for server in world.servers:
        server.go_on()
        if not server.alive:
            server.start(world.clock.now())
    await asyncio.gather(*(server.healthy(world.web) for server in world.servers))
    for server in world.servers:
        await world.tell(server, END)
