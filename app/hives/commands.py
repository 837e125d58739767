"""`flask people …`: what an operator does at the command line."""

import click
from flask import Blueprint

from app.core.errors import Invalid
from app.core.schemas import EMAIL, clean_text
from app.hives.services import create_manager

blueprint = Blueprint("people", __name__, cli_group="people")


@blueprint.cli.command("create-manager")
@click.option("--name", prompt="Name")
@click.option("--email", prompt="E-mail address")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def create_manager_command(name: str, email: str, password: str) -> None:
    """Make the first manager, who then invites support workers."""
    name, email = clean_text(name), clean_text(email).lower()
    if not name or len(name) > 100:
        raise click.ClickException("name: give a name of 1 to 100 letters.")
    if not EMAIL.fullmatch(email):
        raise click.ClickException("email: give an address like name@example.org.")
    try:
        create_manager(name=name, email=email, password=password)
    except Invalid as problem:
        lines = [f"{field}: {said}" for field, said in problem.errors.items()]
        raise click.ClickException("\n".join(lines)) from None
    click.echo(f"{name} can now sign in as a manager.")
