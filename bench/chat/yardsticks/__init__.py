"""Other programs that do a part of what Hive does, measured beside it in the same run."""
