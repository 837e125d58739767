"""What is said in the demo county's other rooms: who, how many hours ago, and what."""

#: A line of talk. `who` is a name of the sign-in page, or "0" to "9" for others of the room.
Line = tuple[str, float, str]

NEWS: tuple[Line, ...] = (
    ("priya", 340, "Welcome to the news of our Hive. What everybody needs to know comes here. For everything else there is the room of the Hive."),
    ("priya", 190, "The hall has new locks. The code is with me and with Lisa: ring one of us before you go."),
    ("priya", 74, "Training on safer caring is on Thursday at 18:30, online. Each household needs one person there."),
    ("priya", 21, "From Monday the out-of-hours line is answered by the county's own team. The number stays the same. Please save it on your phone."),
)  # fmt: skip
#: The numbers of those that ask everybody to confirm, and how many have not.
CONFIRMED = {3: 0, 4: 5}

TEENS: tuple[Line, ...] = (
    ("aisha", 120, "I made this one for those of us with teenagers. Sam, you said you were up until two?"),
    ("sam", 119.5, "Half past. Phones. We tried the charger in the kitchen."),
    ("0", 118, "We turn the wifi off at eleven, ours included. It took a week."),
    ("priya", 95, "There is a short film about sleep and screens that is worth ten minutes. I will bring it on Saturday."),
    ("aisha", 6, "Night three with the phone in the kitchen. Nobody died."),
)  # fmt: skip
NEW_CARERS: tuple[Line, ...] = (
    ("priya", 200, "For the families who joined this spring: ask anything here, however small."),
    ("1", 198, "What do you all say when people ask “is she yours”?"),
    ("2", 197, "“She lives with us.” And then I talk about the weather."),
)  # fmt: skip
TEAM: tuple[Line, ...] = (
    ("0", 98, "Team meeting is on Tuesday at 10. I will bring the figures for sleepovers."),
    ("priya", 97, "Two of ours could host more if somebody walks the terms of approval through with them. Who has done that?"),
    ("1", 96, "I have. Ring me tomorrow, it is quick."),
    ("2", 30, "Who has a spare high chair for the weekend?"),
    ("priya", 29, "We do. Yours to collect."),
)  # fmt: skip
LINK_CARERS: tuple[Line, ...] = (
    ("lisa", 150, "How long before a first night do you let a child see the room?"),
    ("0", 149, "A tea the week before, and they choose the duvet cover."),
    ("priya", 148, "A tea is a good rule. Put it in as a visit, then the nights are counted right."),
    ("lisa", 52, "We did the tea. He chose dinosaurs. Thank you."),
)  # fmt: skip
#: Who talks with whom, the one who opened it first.
DIRECT: dict[tuple[str, str], tuple[Line, ...]] = {
    ("sam", "lisa"): (
        ("sam", 50, "Thank you for the shoes. They fit, and he will not take them off."),
        ("lisa", 49, "That makes my week. There is a coat too if you want it."),
        ("lisa", 3, "The coat is on the hook by our door. Pick it up whenever."),
    ),
    ("priya", "sam"): (
        ("priya", 70, "Sam, shall I ring you tomorrow about the review? After ten?"),
        ("sam", 69, "After ten is good. Thank you."),
    ),
    ("helen", "sam"): (
        ("helen", 130, "Hello Sam, I am out on Wednesday. Ring Priya if something comes up."),
        ("sam", 129, "Will do."),
    ),
    ("david", "priya"): (
        ("david", 165, "Priya, you have one place left in Andover. May I offer it to a family from the list?"),
        ("priya", 164, "Yes please. We would like a family with a teenager."),
    ),
}  # fmt: skip
