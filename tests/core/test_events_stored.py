"""Events as the inbox keeps them: text that reads back as it was."""

from datetime import UTC

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from bot.core.events import (
    Box,
    BoxesChanged,
    CommitTouched,
    Event,
    FloorPushed,
    InstallationGone,
    IssueTouched,
    MergeGroupAsked,
    PeopleChanged,
    PolicyPushed,
    PullRequestClosed,
    PullRequestMerged,
    PullRequestTouched,
    ReplayWanted,
    RepositoriesAdded,
    StatusChanged,
    Where,
    from_json,
    to_json,
)
from bot.core.model.change import Account

TEXT = st.text(max_size=20)
COUNT = st.integers(0, 2**63 - 1)
WHERE = st.builds(Where, COUNT, COUNT, TEXT)
EVENTS = st.one_of(
    st.builds(PullRequestTouched, TEXT, WHERE, COUNT, TEXT, st.none() | COUNT, st.none() | COUNT),
    st.builds(
        BoxesChanged,
        TEXT,
        WHERE,
        COUNT,
        COUNT,
        st.builds(Account, TEXT, st.booleans()),
        st.lists(st.builds(Box, TEXT, TEXT, TEXT, st.booleans()), max_size=3).map(tuple),
        st.datetimes(timezones=st.just(UTC)),
    ),
    st.builds(PullRequestMerged, TEXT, WHERE, COUNT, TEXT, TEXT, TEXT, TEXT, st.datetimes(timezones=st.just(UTC))),
    st.builds(PullRequestClosed, TEXT, WHERE, COUNT),
    st.builds(IssueTouched, TEXT, WHERE, COUNT, TEXT),
    st.builds(CommitTouched, TEXT, WHERE, TEXT, TEXT),
    st.builds(MergeGroupAsked, TEXT, WHERE, TEXT, TEXT, TEXT, TEXT, st.none() | TEXT),
    st.builds(StatusChanged, TEXT, WHERE, TEXT, st.booleans(), st.lists(TEXT).map(tuple), st.lists(COUNT).map(tuple)),
    st.builds(PolicyPushed, TEXT, WHERE, st.none() | TEXT),
    st.builds(FloorPushed, TEXT, COUNT),
    st.builds(RepositoriesAdded, TEXT, COUNT, st.lists(WHERE, max_size=3).map(tuple)),
    st.builds(ReplayWanted, TEXT, WHERE, COUNT, TEXT),
    st.builds(InstallationGone, TEXT, COUNT),
    st.builds(PeopleChanged, TEXT, COUNT, TEXT),
)


@given(EVENTS)
def test_an_event_reads_back_as_it_was(event):
    text = to_json(event)
    assert text.isascii()
    assert "\n" not in text
    assert from_json(text) == event
    assert to_json(from_json(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"kind": "unknown"}',
        '{"kind": "people_changed"}',
        '{"kind": "people_changed", "delivery": "d", "installation": 1, "what": "w", "more": 1}',
        '{"kind": "policy_pushed", "delivery": "d", "where": {"x": 1}, "branch": "b"}',
        '{"kind": ["people_changed"]}',
    ],
)
def test_what_this_version_did_not_write_is_refused(text):
    with pytest.raises(ValueError, match="no event that this version wrote"):
        from_json(text)


@pytest.mark.parametrize("kind", Event.__args__, ids=lambda kind: kind.__name__)
def test_every_kind_of_event_can_be_kept(kind):
    event = find(EVENTS, lambda event: isinstance(event, kind))
    assert from_json(to_json(event)) == event
