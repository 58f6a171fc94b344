"""The visible list of networks, by what they are for."""

from __future__ import annotations

from models.card import ModelCard
from models.cards.comparison import COMPARISON
from models.cards.enlarge import ENLARGE
from models.cards.phone import PHONE
from models.cards.restore import RESTORE
from models.cards.sharpen import SHARPEN

CARDS: tuple[ModelCard, ...] = (*ENLARGE, *SHARPEN, *RESTORE, *PHONE, *COMPARISON)
