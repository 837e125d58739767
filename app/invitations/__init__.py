"""Nobody registers alone: everybody is invited, into a role and a Hive."""
