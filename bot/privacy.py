"""What the guard says by itself, and its words."""

from bot import guard
from bot.switchboard import Area
from dialogs.privacy import words

AREA = Area(commands={}, presses={}, dialogs={}, kinds=guard.KINDS, refusal=words.refusal)
