"""`flask keys …`: a new key for what is encrypted, and doing without the old ones."""

import click
from flask import current_app

from app.core.crypto import key_ring
from app.core.errors import Conflict
from app.core.rotation import forget_old_keys, renew_all


@click.group("keys")
def keys() -> None:
    """The keys that care cards, dates of birth, notes and photos are encrypted with."""


@keys.command("rotate")
def rotate() -> None:
    """Make a new key and encrypt everything anew with it, while Hive runs."""
    ring = key_ring()
    ring.add_key()
    click.echo(
        f"There is a new key in {_file()}. Every running process writes with it from now on "
        "and still reads with the older ones."
    )
    renewed = renew_all()
    click.echo(f"Encrypted anew: {renewed} {'value' if renewed == 1 else 'values'}.")
    click.echo(
        "Copy the key file to where you keep it, apart from the database's backups.\n"
        "Keep older copies of the file as long as you keep older backups: a backup can only be "
        "read with the keys of its time.\n"
        "`flask keys forget-old` takes the older keys out of the file."
    )


@keys.command("forget-old")
def forget_old() -> None:
    """Take all keys but the newest out of the file, once nothing needs them."""
    before = key_ring().count()
    if before == 1:
        click.echo(f"There is only one key in {_file()}: nothing to forget.")
        return
    try:
        forget_old_keys()
    except Conflict as reason:
        raise click.ClickException(reason.detail) from None
    gone = before - 1
    click.echo(
        f"{gone} older {'key is' if gone == 1 else 'keys are'} out of {_file()}. "
        "Backups made before the rotation need the copy of the file that you kept."
    )


def _file() -> str:
    return str(current_app.extensions["hive_config"].encryption_key_file)
