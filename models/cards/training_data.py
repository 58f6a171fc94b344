"""What the networks were trained on, with licence, as the cards say it."""

from __future__ import annotations

FREE_PHOTOS = (
    "233 photos and 84 portraits under CC0, Unsplash, Pexels, CC BY, CC BY-SA and "
    "free-to-use terms (150 megapixels)"
)
