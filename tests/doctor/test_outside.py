"""Certificates, the clock, the disk, the backups, the holidays and the databases, as the doctor sees them."""

import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import insert, text

from bot.doctor.database import look_at_database
from bot.doctor.finding import Situation
from bot.doctor.house import look_at_house
from bot.doctor.outward import DateHeaders
from bot.doctor.reach import Unreachable, reach
from scheduler.clock import SHANGHAI
from scheduler.workdays import WorkCalendar
from storage.db import driver_url, make_engine
from storage.tables import outbox, reminder
from tests.day import START, settings_for
from tests.doctor.world import World, codes, the

Key = ec.EllipticCurvePrivateKey
NOW = datetime(2026, 9, 18, 7, 20, tzinfo=UTC)
MODULE = pytest.mark.asyncio(loop_scope="module")


def certificate(
    folder: Path, name: str, host: str, days: tuple[int, int], issuer: tuple[x509.Certificate, Key] | None = None
) -> tuple[x509.Certificate, Key]:
    """Write NAME.pem with certificate and key, valid from and until so many days from now (real time)."""
    key = ec.generate_private_key(ec.SECP256R1())
    today = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today + timedelta(days=days[0]))
        .not_valid_after(today + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )
    pem = built.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.pem").write_bytes(pem + private)
    return built, key


TLS = [
    ("localhost", (-1, 90), True, []),
    ("localhost", (-1, 9), True, ["inward.tls_soon"]),
    ("localhost", (-30, -1), True, ["inward.tls_expired"]),
    ("localhost", (1, 90), True, ["inward.tls_not_yet"]),
    ("other.example.gov.cn", (-1, 90), True, ["inward.tls_name"]),
    ("localhost", (-1, 90), False, ["inward.tls_chain"]),
]


@MODULE
@pytest.mark.parametrize(("host", "days", "trusted", "expected"), TLS)
async def test_certificates(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    host: str,
    days: tuple[int, int],
    trusted: bool,
    expected: list[str],
) -> None:
    authority = certificate(tmp_path, "authority", "authority", (-90, 900))
    certificate(tmp_path, "server", host, days, authority)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "server.pem")
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", world.proxy.handle)
    port = await world.serve(app, ssl_context=context)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    report = await world.examine(monkeypatch, {"ZHONGSHU_PUBLIC_URL": f"https://localhost:{port}"})
    assert codes(report) == expected


@MODULE
async def test_no_tls_where_tls_is_wanted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    port = world.environ["ZHONGSHU_PUBLIC_URL"].rpartition(":")[2]
    report = await world.examine(monkeypatch, {"ZHONGSHU_PUBLIC_URL": f"https://127.0.0.1:{port}"})
    assert codes(report) == ["inward.tls_plain"]


@MODULE
async def test_something_else_listens_at_the_port(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    port = await world.serve(web.Application())
    report = await world.examine(monkeypatch, {"ZHONGSHU_PUBLIC_URL": f"http://127.0.0.1:{port}"})
    assert codes(report) == ["inward.other"]
    report = await world.examine(monkeypatch, {"ZHONGSHU_WECOM_API_BASE": f"http://127.0.0.1:{port}"})
    assert codes(report) == ["wecom.base"]


@MODULE
async def test_a_proxy_variable_that_does_not_help(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    changes: dict[str, str | None] = {"ZHONGSHU_WECOM_API_BASE": "http://127.0.0.1:1", "HTTPS_PROXY": "http://p:3128"}
    report = await world.examine(monkeypatch, changes)
    assert codes(report) == ["wecom.proxy"]
    assert "HTTPS_PROXY" in report.ill[0].cause


@MODULE
async def test_a_clock_that_is_wrong(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = world.day.clock.real
    for ahead, expected, words in (
        (600.0, ["clock.drift"], "快10分钟"),
        (-90.0, ["clock.drift"], "慢"),
        (20.0, [], ""),
    ):
        monkeypatch.setattr(world.day.clock, "real", lambda ahead=ahead: real() + ahead)
        report = await world.examine(monkeypatch, {"ZHONGSHU_BACKUP_DIR": None})
        assert codes(report) == expected
        if expected:
            assert words in the(report, "clock.drift").cause


def test_an_answer_without_a_date_tells_nothing() -> None:
    assert DateHeaders(lambda: 0.0).ahead == []


def situation(tmp_path: Path, url: str = "", when: datetime = NOW, **more: object) -> Situation:
    """A situation for one part alone."""
    settings = settings_for("http://127.0.0.1:1", url or f"sqlite+aiosqlite:///{tmp_path / 'x.db'}", **more)
    return Situation(settings, frozenset(), None, when, NOW.timestamp, {}, WorkCalendar())


def test_backups(tmp_path: Path) -> None:
    def found() -> list[str]:
        return [finding.code for finding in look_at_house(situation(tmp_path, backup_dir=tmp_path))]

    assert found() == ["backup.none"]
    old, new = tmp_path / "a.backup", tmp_path / "b.backup"
    old.write_bytes(b"rows")
    os.utime(old, (0, NOW.timestamp() - 37 * 3600))
    assert found() == ["backup.old"]
    new.write_bytes(b"")
    os.utime(new, (0, NOW.timestamp() - 60))
    assert found() == ["backup.empty"]
    new.write_bytes(b"rows")
    os.utime(new, (0, NOW.timestamp() - 60))
    assert found() == []


def test_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, expected in ((100, ["disk.full"]), (500, ["disk.tight"]), (5000, [])):
        usage = SimpleNamespace(total=10_000 << 20, free=free << 20)
        monkeypatch.setattr("shutil.disk_usage", lambda _folder, usage=usage: usage)
        codes_ = [
            finding.code for finding in look_at_house(situation(tmp_path)) if not finding.code.startswith("backup")
        ]
        assert codes_ == expected


HOLIDAYS = [("2026-11-30", []), ("2026-12-01", ["holidays.next"]), ("2027-01-04", ["holidays.now"]), ("2025-12-31", [])]


@pytest.mark.parametrize(("day", "expected"), HOLIDAYS)
def test_holidays_of_the_year_ahead(tmp_path: Path, day: str, expected: list[str]) -> None:
    when = datetime.fromisoformat(day).replace(hour=9, tzinfo=SHANGHAI)
    found = [
        finding for finding in look_at_house(situation(tmp_path, when=when)) if finding.code.startswith("holidays")
    ]
    assert [finding.code for finding in found] == expected
    assert all("chinesecalendar" in finding.fix for finding in found)


def test_the_schema_and_the_work_in_it(database_url: str, tmp_path: Path) -> None:
    def found() -> list[str]:
        return [finding.code for finding in look_at_database(situation(tmp_path, database_url)).findings]

    assert found() == []
    engine = make_engine(driver_url(database_url))
    long_ago = START - timedelta(hours=1)
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        waiting = {"recipient": "user:like", "lane": 1, "kind": "text", "payload": {}, "created_at": long_ago}
        tx.execute(insert(outbox).values(**waiting, not_before=long_ago, error="60020"))
        late = {"line": "documents", "kind": "x", "object": "1", "recipient": "like", "dedupe_key": "1", "data": {}}
        tx.execute(insert(reminder).values(**late, due_at=long_ago))
    assert found() == ["work.reminders", "work.outbox"]
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        tx.execute(text("DELETE FROM alembic_version WHERE version_num LIKE 'meetings%'"))
    assert found() == ["database.behind"]
    with engine.connect().execution_options(write=True) as tx, tx.begin():
        tx.exec_driver_sql("INSERT INTO alembic_version VALUES ('of_the_future')")
    engine.dispose()
    assert found() == ["database.ahead"]


def test_postgres_says_what_is_wrong_with_it(postgres: str, postgres_url: str, tmp_path: Path) -> None:
    def found(url: str) -> list[str]:
        return [finding.code for finding in look_at_database(situation(tmp_path, url)).findings]

    assert found(postgres_url) == []
    assert found(postgres.replace("/postgres?", "/no_such_database?")) == ["database.missing"]
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE of_old_days ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        )
        connection.execute("CREATE DATABASE just_created TEMPLATE template0")
    try:
        assert found(postgres.replace("/postgres?", "/of_old_days?")) == ["database.encoding"]
        assert found(postgres.replace("/postgres?", "/just_created?")) == ["database.behind"]
        nobody = postgres.replace("postgresql://", "postgresql://").replace("postgres:@", "nobody_here:@")
        assert found(nobody) == ["database.login"]
    finally:
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("DROP DATABASE of_old_days")
            connection.execute("DROP DATABASE just_created")


def test_a_damaged_sqlite_file(sqlite_url: str, tmp_path: Path) -> None:
    path = Path(driver_url(sqlite_url).database or "")
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 40] = b"\x55" * (4096 * 37)
    path.write_bytes(data)
    assert [finding.code for finding in look_at_database(situation(tmp_path, sqlite_url)).findings] == [
        "database.damaged"
    ]


async def test_where_a_way_ends() -> None:
    for url, kind in (("http://127.0.0.1:1", "refused"), ("http://no.such.invalid", "dns"), ("http://a:99999", "port")):
        with pytest.raises(Unreachable) as end:
            await reach(url)
        assert end.value.kind == kind
