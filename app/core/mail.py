"""E-mail out: through SMTP when it is set up, else into a folder that can be looked at."""

import itertools
import re
import smtplib
import ssl
import time
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.config import Config

_count = itertools.count()


def send_mail(to: str, subject: str, text: str) -> None:
    """Send one plain e-mail now (jobs call this, never a request).

    Raises `smtplib.SMTPException` or `OSError` when the mail server can't be reached.
    """
    config: Config = current_app.extensions["hive_config"]
    message = EmailMessage()
    message["From"] = config.mail_from
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=urlsplit(config.base_url).hostname)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if config.smtp_url:
        _through_smtp(config.smtp_url, message)
    else:
        _into_folder(config, message)


def _through_smtp(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=20, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=20)
    with server:
        if parts.scheme == "smtp" and parts.username:
            server.starttls(context=context)  # a password never goes out in the clear
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _into_folder(config: Config, message: EmailMessage) -> None:
    config.mail_folder.mkdir(parents=True, exist_ok=True)
    to = re.sub(r"[^a-z0-9.@-]", "_", str(message["To"]).lower())
    name = f"{time.time_ns()}-{next(_count)}-{to}.eml"
    unfinished = config.mail_folder / f".{name}"
    unfinished.write_bytes(bytes(message))
    unfinished.rename(config.mail_folder / name)  # whoever watches the folder sees whole letters
