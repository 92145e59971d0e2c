"""The whole examination, part by part: what one part finds ends the parts that rest on it, so nothing is told twice."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.doctor.database import look_at_database
from bot.doctor.environment import read_settings
from bot.doctor.finding import Finding, Severity, Situation, error
from bot.doctor.house import look_at_house
from bot.doctor.inward import look_inward, look_ready
from bot.doctor.outward import DateHeaders, look_at_robot, look_outward
from bot.doctor.profile import look_at_profile
from bot.doctor.profile_file import read_profile
from bot.doctor.reach import trusted
from bot.doctor.visible import look_at_people
from bot.logs import place
from bot.settings import Settings
from scheduler.clock import Clock
from scheduler.workdays import WorkCalendar
from storage.office import SAMPLE, Office


@dataclass(frozen=True)
class Report:
    """What was found, in the order of the walk."""

    findings: tuple[Finding, ...]

    @property
    def ill(self) -> tuple[Finding, ...]:
        """What is wrong: everything but the notes."""
        return tuple(found for found in self.findings if found.severity is not Severity.NOTE)

    @property
    def healthy(self) -> bool:
        return not self.ill


async def examine(environ: Mapping[str, str], clock: Clock) -> Report:
    """Look at everything that the environment of this process describes. Nothing is changed."""
    settings, wrong, findings = read_settings(environ)
    office, about_profile = _profile(settings, wrong)
    situation = Situation(settings, wrong, office, clock.now(), clock.real, environ, WorkCalendar())
    return Report((*findings, *about_profile, *await examine_running(situation)))


async def examine_running(situation: Situation) -> list[Finding]:
    """The ways in and out, the database and the house, once settings and profile are read."""
    dates, addresses = DateHeaders(situation.real), (situation.settings.public_url, situation.settings.wecom_api_base)
    trust = trusted() if any(address and address.startswith("https") for address in addresses) else True
    try:
        records = await asyncio.to_thread(look_at_database, situation)
        async with (
            _session(trust) as inward,
            _session(trust, dates.tracing()) as outward,
        ):
            found = await look_inward(situation, inward)
            back = await look_outward(situation, outward, dates, records.calendar)
            found += back.findings + await look_at_people(situation, back) + await look_at_robot(situation)
            if all(finding.severity is Severity.NOTE for finding in (*found, *records.findings)):
                found += await look_ready(situation, inward)
    except Exception as bug:  # noqa: BLE001 - a doctor that falls over says where
        where = f"体检程序自身出错（{place(bug)}）"
        return [error("doctor.fault", "体检", where, "请把这一行交开发人员；其余各项没有查完")]
    return [*found, *records.findings, *look_at_house(situation)]


def examine_profile(path: Path) -> tuple[Office | None, list[Finding]]:
    """The office of a profile, None when it cannot be loaded, and what is wrong with it."""
    office, findings = read_profile(path)
    if office is not None and not findings:
        findings = look_at_profile(office)
    return office, findings


def _session(trust: ssl.SSLContext | bool, *traces: aiohttp.TraceConfig) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(ssl=trust)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=list(traces))


def _profile(settings: Settings, wrong: frozenset[str]) -> tuple[Office | None, list[Finding]]:
    if "office" in wrong:
        return None, []
    return examine_profile(settings.office or SAMPLE)
