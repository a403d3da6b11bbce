"""What the environment says, checked before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

TEAMS_HOSTS = frozenset({"smba.trafficmanager.net"})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DATABASE = "sqlite:///sparringsrum.db"
SECRET_AT_LEAST = 32  # characters: nobody can try all of them
APP_TYPES = ("SingleTenant", "MultiTenant")


class BadSetting(Exception):
    """A setting that the bot cannot start with: its name, and why in Danish and English."""

    def __init__(self, name: str, danish: str, english: str) -> None:
        super().__init__(name)
        self.name = name
        self.danish = danish
        self.english = english


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    app_id: str | None
    app_password: str = ""
    tenant_id: str | None = None
    app_type: str = "SingleTenant"
    database_url: str = DATABASE
    host: str = "127.0.0.1"
    port: int = 3978
    public_url: str = ""
    administrators: frozenset[str] = frozenset()
    zone: ZoneInfo = COPENHAGEN
    metrics_token: str = ""
    secret: str = ""
    clock_speed: float = 1.0
    send_limits: bool = True

    @property
    def local(self) -> bool:
        """Without an app id there is no token to check: then loopback only, in and out."""
        return self.app_id is None


def from_environment(env: Mapping[str, str]) -> Settings:
    """Raises BadSetting."""
    app_id = env.get("MicrosoftAppId", "").strip() or None
    local = app_id is None
    settings = Settings(
        app_id=app_id,
        app_password=env.get("MicrosoftAppPassword", ""),
        tenant_id=env.get("MicrosoftAppTenantId", "").strip() or None,
        app_type=env.get("MicrosoftAppType", "").strip() or "SingleTenant",
        database_url=env.get("SPARRINGSRUM_DATABASE_URL", "")
        or Settings(app_id=None).database_url,
        host=env.get("SPARRINGSRUM_HOST", "").strip() or ("127.0.0.1" if local else "0.0.0.0"),  # noqa: S104
        port=_port(env.get("SPARRINGSRUM_PORT", "3978")),
        public_url=env.get("SPARRINGSRUM_PUBLIC_URL", "").strip().rstrip("/"),
        administrators=frozenset(_words(env.get("SPARRINGSRUM_ADMINS", ""))),
        zone=_zone(env.get("SPARRINGSRUM_TIMEZONE", "") or "Europe/Copenhagen"),
        metrics_token=env.get("SPARRINGSRUM_METRICS_TOKEN", ""),
        secret=env.get("SPARRINGSRUM_SECRET", "").strip(),
        clock_speed=_speed(env.get("SPARRINGSRUM_CLOCK_SPEED", "") or "1"),
        send_limits=_limits(env.get("SPARRINGSRUM_SEND_LIMITS", "") or "teams"),
    )
    return _checked(settings)


def _checked(settings: Settings) -> Settings:
    if settings.secret and len(settings.secret) < SECRET_AT_LEAST:
        raise BadSetting(
            "SPARRINGSRUM_SECRET",
            f"SPARRINGSRUM_SECRET skal være på mindst {SECRET_AT_LEAST} tegn.",
            f"SPARRINGSRUM_SECRET must have at least {SECRET_AT_LEAST} characters.",
        )
    if settings.local:
        if settings.host not in LOOPBACK:
            raise BadSetting(
                "SPARRINGSRUM_HOST",
                "Uden MicrosoftAppId kører jeg kun lokalt, så jeg lytter kun på 127.0.0.1.",
                "Without MicrosoftAppId the bot runs locally only and binds to loopback.",
            )
        return settings
    if settings.tenant_id is None:
        raise BadSetting(
            "MicrosoftAppTenantId",
            "MicrosoftAppTenantId mangler: jeg skal vide, hvilken organisation jeg hører til.",
            "MicrosoftAppTenantId is missing: the bot must know its own tenant.",
        )
    if not settings.app_password:
        raise BadSetting(
            "MicrosoftAppPassword",
            "MicrosoftAppPassword mangler, så jeg kan ikke svare i Teams.",
            "MicrosoftAppPassword is missing: the bot could not answer in Teams.",
        )
    if settings.app_type not in APP_TYPES:
        raise BadSetting(
            "MicrosoftAppType",
            f"MicrosoftAppType skal være {' eller '.join(APP_TYPES)}.",
            f"MicrosoftAppType must be {' or '.join(APP_TYPES)}.",
        )
    if settings.clock_speed != 1.0:
        raise BadSetting(
            "SPARRINGSRUM_CLOCK_SPEED",
            "Uret kan kun gå hurtigere, når jeg kører lokalt.",
            "The clock runs faster in local mode only.",
        )
    if not settings.send_limits:
        raise BadSetting(
            "SPARRINGSRUM_SEND_LIMITS",
            "Teams' grænser kan kun slås fra, når jeg kører lokalt.",
            "Teams' limits can be switched off in local mode only.",
        )
    return settings


def _port(text: str) -> int:
    if not text.strip().isdigit() or not 0 <= int(text) <= 65535:
        raise BadSetting(
            "SPARRINGSRUM_PORT",
            "SPARRINGSRUM_PORT skal være et tal fra 0 til 65535.",
            "SPARRINGSRUM_PORT must be a number from 0 to 65535.",
        )
    return int(text)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadSetting(
            "SPARRINGSRUM_TIMEZONE",
            "SPARRINGSRUM_TIMEZONE er ikke en tidszone, jeg kender. Skriv fx Europe/Copenhagen.",
            "SPARRINGSRUM_TIMEZONE is no known time zone, such as Europe/Copenhagen.",
        ) from None


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= 3600:
        raise BadSetting(
            "SPARRINGSRUM_CLOCK_SPEED",
            "SPARRINGSRUM_CLOCK_SPEED skal være et tal fra 1 til 3600.",
            "SPARRINGSRUM_CLOCK_SPEED must be a number from 1 to 3600.",
        )
    return speed


def _limits(text: str) -> bool:
    if text not in ("teams", "none"):
        raise BadSetting(
            "SPARRINGSRUM_SEND_LIMITS",
            "SPARRINGSRUM_SEND_LIMITS skal være teams eller none.",
            "SPARRINGSRUM_SEND_LIMITS must be teams or none.",
        )
    return text == "teams"


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()
