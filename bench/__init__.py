"""Measures Hive against its budgets: `make bench`, or `python -m bench phone|pages|lighthouse`."""
