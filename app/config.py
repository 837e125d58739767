"""Every setting, read once from the environment and checked when the app starts."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit


class SettingsError(Exception):
    """One or more settings are wrong or missing; the message names each and what to do."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings of one running app. Times are in seconds unless the name says otherwise."""

    env: str
    instance: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str | None = field(default=None, repr=False)
    base_url: str = "http://127.0.0.1:5000"
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = "Hive <hive@example.org>"
    mail_folder: Path = Path("mail")
    uploads: Path = Path("uploads")
    encryption_key_file: Path = Path("encryption-keys")
    vapid_key_file: Path = Path("vapid.pem")
    vapid_subject: str = "hive@example.org"
    push_extra_origins: tuple[str, ...] = ()
    push_delay: int = 2
    demo: bool = False
    out_of_hours_name: str = "Fostering out-of-hours line"
    out_of_hours_phone: str = "0300 555 1373"
    hive_capacity: int = 10
    sleepover_nights: int = 14
    #: The London day on which a year of sleepovers begins, as (month, day).
    sleepover_year: tuple[int, int] = (4, 1)
    #: How many nights not used may be taken into the next year.
    sleepover_carry_over: int = 0
    #: The longest stay that can be asked for.
    sleepover_longest: int = 28
    #: Foster children in a home, if they are not all brothers and sisters (Children Act 1989,
    #: Schedule 7), and whether guests for a night count.
    fostering_limit: int = 3
    guests_count: bool = True
    #: From which age on one adult looks after how many children at an event (NSPCC).
    adult_ratios: tuple[tuple[int, int], ...] = ((0, 3), (2, 4), (4, 6), (9, 8), (13, 10))
    least_adults: int = 2
    sends_at_once: int = 60
    log_level: str = "INFO"
    queue_in_memory: bool = False  # for tests that work the queue off themselves

    @property
    def is_production(self) -> bool:
        """Whether people's real data may be in here."""
        return self.env == "production"

    @property
    def is_https(self) -> bool:
        """Whether people reach the app over TLS, so that cookies can insist on it."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Config":
        """Read the `HIVE_…` settings; raises `SettingsError` that names every wrong one."""
        return _Reader(os.environ if environ is None else environ).config()


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.problems: list[str] = []

    def get(self, name: str, default: str = "") -> str:
        return self.environ.get(f"HIVE_{name}", "").strip() or default

    def wrong(self, name: str, what: str) -> None:
        self.problems.append(f"HIVE_{name}: {what}")

    def config(self) -> Config:
        env = self.get("ENV", "development")
        if env not in {"development", "testing", "production"}:
            self.wrong("ENV", "must be development, testing or production.")
        instance = Path(self.get("INSTANCE", "instance")).absolute()
        built = Config(
            env=env,
            instance=instance,
            secret_key=self._secret_key(env, instance),
            database_url=self._database_url(instance),
            redis_url=self._url("REDIS_URL", {"redis", "rediss", "unix"}),
            base_url=self._base_url(env),
            smtp_url=self._url("SMTP_URL", {"smtp", "smtps"}),
            mail_from=self.get("MAIL_FROM", "Hive <hive@example.org>"),
            mail_folder=Path(self.get("MAIL_FOLDER", str(instance / "mail"))),
            uploads=Path(self.get("UPLOADS", str(instance / "uploads"))),
            encryption_key_file=Path(
                self.get("ENCRYPTION_KEY_FILE", str(instance / "encryption-keys"))
            ),
            vapid_key_file=Path(self.get("VAPID_KEY_FILE", str(instance / "vapid.pem"))),
            vapid_subject=self._vapid_subject(env),
            push_extra_origins=self._origins("PUSH_EXTRA_ORIGINS"),
            push_delay=self._whole("PUSH_DELAY", 2, "of seconds"),
            demo=self._yes_no("DEMO", default=False),
            out_of_hours_name=self.get("OUT_OF_HOURS_NAME", "Fostering out-of-hours line"),
            out_of_hours_phone=self.get("OUT_OF_HOURS_PHONE", "0300 555 1373"),
            hive_capacity=self._whole("CAPACITY", 10, "of households"),
            sleepover_nights=self._whole("SLEEPOVER_NIGHTS", 14, "of nights"),
            sleepover_year=self._day_of_year("SLEEPOVER_YEAR", "04-01"),
            sleepover_carry_over=self._whole("SLEEPOVER_CARRY_OVER", 0, "of nights"),
            sleepover_longest=max(1, self._whole("SLEEPOVER_LONGEST", 28, "of nights")),
            fostering_limit=self._whole("FOSTERING_LIMIT", 3, "of children"),
            guests_count=self._yes_no("GUESTS_COUNT", default=True),
            adult_ratios=self._ratios("ADULT_RATIOS", "0:3 2:4 4:6 9:8 13:10"),
            least_adults=self._whole("LEAST_ADULTS", 2, "of adults"),
            sends_at_once=max(1, self._whole("SENDS_AT_ONCE", 60, "of messages")),
            log_level=self._log_level(),
        )
        if env == "production" and built.demo:
            self.wrong("DEMO", "shows a shared password, so it can't be on in production.")
        if self.problems:
            raise SettingsError("Hive can't start:\n  " + "\n  ".join(self.problems))
        return built

    def _secret_key(self, env: str, instance: Path) -> str:
        given = self.get("SECRET_KEY")
        if given and len(given) < 32:
            self.wrong("SECRET_KEY", "is too short; use 32 characters or more.")
        if given or env == "testing":
            return given or "testing" * 8
        if env == "production":
            self.wrong(
                "SECRET_KEY",
                "is missing. Make one with: python3 -c 'import secrets; "
                "print(secrets.token_urlsafe(48))'",
            )
            return ""
        return _kept_secret(instance / "secret-key")

    def _database_url(self, instance: Path) -> str:
        url = self.get("DATABASE_URL")
        if not url:
            return f"sqlite:///{instance / 'hive.sqlite'}"
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                url = "postgresql+psycopg://" + url[len(short) :]
        if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.wrong("DATABASE_URL", "must start with sqlite:/// or postgresql://.")
        return url

    def _base_url(self, env: str) -> str:
        url = self.get("BASE_URL")
        if not url and env == "production":
            self.wrong("BASE_URL", "is missing. Give the address people open, as https://….")
        url = (url or "http://127.0.0.1:5000").rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            self.wrong("BASE_URL", "must be an address like https://hive.example.org.")
        elif env == "production" and parts.scheme != "https":
            self.wrong("BASE_URL", "must start with https:// in production.")
        return url

    def _vapid_subject(self, env: str) -> str:
        subject = self.get("VAPID_SUBJECT").removeprefix("mailto:")
        if not subject and env == "production":
            self.wrong(
                "VAPID_SUBJECT",
                "is missing. Give an e-mail address where the push services can reach you.",
            )
        if subject and "@" not in subject:
            self.wrong("VAPID_SUBJECT", "must be an e-mail address.")
        return subject or "hive@example.org"

    def _url(self, name: str, schemes: set[str]) -> str | None:
        url = self.get(name)
        if url and urlsplit(url).scheme not in schemes:
            self.wrong(name, f"must start with {' or '.join(sorted(schemes))}://.")
        return url or None

    def _origins(self, name: str) -> tuple[str, ...]:
        origins = tuple(part.strip() for part in self.get(name).split(",") if part.strip())
        for origin in origins:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
                self.wrong(name, f"{origin!r} is not an origin like https://push.example.org.")
        return origins

    def _whole(self, name: str, default: int, what: str) -> int:
        given = self.get(name, str(default))
        if not given.isdigit():
            self.wrong(name, f"must be a whole number {what}.")
            return default
        return int(given)

    def _day_of_year(self, name: str, default: str) -> tuple[int, int]:
        given = self.get(name, default)
        try:
            # A year without 29 February: the day is there every year.
            day = date.fromisoformat(f"2001-{given}")
        except ValueError:
            self.wrong(name, f"must be a day of the year like {default!r}: month, then day.")
            return (4, 1)
        return (day.month, day.day)

    def _ratios(self, name: str, default: str) -> tuple[tuple[int, int], ...]:
        pairs = [pair.partition(":")[::2] for pair in self.get(name, default).split()]
        if not all(age.isdigit() and each.isdigit() and int(each) for age, each in pairs):
            self.wrong(name, f"must be like {default!r}: an age, and children for each adult.")
            return ()
        bands = tuple(sorted((int(age), int(each)) for age, each in pairs))
        if not bands or bands[0][0] != 0:
            self.wrong(name, "must begin with the age 0.")
        return bands

    def _yes_no(self, name: str, *, default: bool) -> bool:
        given = self.get(name, "1" if default else "0").lower()
        if given not in {"0", "1", "yes", "no", "true", "false"}:
            self.wrong(name, "must be 1 or 0.")
        return given in {"1", "yes", "true"}

    def _log_level(self) -> str:
        level = self.get("LOG_LEVEL", "INFO").upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            self.wrong("LOG_LEVEL", "must be DEBUG, INFO, WARNING or ERROR.")
            return "INFO"
        return level


def _kept_secret(path: Path) -> str:
    """The development secret in `path`, made on first start, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
