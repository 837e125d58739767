"""What stands on the care cards of the demo county. All made up, as carers write it."""

from app.families.models import CareSection as Section

#: For children whose cards are not told below: several ways for each section.
USUAL: dict[Section, tuple[str, ...]] = {
    Section.ALLERGIES: (
        "None that we know of.",
        "Hay fever from May to July. Tissues in the bag.",
        "Plasters bring out a rash. Use the blue ones.",
        "Kiwi and pineapple make the mouth itch.",
        "Penicillin. Comes out in a rash all over.",
        "Egg. Baked in a cake is fine, scrambled is not.",
        "Wasp stings swell a lot. Cold cloth, then ring us.",
    ),
    Section.MEDICINES: (
        "None.",
        "Blue inhaler before football and when coughing at night. It is in the front pocket.",
        "Melatonin 2 mg half an hour before bed, on school nights only.",
        "Eczema cream morning and night, elbows and knees.",
        "Movicol, half a sachet in squash at breakfast.",
        "Methylphenidate 10 mg at 8 with breakfast. Not after lunch.",
    ),
    Section.HEALTH: (
        "Glasses for reading. Spare pair in the glove box.",
        "Grommets: no swimming without the headband.",
        "Wobbly on stairs when tired.",
        "Wets the bed sometimes. Pull-ups are in the bag, no fuss please.",
        "Left ear hears less. Sit on the right side.",
        "Fit and well.",
    ),
    Section.EMERGENCY: (
        "Ring us first, any time. Then the out-of-hours line.",
        "Both our mobiles, then Gran Jean next door at number 14.",
        "Us first. If we do not answer in five minutes, the support worker.",
    ),
    Section.COLLECT: (
        "Only the two of us.",
        "Us, or Aunty Bev with the password.",
        "Us. Nobody else without a call from us first.",
        "Us, or the school taxi on Tuesdays and Thursdays.",
    ),
    Section.FOOD: (
        "Plain pasta, peas, fish fingers. Nothing mixed up.",
        "Halal. Loves rice and chicken.",
        "Eats fast and worries there will be no more. Let the bread stay on the table.",
        "No cereal without a spoon of yoghurt. Do not ask why.",
        "Vegetarian since Easter, except for sausages at Nan's.",
        "Fussy about textures. Crisp is good, soft is not.",
        "Anything, and seconds.",
    ),
    Section.UPSET: (
        "Space first. Sit nearby, say little. A drink of milk after ten minutes.",
        "Headphones and the dinosaur playlist.",
        "A walk round the block, even in the rain.",
        "Do not hold. Say you are there, and wait.",
        "Lego on the landing. Talk comes later, in the car.",
        "Squeeze the blue cushion, then count backwards together.",
    ),
    Section.BEDTIME: (
        "Bath at 7, two stories, light on in the hall.",
        "Asleep by 9 with the door open a hand's width.",
        "Needs the rabbit. If the rabbit is lost, ring us whatever the time.",
        "Phone stays downstairs from 8.30. There will be a grumble.",
        "Checks the locks with you. Then sleeps well.",
        "Radio on low all night.",
    ),
    Section.FEARS: (
        "Raised voices, also happy ones.",
        "Big dogs. Small ones are fine.",
        "Being last to be collected. Be five minutes early.",
        "Closed bathroom doors.",
        "Thunder and balloons.",
        "Men with beards at first. Give it an hour.",
    ),
    Section.LIKES: (
        "Drawing horses, and being told the truth.",
        "Football, Southampton of course.",
        "Baking. Will eat the dough.",
        "Minecraft, thirty minutes, with a timer.",
        "Trampolines, trains, and your life story.",
        "Singing in the car.",
    ),
    Section.OTHER: (
        "Contact with Mum every second Saturday. Sundays after that are quiet.",
        "Tell about changes the day before, not in the moment.",
        "School knows us. Ask for Mrs Tilley.",
        "Sometimes hides food. We leave it be.",
    ),
}  # fmt: skip

#: What is nearly always written, and what only some carers write.
MOSTLY = (Section.ALLERGIES, Section.MEDICINES, Section.EMERGENCY, Section.UPSET, Section.BEDTIME)
SOMETIMES = (
    Section.HEALTH, Section.COLLECT, Section.FOOD, Section.FEARS, Section.LIKES, Section.OTHER,
)  # fmt: skip

#: The two children who live with Sam.
TOLD: dict[str, dict[Section, str]] = {
    "Kayden": {
        Section.ALLERGIES: "Peanuts and cashews, badly. Reads labels himself, but check too. "
        "Throat tightens: EpiPen at once, then 999.",
        Section.MEDICINES: "Two EpiPens, always with him, orange pouch on the rucksack. "
        "Cetirizine 10 ml at breakfast from April to August.",
        Section.HEALTH: "Mild asthma in the cold. Sits out for five minutes and goes on.",
        Section.EMERGENCY: "Sam on the mobile, any hour. Then Sam's sister Ada, she lives ten "
        "minutes away. Then the out-of-hours line.",
        Section.COLLECT: "Sam, or Ada with the password. He knows the password.",
        Section.FOOD: "Eats well. Nothing from a bakery counter. Takes his own cake to parties.",
        Section.UPSET: "Goes silent. Do not ask what is wrong. Kick a ball with him, he will tell "
        "you by the tenth kick.",
        Section.BEDTIME: "8.30 on school nights. One chapter, then the star light. Wakes about 2 "
        "and comes to look whether you are there. Wave, he goes back.",
        Section.FEARS: "Shouting, and suitcases in the hall. Unpack his bag with him at once.",
        Section.LIKES: "Goalkeeping, sharks, being asked to help with real tools.",
        Section.OTHER: "He and Lily-Mae need to see each other every day, even for a minute.",
    },
    "Lily-Mae": {
        Section.ALLERGIES: "None that we know of.",
        Section.MEDICINES: "Eczema cream after the bath, the white tub. She puts it on herself, "
        "you do the back.",
        Section.EMERGENCY: "Sam on the mobile, any hour. Then Ada.",
        Section.COLLECT: "Sam, or Ada with the password.",
        Section.FOOD: "Small plates. Sauce beside, never on top. Toast mends most things.",
        Section.UPSET: "A blanket over both your heads and a torch. Whisper.",
        Section.BEDTIME: "7 o'clock. Rabbit on the left, Bear on the right, door open. Sing the "
        "boat song, Kayden knows the words.",
        Section.FEARS: "The dark, hand dryers, and new teachers.",
        Section.LIKES: "Puddles, plaits, and telling you how it ends.",
    },
}

ABOUT_ME = (
    ("Dinosaurs and custard", "Peas. Being rushed", "Climbing", "Tell me what happens next"),
    ("My dog and my bike", "When people whisper", "Maths, and jokes", "Leave the light on"),
    ("Singing loud", "Wet socks", "Plaits", "Let me bring my blanket"),
    ("Goalie gloves", "Surprises", "Fixing things", "Ask me, not my brother"),
    ("Slime. Purple", "Loud hand dryers", "Cartwheels", "Hold my hand in new places"),
    ("Gaming with Jake", "Being called sweetie", "Drawing comics", "Give me ten minutes"),
)
