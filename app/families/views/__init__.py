"""Pages about households and children."""

from app.families.views import (
    authority,
    belonging,
    cards,
    children,
    households,
    moves,
    waiting,
)
from app.families.views.blueprint import blueprint

__all__ = [
    "authority",
    "belonging",
    "blueprint",
    "cards",
    "children",
    "households",
    "moves",
    "waiting",
]
