"""The short form of `zhongshu bench chaos`: an afternoon of nine seconds, three servers, with faults (issue 10)."""

import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from bot.chaos import faults, life
from bot.chaos.reconcile import reconcile
from bot.chaos.run import describe, run

SEED, SECONDS = 20260918, 9.0
RESTARTING = threading.Lock()
LIAISONS = ["liaison-jiwei", "liaison-kexie", "like"]


def restarted(url: str) -> None:
    """As others on the database see a restart: every connection ends, new ones are refused for a second."""
    name = str(make_url(url).database)
    with RESTARTING, psycopg.connect(url.replace(f"/{name}?", "/postgres?"), autocommit=True) as tx:
        tx.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false".encode())
        tx.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        tx.execute("SELECT pg_sleep(1)")
        tx.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true".encode())


@pytest.mark.process
async def test_an_afternoon_with_faults_on_every_link(postgres_url: str, tmp_path: Path) -> None:
    """Everything reconciles; and the reconciliation sees what is wrong when something is."""
    url = postgres_url.replace("+asyncpg", "")
    result = await run(url, tmp_path, SEED, SECONDS, lambda: restarted(url))
    assert result.wrong == [], describe(result)
    assert result.accepted > 20
    assert set(result.struck) >= {"kill", "stop", "database", "fail"}
    world, papers = result.world, [act for act in result.plan if act.kind == "paper"]
    with psycopg.connect(url, autocommit=True) as tx:
        tx.execute("UPDATE audit_event SET actor = 'nobody' WHERE seq = 3")
        tx.execute("DELETE FROM incoming_doc WHERE doc_no = %s", [papers[0].marker])
        tx.execute(
            "UPDATE reminder SET state = 'planned' WHERE id = (SELECT max(id) FROM reminder WHERE state = 'fired')"
        )
    world.fake.phones.show("sunli", "text", "又一条", "中枢")
    said = "\n".join(reconcile(world, result.plan))
    for word in ("audit chain broken at 3", f"paper {papers[0].marker}: 0 effects", "did not fire", "sunli: "):
        assert word in said


def test_a_seed_is_a_plan() -> None:
    """The same seed gives the same acts and faults, another seed others."""
    plans = [(life.plan(seed, 30, 4, LIAISONS, LIAISONS), faults.plan(seed, 30)) for seed in (SEED, SEED, SEED + 1)]
    assert plans[0] == plans[1] != plans[2]
    for seed in range(50):
        struck = {fault.kind for fault in faults.plan(seed, 30)}
        assert {"kill", "stop", "database", "fail"} <= struck
        assert len({act.marker for act in life.plan(seed, 30, 4, LIAISONS, LIAISONS) if act.marker}) > 50
