"""Every area that the bot puts together, apart from a bot: what the switchboard offers."""

from app import areas_of
from tests.house import BOARD_LINKS, LINKS, ZONE

AREAS = areas_of(LINKS, BOARD_LINKS, ZONE)
