"""An activity means the same to the bot, whether the SDK or we make it of its JSON."""

import pytest
from botbuilder.schema import Activity

from bot.teams.activities import activity
from bot.teams.reading import read
from tests import strangers

SAID = {
    "a message": strangers.activity(),
    "a press": strangers.invoke(replyToId="1763467200000"),
    "somebody came": strangers.activity(type="conversationUpdate"),
    "somebody left": strangers.activity(
        type="conversationUpdate", membersAdded=None, membersRemoved=[{"id": "29:ole"}]
    ),
    "an installation": strangers.activity(type="installationUpdate", action="add"),
    "of a guest": strangers.activity(
        **{"from": {"id": "29:eva", "aadObjectId": "aad-eva", "tenantId": "another"}}
    ),
}


@pytest.mark.parametrize("what", SAID)
def test_it_is_read_as_the_sdk_would_have_it(what):
    ours = read(activity(SAID[what]))

    assert ours == read(Activity.deserialize(SAID[what]))
    assert ours.conversation.tenant_id == strangers.TENANT


def test_dates_and_what_the_sdk_does_not_know_are_kept():
    said = strangers.activity(somethingNew={"a": 1})

    made = activity(said)

    assert made.additional_properties == {"somethingNew": {"a": 1}}
    assert made.timestamp == Activity.deserialize(said).timestamp
    assert made.entities[0].additional_properties["mentioned"]["id"] == f"28:{strangers.APP}"
