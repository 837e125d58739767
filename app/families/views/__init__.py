"""Pages about households and children."""
