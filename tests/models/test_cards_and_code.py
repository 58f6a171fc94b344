"""What every card states is what its architecture implies."""

from __future__ import annotations

import pytest

from models.arch.whole_picture import needs_whole_picture
from models.architectures import build
from models.card import Channels
from models.cards import CARDS
from models.network_facts import (
    inputs_of,
    macs_per_pixel,
    multiple_of,
    parameter_count,
    receptive_halo,
    takes_mask,
)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_card_and_code_agree(card):
    network = build(card)
    assert card.scale == network.scale
    assert card.multiple == multiple_of(network)
    assert card.whole_picture == needs_whole_picture(network)
    assert card.takes_mask == takes_mask(network)
    assert card.halo == receptive_halo(network)
    assert card.parameters == parameter_count(network)
    assert card.macs == pytest.approx(macs_per_pixel(network), rel=0.01)
    assert inputs_of(network) == (1 if card.channels is Channels.LUMA else 3)
