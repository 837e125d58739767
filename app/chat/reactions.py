"""The faces and signs one can put on a message: few enough to be found, and no library of them."""

QUICK = ("👍", "❤️", "😂", "😮", "😢", "🙏")
MORE = (
    "🥰", "😊", "😅", "🤗", "🤔", "😬",
    "😴", "🥳", "😭", "😡", "🤒", "🫂",
    "👏", "🙌", "💪", "👋", "👌", "✅",
    "🎉", "🎂", "🌈", "⭐", "🐝", "🍰",
)  # fmt: skip
ALL = frozenset(QUICK + MORE)
