"""What comes in about families."""
