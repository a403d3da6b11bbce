"""Sparringsrum: everything is put together here, and nowhere else."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:  # what a command does not need, it does not import
    from bot.board.serving import Boards
    from bot.board.tickets import BoardLinks
    from bot.clockwork import Clockwork, DomainClock
    from bot.links import Links
    from bot.nights import Nights
    from bot.outbox import Outbox
    from bot.settings import Settings
    from bot.speaking import Speaker
    from bot.switchboard import Area
    from storage.store import Store

BAD_SETTING = 2


def utcnow() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A bot that is up: what the rehearsal and the tests hold on to."""

    url: str
    store: "Store"
    outbox: "Outbox"
    speaker: "Speaker"
    clockwork: "Clockwork"
    clock: "DomainClock"
    nights: "Nights"
    boards: "Boards"
    warming: "asyncio.Task[None]"  # ends when nobody has to wait for what is loaded late


def areas_of(links: "Links", board_links: "BoardLinks", zone: ZoneInfo) -> "list[Area]":
    """Every area. Those that tell of others come after them."""
    import bot.between
    import bot.board
    import bot.calendar
    import bot.courses
    import bot.courses.after
    import bot.deciding
    import bot.digests
    import bot.finding
    import bot.handbook
    import bot.learning
    import bot.people
    import bot.principles
    import bot.privacy
    import bot.quiet
    import bot.sparring
    import bot.status
    import bot.supervision
    import bot.tilsyn
    import bot.trends
    import bot.trying
    import bot.yearly

    areas = [
        bot.people.AREA,
        bot.sparring.area(zone),
        bot.learning.area(zone),
        bot.deciding.AREA,
        bot.principles.area(zone),
        bot.trying.area(zone),
        bot.digests.area(zone),
        bot.trends.area(zone),
        bot.yearly.area(zone),
        bot.privacy.area(links),
        bot.finding.AREA,
        bot.between.area(links, zone),
        bot.handbook.area(links),
        bot.courses.area(links, zone),
        bot.courses.after.area(zone),
        bot.supervision.area(links, zone),
        bot.tilsyn.area(zone),
    ]
    areas.append(bot.calendar.area(tuple(areas), links))
    areas.append(bot.board.area(board_links))
    areas.append(bot.quiet.area(areas))
    areas.append(bot.status.area(areas))
    return areas


@asynccontextmanager
async def running(
    settings: "Settings",
    *,
    real: Callable[[], datetime] = utcnow,
    begin: datetime | None = None,
    heartbeat: bool = True,
    metadata_url: str | None = None,
    directory_url: str | None = None,
) -> AsyncIterator[Running]:
    """Starts the bot, and stops it in good order.

    `begin` is the domain's time at the very first start; without a heartbeat, time passes only
    when `clockwork.tick` is called. `metadata_url` and `directory_url` say where the channel and
    the directory name their signing keys, if not where Microsoft does.
    """
    import aiohttp

    import bot.between
    import bot.calendar
    import bot.courses
    import bot.handbook
    import bot.learning
    import bot.people
    import bot.privacy
    import bot.sparring
    import bot.supervision.dates
    from bot.board.hub import Hub
    from bot.board.serving import Boards
    from bot.board.tickets import BoardLinks, Directory
    from bot.clockwork import Clockwork, anchored
    from bot.connections import KEPT_FOR_TEAMS, Runner, Site, room
    from bot.files import Files
    from bot.gate import Gate
    from bot.http import Counts, Metrics, web_app
    from bot.keys import METADATA_URL, SigningKeys, fetching
    from bot.limits import Limits
    from bot.links import Links
    from bot.nights import Nights
    from bot.outbox import Outbox
    from bot.rate import Rate
    from bot.settings import TEAMS_HOSTS
    from bot.sparring.drawing import Drawings
    from bot.speaking import Speaker
    from bot.switchboard import Happenings, Switchboard
    from bot.teams.adapter import Adapter
    from bot.teams.credentials import Credentials
    from bot.teams.sender import Sender
    from dialogs import cards
    from storage import course_after, courses, index, migrate, rhythm
    from storage.clock import last_beat, touch
    from storage.store import Store

    hosts = None if settings.local else TEAMS_HOSTS
    store = Store(settings.database_url)
    await store.start()
    await store.write(index.keep_right)
    http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    # Keys have a session of their own: a hundred sends that hang must not keep people out.
    keys_http = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    keys = (
        None
        if settings.local
        else SigningKeys(
            fetch=fetching(keys_http), now=real, metadata_url=metadata_url or METADATA_URL
        )
    )
    directory = (
        Directory(
            app_id=settings.app_id,
            tenant_id=settings.tenant_id,
            public_url=settings.public_url,
            keys=SigningKeys(
                fetch=fetching(keys_http),
                now=real,
                metadata_url=directory_url or Directory.metadata(settings.tenant_id),
            ),
            now=real,
        )
        if settings.app_id and settings.tenant_id
        else None
    )
    credentials = (
        Credentials(
            app_id=settings.app_id,
            password=settings.app_password,
            tenant_id=settings.tenant_id if settings.app_type == "SingleTenant" else None,
            real=real,
        )
        if settings.app_id
        else None
    )
    sender = Sender(http, hosts=hosts, credentials=credentials)
    clock = await anchored(store, real, speed=settings.clock_speed, begin=begin)
    links = Links(
        secret=settings.secret, local=settings.local, public_url=settings.public_url, now=real
    )
    board_links = BoardLinks(
        secret=settings.secret, local=settings.local, address=settings.public_url, now=real
    )
    areas = areas_of(links, board_links, settings.zone)
    limits = Limits(real, strict=settings.send_limits)
    out = Outbox(
        store=store,
        sender=sender,
        kinds={name: kind for area in areas for name, kind in area.kinds.items()},
        now=clock.now,
        real=real,
        limits=limits,
        zone=settings.zone,
        unreached=bot.people.unreached,
    )
    switchboard = Switchboard(
        store=store,
        areas=areas,
        happenings=Happenings(
            bot_added=bot.people.bot_added,
            bot_removed=bot.people.bot_removed,
            members_changed=bot.people.members_changed,
            unclear=bot.people.unclear,
            unclear_in_private=bot.learning.unclear_in_private,
            keeps=bot.learning.KEEPS,
            stranger=bot.people.look_again,
        ),
        now=clock.now,
        zone=settings.zone,
        administrators=settings.administrators,
        woken=out.wake,
    )
    nights = Nights(store=store, zone=settings.zone, now=clock.now)
    clockwork = Clockwork(
        store=store,
        outbox=out,
        clock=clock,
        time_passes=partial(bot.sparring.time_passes, zone=settings.zone),
        occasions={name: use for area in areas for name, use in area.occasions.items()},
        zone=settings.zone,
        nightly=nights.tick,
    )
    speaker = Speaker(sender, limits)

    async def ready() -> bool:
        try:
            await store.ping()
            if store.falters:
                return False
            await store.write(touch)
            return await store.read(lambda session: migrate.at_head(session.connection()))
        except Exception:
            return False

    files = Files(
        links=links,
        store=store,
        sender=sender,
        offered={
            **bot.privacy.FILES,
            **bot.between.FILES,
            **bot.handbook.FILES,
            **bot.courses.FILES,
            **bot.supervision.dates.files(links),
        },
        roster_fetched=bot.people.roster_fetched,
        now=clock.now,
        zone=settings.zone,
    )
    feeds = bot.calendar.Feeds(
        links=links, store=store, areas=areas, now=clock.now, zone=settings.zone
    )
    gate = Gate(
        app_id=settings.app_id,
        tenant_id=settings.tenant_id,
        service_hosts=hosts or frozenset(),
        keys=keys,
        now=real,
    )
    # The simulated people of the rehearsal are as fast as they like.
    take = switchboard.take if settings.local else Rate(switchboard.take, real)
    application = web_app(
        gate=gate,
        receiver=Adapter(take, speaker.say),
        ready=ready,
        counts=Counts(store, real),
        metrics=Metrics(),
        metrics_token=settings.metrics_token,
        open_file=files.open,
        open_calendar=feeds.open,
    )
    at_once = room()
    hub = Hub(
        store=store,
        zone=settings.zone,
        draws=Drawings(),
        most=at_once - KEPT_FOR_TEAMS,
    )
    boards = Boards(
        hub=hub,
        links=board_links,
        directory=directory,
        store=store,
        take=take,
        now=clock.now,
        real=real,
        speed=settings.clock_speed,
        zone=settings.zone,
        local=settings.local,
        year=partial(bot.calendar.marks, areas=areas),
    )
    boards.add_to(application)
    runner = Runner(application)
    following: asyncio.Task[None] | None = None
    sweeping: asyncio.Task[None] | None = None
    warming: asyncio.Task[None] | None = None

    async def sweep(loading: "asyncio.Task[None]") -> None:
        await loading  # what cannot be built is given up: without the cards nothing is begun
        await out.run()

    try:
        since = await store.read(last_beat)
        await store.write(rhythm.keep, clock.now(), settings.zone)
        await store.write(courses.keep, clock.now(), settings.zone)
        await store.write(course_after.keep, clock.now(), settings.zone)
        await clockwork.tick(beat=False)
        await store.write(bot.sparring.been_away, since, clock.now(), settings.zone)
        await runner.setup()
        await Site(runner, settings.host, settings.port, most_at_once=at_once).start()
        loading = asyncio.create_task(asyncio.to_thread(cards.load))
        warming = asyncio.create_task(warm(loading))
        if heartbeat:
            clockwork.start()
            sweeping = asyncio.create_task(sweep(loading))
            out.wake()
        port = runner.addresses[0][1]
        if settings.local and not board_links.address:
            board_links.address = f"http://{settings.host}:{port}"
        store.follow(hub.heard)
        following = asyncio.create_task(hub.run())
        yield Running(
            url=f"http://{settings.host}:{port}",
            store=store,
            outbox=out,
            speaker=speaker,
            clockwork=clockwork,
            clock=clock,
            nights=nights,
            boards=boards,
            warming=warming,
        )
    finally:
        if warming is not None:
            await asyncio.wait([warming])
        await runner.cleanup()
        if following is not None:
            following.cancel()
            await asyncio.wait([following])
        await clockwork.stop()
        await nights.stop()
        await out.stop(sweeping)
        await speaker.settle()
        if keys is not None:
            await keys.close()
        if directory is not None:
            await directory.close()
        await http.close()
        await keys_http.close()
        await store.close()


async def warm(loading: "asyncio.Task[None]") -> None:
    """Loads what is not needed to be ready: whoever asks for it first would wait for it. Raises
    what keeps it from being loaded."""
    await loading
    await asyncio.to_thread(_warm)


def _warm() -> None:
    from dialogs.between.whom import stem
    from dialogs.calendar.days import public_holiday
    from dialogs.privacy import vocabulary
    from dialogs.sparring.advice import sounds_like_advice

    vocabulary.load()
    public_holiday(utcnow().date())
    stem("sparring")
    sounds_like_advice("Du skal ringe til skolen.")


# --- commands --------------------------------------------------------------------------------


def run(_: argparse.Namespace) -> int:
    import gc
    import signal

    from bot.logs import log_as_json

    gc.disable()  # nothing of what is imported is garbage; a meeting waits for this start
    settings = _settings()
    log_as_json()

    async def serve() -> None:
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, stopped.set)
        async with running(settings) as up:
            where = "Kun på denne maskine, uden Teams." if settings.local else ""
            print(f"Sparringsrum lytter på {up.url}. {where}".rstrip(), flush=True)
            await up.warming
            gc.freeze()
            gc.enable()
            await stopped.wait()

    asyncio.run(serve())
    return 0


def rehearse(args: argparse.Namespace) -> int:
    from bot.rehearsal.play import play
    from dialogs.sparring.agenda import AgendaName

    agendas = {
        "enkeltsag": AgendaName.SINGLE_CASE,
        "kort": AgendaName.SHORT,
        "principiel": AgendaName.PRINCIPLE,
        "emne": AgendaName.TOPIC,
    }
    code: int = play(running, utcnow, speed=args.speed, agenda=agendas[args.agenda])
    return code


def package(args: argparse.Namespace) -> int:
    from manifest.package import PackageRefused, Setting, write_package

    settings = _settings() if not args.local else None
    try:
        target = write_package(
            Path(args.file),
            app_id=settings.app_id if settings else None,
            public_url=settings.public_url if settings else None,
            local=args.local,
        )
    except PackageRefused as refused:
        needs = {
            Setting.APP_ID: "MicrosoftAppId mangler eller er ikke en GUID.",
            Setting.PUBLIC_URL: "SPARRINGSRUM_PUBLIC_URL mangler eller er ikke en https-adresse.",
        }
        print(f"{needs[refused.setting]} Til en prøve på egen maskine: --local", file=sys.stderr)
        return BAD_SETTING
    print(f"Skrevet: {target}")
    return 0


def check(_: argparse.Namespace) -> int:
    from dialogs.upkeep import words
    from dialogs.upkeep.health import faults
    from storage.health import examine

    settings = _settings()
    health = examine(settings.database_url)
    print(*words.checked(health, local=settings.local, zone=settings.zone), sep="\n")
    return BAD_SETTING if faults(health) else 0


def season(_: argparse.Namespace) -> int:
    from sys import stdout

    from bot.board.tickets import BoardLinks
    from bot.calendar import printed_year
    from bot.links import Links
    from storage.snapshot import reading

    settings = _settings()
    links = Links(secret=settings.secret, local=True, public_url="", now=utcnow)
    board_links = BoardLinks(secret=settings.secret, local=True, address="", now=utcnow)
    areas = areas_of(links, board_links, settings.zone)
    with reading(settings.database_url) as session:
        lines = printed_year(session, areas, utcnow(), settings.zone)
        stdout.writelines(f"{line}\n" for line in lines)
    return 0


def backup(args: argparse.Namespace) -> int:
    from dialogs.upkeep import words
    from storage.backup import back_up

    _tidy_when_terminated()
    done = back_up(_settings().database_url, Path(args.file), now=utcnow())
    print(words.backed_up(args.file, done.rows, noted=done.noted))
    return 0


def restore(args: argparse.Namespace) -> int:
    from dialogs.upkeep import words
    from storage import backup

    _tidy_when_terminated()
    url, file = _settings().database_url, Path(args.file)
    done = backup.restore(url, file, now=utcnow(), replace=args.replace)
    print(words.restored(done.rows, str(done.kept) if done.kept else None))
    return 0


def _tidy_when_terminated() -> None:
    """So that a half-made copy does not stay behind when the command is stopped."""
    import signal

    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def migrate_(_: argparse.Namespace) -> int:
    from storage import migrate
    from storage.store import Store

    settings = _settings()

    async def upgrade() -> None:
        store = Store(settings.database_url)
        await store.start()
        await store.close()

    asyncio.run(upgrade())
    print(f"Databasen er på {migrate.head()}.")
    return 0


def _settings() -> "Settings":
    from bot.floors import stands_on
    from bot.settings import from_environment

    stands_on()
    return from_environment(os.environ)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="app.py", description="Sparringsrum leder teamets faglige sparring i Microsoft Teams."
    )
    parser.set_defaults(command=run)
    commands = parser.add_subparsers(title="kommandoer", metavar="")
    one = commands.add_parser("rehearse", help="spiller et helt møde med simulerede kolleger")
    one.add_argument("--speed", type=float, default=60, help="hvor meget hurtigere uret går (60)")
    one.add_argument(
        "--agenda",
        choices=("enkeltsag", "kort", "principiel", "emne"),
        default="enkeltsag",
        help="mødeformen (enkeltsag)",
    )
    one.set_defaults(command=rehearse)
    one = commands.add_parser("package", help="skriver app-pakken til Teams")
    one.add_argument("file", nargs="?", default="sparringsrum.zip", help="filens navn")
    one.add_argument("--local", action="store_true", help="en pakke til en prøve på egen maskine")
    one.set_defaults(command=package)
    one = commands.add_parser(
        "season", help="viser hver påmindelse i det kommende år, og sender ikke noget"
    )
    one.set_defaults(command=season)
    one = commands.add_parser("backup", help="skriver en sikkerhedskopi, også mens botten kører")
    one.add_argument("file", help="filens navn; den må ikke findes i forvejen")
    one.set_defaults(command=backup)
    one = commands.add_parser("restore", help="lægger en sikkerhedskopi ind som databasen")
    one.add_argument("file", help="sikkerhedskopien")
    one.add_argument(
        "--replace", action="store_true", help="også når der er data i databasen i forvejen"
    )
    one.set_defaults(command=restore)
    one = commands.add_parser("check", help="ser efter, om indstillinger og database er i orden")
    one.set_defaults(command=check)
    one = commands.add_parser("migrate", help="bringer databasen op til denne version")
    one.set_defaults(command=migrate_)
    return parser


def main() -> int:
    args = arguments().parse_args()
    try:
        code: int = args.command(args)
    except Exception as error:
        told = explained(error)
        if told is None:
            raise
        print(told, file=sys.stderr)
        return BAD_SETTING
    return code


def explained(error: Exception) -> str | None:
    """A sentence for what an administrator can put right; None for a bug."""
    from bot.settings import BadSetting
    from dialogs.upkeep import words
    from storage.migrate import DatabaseRefused
    from storage.store import is_the_databases

    if isinstance(error, BadSetting):
        return f"{error.danish}\n{error.english}"
    if isinstance(error, DatabaseRefused):
        return words.refused(type(error).__name__, ", ".join(map(str, error.args))) or None
    if is_the_databases(error):  # a full disk, a file that cannot be written
        return words.did_not_answer(str(error.__cause__ or error))
    if isinstance(error, OSError) and error.errno is not None:
        return f"Det lykkedes ikke at starte: {error.strerror}"
    return None


if __name__ == "__main__":
    sys.exit(main())
