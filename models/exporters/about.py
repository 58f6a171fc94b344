"""What an exported network says of itself: its card, as text by name."""

from __future__ import annotations

from core.versions import PROGRAM, VERSION
from models.card import Channels, ModelCard
from models.exporters.phone_format import INPUT, OUTPUT

WHOLE = (
    "normalises by statistics of its whole input; the program takes them from the picture "
    "reduced, or from excerpts, so that larger pictures may differ slightly"
)


def about(card: ModelCard) -> dict[str, str]:
    """The card and how to call the network, as text by name."""
    text = {
        "program": f"{PROGRAM} {VERSION}",
        "id": card.id,
        "name": card.name,
        "task": card.task,
        "input": f"{INPUT}: {_input(card)}",
        "output": f"{OUTPUT}: {_output(card)}",
        "scale": str(card.scale),
        "multiple": str(card.multiple),
        "halo": str(card.halo),
        "parameters": str(card.parameters),
        "macs_per_input_pixel": str(card.macs),
        "whole_picture": WHOLE if card.whole_picture else "",
        "licence": f"{card.licence.value}; trained on {card.training}",
        "weakness": card.weakness,
        "citation": card.citation,
        "authors": card.authors,
        "weights_sha256": card.sha256,
    }
    return {name: value for name, value in text.items() if value}


def _input(card: ModelCard) -> str:
    sides = f"H and W multiples of {card.multiple}" if card.multiple > 1 else "any H and W"
    if card.channels is Channels.LUMA:
        return f"1×1×H×W float32, BT.601 luma (full range) of sRGB values in [0, 1]; {sides}"
    if card.takes_mask:
        mask = "the fourth channel 1 in the holes and 0 elsewhere"
        return f"1×4×H×W float32, sRGB values in [0, 1], {mask}; {sides}"
    return f"1×3×H×W float32, sRGB values in [0, 1]; {sides}"


def _output(card: ModelCard) -> str:
    size = "H×W" if card.scale == 1 else f"{card.scale}H×{card.scale}W"
    if card.channels is Channels.LUMA:
        chroma = "enlarge the colours by bicubic and" if card.scale > 1 else ""
        use = f"{chroma} add the change of luma to R, G and B".strip()
        return f"1×1×{size}, the new luma, to be clipped to [0, 1]; {use}"
    return f"1×3×{size}, sRGB values to be clipped to [0, 1]"
