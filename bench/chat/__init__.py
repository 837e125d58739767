"""How quickly a message reaches everybody in the room, and how many a server carries.

`measure.py` runs it all and prints the table; `phones.py` is the load generator, a process of its
own; `county.py` makes the people; `yardsticks/` are the programs measured beside Hive.
"""
