"""What the networks were trained on, with licence, as the cards say it."""

from __future__ import annotations

FREE_PHOTOS = (
    "233 photos and 84 portraits under CC0, Unsplash, Pexels, CC BY, CC BY-SA and "
    "free-to-use terms (150 megapixels)"
)
PHONE_AND_DSLR = (
    "292 pairs of 100×100 pixels from an iPhone 3GS and a Canon 70D (DPED, research data), and "
    "free photos spoiled like an early phone's; 26 pairs were held back to choose the weights"
)
DARK_AND_BRIGHT = (
    "267 pairs of dark and well exposed photos of 212 scenes (SICE, CC BY-NC; ELIEI, research "
    "use), and free photos darkened with sensor noise; every twelfth scene was held back to choose "
    "the weights"
)
