"""What views share: forms that keep what was typed, and pages with the right status."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request

from app.core.errors import Invalid
from app.core.schemas import HiveSchema


class Form:
    """What was typed into a form and what is wrong with it, for the template to show."""

    def __init__(
        self, values: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
    ) -> None:
        self.values = dict(values or {})
        self.errors = dict(errors or {})

    @classmethod
    def submitted(cls) -> "Form":
        """The form as this request sent it (empty for a GET)."""
        return cls({name: request.form[name] for name in request.form})

    def value(self, name: str, default: Any = "") -> Any:
        """What was typed into the field `name`."""
        return self.values.get(name, default)

    def error(self, name: str) -> str | None:
        """What is wrong with the field `name`, in words, or None."""
        return self.errors.get(name)

    def load(self, schema: HiveSchema) -> dict[str, Any]:
        """The checked data; raises `Invalid`."""
        return schema.load_or_invalid(self.values)

    @contextmanager
    def showing_errors(self) -> Iterator[None]:
        """Turn an `Invalid` raised in the block into errors of this form."""
        try:
            yield
        except Invalid as problem:
            self.errors = problem.errors


def page(template: str, status: int = 200, **context: Any) -> Response:
    """Render a page; a form with errors makes it a 422."""
    form = context.get("form")
    if isinstance(form, Form) and form.errors and status == 200:
        status = 422
    return make_response(render_template(template, **context), status)


def local_path(target: str | None) -> str | None:
    """`target` when it is a path of this app, else None: no page sends people elsewhere."""
    if not target or not target.startswith("/") or "\\" in target:
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or target.startswith("//"):
        return None
    return target
