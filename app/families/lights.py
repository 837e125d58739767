"""Delegated authority as a traffic light, told by a word and a shape beside the colour."""

from enum import StrEnum

from app.families.models import AuthorityEntry, Decider


class Light(StrEnum):
    """Green: the carer decides. Amber: somebody else does. Ask: nobody has said."""

    GREEN = "green"
    AMBER = "amber"
    ASK = "ask"


def light_of(entry: AuthorityEntry | None) -> Light:
    """The light for what was said last; nothing said, or not known, means: ask."""
    if entry is None or entry.decider is Decider.UNKNOWN:
        return Light.ASK
    return Light.GREEN if entry.decider is Decider.CARER else Light.AMBER


def who_decides(entry: AuthorityEntry | None, *, is_own: bool) -> str:
    """The same in words: for the child's own carers "You decide", and the others by name."""
    light = light_of(entry)
    if entry is None or light is Light.ASK:
        return "Ask first"
    if light is Light.GREEN:
        return "You decide" if is_own else "The carer decides"
    return f"{entry.decider_name or entry.decider.label} decides"
