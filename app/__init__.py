"""Hive: the app of foster carers' communities."""

from datetime import timedelta
from typing import Any

import click
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.accounts import jobs as account_jobs
from app.accounts import views as accounts
from app.accounts.services import find_signed_in
from app.bookings import jobs as booking_jobs
from app.bookings import views as bookings
from app.bookings.queries.calendar import stays_in_feed, stays_on_pages
from app.chat import (
    attachment_views,
    group_views,
    guard_views,
    message_views,
    poll_views,
    report_views,
    room_views,
    search_views,
    sockets,
)
from app.chat import jobs as chat_jobs
from app.chat import queries as chat_queries
from app.chat import views as chat
from app.chat.push_news import room_news
from app.chat.services import init_sending
from app.chat.telling import init_telling
from app.config import Config
from app.core import access, health, words
from app.core.assets import init_assets
from app.core.crypto import init_crypto
from app.core.database import engine_options, forget_failed_reads, init_database
from app.core.extensions import compress, login_manager, socketio
from app.core.jobs import init_jobs
from app.core.line import Line
from app.core.logs import init_logs
from app.core.migrations import init_migrations
from app.core.problems import init_problems
from app.core.security import csp_nonce, init_security
from app.core.storage import init_storage
from app.core.throttle import init_throttle
from app.events import jobs as event_jobs
from app.events import views as events
from app.events.other_dates import OtherDates, init_other_dates
from app.families import jobs as family_jobs
from app.families import views as families
from app.families.expected import init_expected
from app.hives import commands, queries
from app.home import hive_views as hives
from app.home import views as home
from app.imports import jobs as import_jobs
from app.imports import views as imports
from app.invitations import jobs as invitation_jobs
from app.invitations import views as invitations
from app.invitations.queries import invitations_of
from app.notices import jobs as notice_jobs
from app.notices import views as notices
from app.notices.push import init_push
from app.pwa import views as pwa
from app.styleguide import views as styleguide

#: The slices, each with its pages; the order means nothing.
BLUEPRINTS = (
    health.blueprint,
    accounts.blueprint,
    hives.blueprint,
    families.blueprint,
    events.blueprint,
    bookings.blueprint,
    invitations.blueprint,
    home.blueprint,
    chat.blueprint,
    notices.blueprint,
    imports.blueprint,
    pwa.blueprint,
    commands.blueprint,
)
#: Imported so that their jobs are known before the queue is bound.
JOBS = (
    account_jobs,
    booking_jobs,
    chat_jobs,
    event_jobs,
    family_jobs,
    import_jobs,
    invitation_jobs,
    notice_jobs,
)

#: Imported so that their pages are on the blueprint of their slice.
MORE_VIEWS = (
    attachment_views,
    message_views,
    poll_views,
    group_views,
    room_views,
    report_views,
    search_views,
    guard_views,
)

_BIGGEST_REQUEST = 256 * 1024


def create_app(config: Config | None = None) -> Flask:
    """Put the app together. Raises `SettingsError` when a setting is wrong or missing."""
    config = config or Config.from_env()
    app = Flask(__name__, static_folder=None)
    app.testing = config.env == "testing"
    app.extensions["hive_config"] = config
    app.config.update(_flask_settings(config))
    init_logs(app, config.log_level)
    # A proxy in front tells who asks; gunicorn believes only the proxies it is told of.
    if config.is_production:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    init_crypto(app, config)
    init_storage(app, config)
    init_database(app)
    if click.get_current_context(silent=True):
        init_migrations(app)
    init_problems(app)
    init_security(app, config)
    init_throttle(app, config.redis_url)
    init_assets(app)
    compress.init_app(app)
    _init_sign_in(app)
    access.init_access(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if not config.is_production:
        app.register_blueprint(styleguide.blueprint)
    init_push(app, config, room_news=room_news)
    init_expected(app, invitations_of)
    init_other_dates(app, OtherDates(on_pages=stays_on_pages, in_feed=stays_in_feed))
    init_jobs(app, config)
    _init_sockets(app, config)
    _init_templates(app, config)
    cli.init_cli(app)
    access.refuse_undeclared(app)
    return app


def _flask_settings(config: Config) -> dict[str, Any]:
    if config.database_url.startswith("sqlite"):
        config.instance.mkdir(parents=True, exist_ok=True)
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database_url),
        "MAX_CONTENT_LENGTH": _BIGGEST_REQUEST,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "SESSION_COOKIE_NAME": "hive",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_https,
        "COMPRESS_MIMETYPES": [
            "text/html",
            "text/calendar",
            "application/json",
            "application/problem+json",
        ],
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 4,
    }


def _init_sign_in(app: Flask) -> None:
    login_manager.init_app(app)
    # Phones change networks all day: a sign-in is not tied to an address.
    login_manager.session_protection = None
    login_manager.user_loader(find_signed_in)


def _init_sockets(app: Flask, config: Config) -> None:
    sockets.register(socketio)
    socketio.init_app(
        app,
        # The suite's own clients need no event loop of gevent's.
        async_mode="threading" if config.queue_in_memory else "gevent",
        # WebSocket alone: several processes then need no sticky sessions.
        transports=["websocket"],
        cors_allowed_origins=[config.base_url],
        max_http_buffer_size=_BIGGEST_REQUEST,
        ping_interval=20,
        ping_timeout=20,
    )
    sockets.register_sending(app, socketio)
    init_telling(app, config.redis_url)
    init_sending(app, config=config)
    if socketio.server.eio.async_mode == "gevent":
        Line.take_over(
            socketio.server.eio,
            longest=_BIGGEST_REQUEST,
            # Whatever a phone does about a message, it sends a few packets for it.
            at_once=4 * config.sends_at_once,
        )


def _init_templates(app: Flask, config: Config) -> None:
    app.jinja_env.filters.update(
        as_people_say=words.as_people_say,
        day_label=words.day_label,
        sentence=words.sentence,
        how_long=words.how_long,
        clock_time=words.clock_time,
        local_day=words.local_day,
        when_in_short=words.when_in_short,
    )
    app.jinja_env.globals.update(
        csp_nonce=csp_nonce, config_env=config.env, base_url=config.base_url
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_page_context)


def _page_context() -> dict[str, Any]:
    """What every page shows of whoever asks; an error page is told even without a database."""
    try:
        actor = access.actor_or_none()
        if actor is None:
            return _NOBODY
        own = queries.own_hive_ids(actor)
        unread = chat_queries.unread(actor)
        return {
            "current_actor": actor,
            "current_device": access.device(),
            "active_roles": {role.value for role in actor.roles},
            "own_hive_id": own[0] if own else None,
            "unread_total": unread.total,
            "muted_rooms": unread.muted_ids,
        }
    except Exception:  # noqa: BLE001 - the page that says what went wrong must not fail too
        forget_failed_reads()
        return _NOBODY


_NOBODY: dict[str, Any] = {
    "current_actor": None,
    "current_device": None,
    "active_roles": set(),
    "own_hive_id": None,
    "unread_total": 0,
    "muted_rooms": [],
}
