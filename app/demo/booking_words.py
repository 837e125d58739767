"""What hosts tell of their homes in the demo county, and what was said of stays."""

from typing import Any

#: Lisa's home, as the demo shows it first.
LISAS_HOME: dict[str, Any] = {
    "welcome": "Hello. We are Lisa and Meera, and there is a boy of four. Biscuit the dog is "
    "waiting for you. You can choose the film.",
    "lives_here": "Lisa and Meera, a boy of four, and Biscuit",
    "pets": "Biscuit, a small dog. He sleeps downstairs.",
    "has_dog": True,
    "garden": "A swing, and a place to dig",
    "bedroom": "Two beds by the window, with a blue lamp between them",
    "stairs": "One stair, with a light at night",
    "languages": "English",
    "food": "Pancakes on Saturdays. No nuts in the house.",
}
HOMES: tuple[dict[str, Any], ...] = (
    {
        "welcome": "Come in, shoes off, and have a look round. Your room is the one with the moon.",
        "lives_here": "Two grown-ups",
        "pets": "No animals",
        "garden": "A small yard with pots",
        "bedroom": "A room of your own with a moon on the door",
        "stairs": "Two stairs",
        "languages": "English, some Polish",
        "food": "You help to choose what we cook.",
    },
    {
        "welcome": "Hello. We like board games, and we have a lot of them.",
        "lives_here": "Two grown-ups and a big sister of 15",
        "pets": "Two cats, Pepper and Salt",
        "has_cat": True,
        "garden": "A lawn for football",
        "bedroom": "Bunk beds: you may choose which one",
        "stairs": "One stair",
        "languages": "English",
        "food": "Anything with pasta. Vegetarian is no trouble.",
    },
    {
        "welcome": "Welcome. It is quiet here, and there is always toast.",
        "lives_here": "One grown-up",
        "pets": "A tank of fish",
        "garden": "The park is across the road.",
        "bedroom": "A bed by the wall with a lamp you can turn on yourself",
        "stairs": "No stairs",
        "languages": "English, Bengali",
        "food": "Halal",
    },
)
#: How it was, as children say it: a face and three words.
SAID = (
    ("great", ("pancakes", "Biscuit", "fun")),
    ("great", ("swings", "late", "film")),
    ("good", ("quiet", "nice", "toast")),
    ("good", ("games", "food", "cosy")),
    ("unsure", ("new", "dark", "okay")),
    ("great", ("football", "friends", "again")),
    ("sad", ("missed", "my", "bed")),
)
THANKS = (
    "Thank you. We slept until nine, for the first time in months.",
    "They have not stopped talking about it. Thank you so much.",
    "It did all of us good. Thank you.",
)
#: What goes into a bag.
BAG = ("Night light", "Toothbrush", "Pyjamas", "Rabbit (the grey one)", "Swimming things")
