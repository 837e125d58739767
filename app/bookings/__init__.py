"""Sleepovers and day care: when hosts are free, asking, answering, the stay and after it."""
