"""Every area that the bot puts together, apart from a bot: what the switchboard offers."""

import bot.between
import bot.deciding
import bot.digests
import bot.finding
import bot.handbook
import bot.learning
import bot.people
import bot.principles
import bot.privacy
import bot.sparring
import bot.status
import bot.trends
import bot.trying
from bot.switchboard import Area
from tests.house import LINKS, ZONE

_BUILT_ON: list[Area] = [
    bot.people.AREA,
    bot.sparring.area(ZONE),
    bot.learning.area(ZONE),
    bot.deciding.AREA,
    bot.principles.area(ZONE),
    bot.trying.area(ZONE),
    bot.digests.area(ZONE),
    bot.trends.area(ZONE),
    bot.finding.AREA,
    bot.between.area(LINKS, ZONE),
    bot.handbook.area(LINKS),
    bot.privacy.area(LINKS),
]
AREAS = [*_BUILT_ON, bot.status.area(_BUILT_ON)]
