"""The few ways a service says no. One place (`problems.py`) turns them into pages and JSON."""

from collections.abc import Mapping


class HiveError(Exception):
    """Base of all domain errors; `detail` is said to the person as it stands."""

    status = 400
    title = "That did not work"

    def __init__(self, detail: str = "", *, title: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        if title:
            self.title = title


class NotSignedIn(HiveError):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401
    title = "You have been signed out"

    def __init__(self, detail: str = "Sign in again to go on.") -> None:
        super().__init__(detail)


class NotAllowed(HiveError):
    """The person can see the thing but may not do this with it."""

    status = 403
    title = "You can't do that here"


class NotFound(HiveError):
    """The thing does not exist, or this person may not know that it does."""

    status = 404
    title = "We can't find that page"

    def __init__(
        self, detail: str = "It may have been moved, or it is not yours to see. Go back to Home."
    ) -> None:
        super().__init__(detail)


class Conflict(HiveError):
    """Somebody else was quicker, or the thing has moved on."""

    status = 409
    title = "Something changed in the meantime"


class Gone(HiveError):
    """It was there once and is over, for good."""

    status = 410
    title = "This is no longer open"


class Invalid(HiveError):
    """What came in can't be used as it is: a message for each field, in plain words."""

    status = 422
    title = "There is a problem"

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(self.errors.values()))


class TooMany(HiveError):
    """Too many attempts; `retry_after` is in seconds."""

    status = 429
    title = "Too many tries"

    def __init__(self, retry_after: int, detail: str = "") -> None:
        self.retry_after = retry_after
        minutes = max(1, round(retry_after / 60))
        wait = "a minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(detail or f"Wait {wait}, then try again.")
