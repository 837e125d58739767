"""The first screen, the page of everything else, and the pages that need several slices."""

from app.home import guide_views, role_views  # noqa: F401 - their pages join the blueprints
