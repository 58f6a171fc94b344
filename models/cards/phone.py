"""Networks that turn phone photos into what a DSLR would have taken."""

from __future__ import annotations

from models.card import Figure, Licence, ModelCard
from models.cards.training_data import PHONE_AND_DSLR

PHONE: tuple[ModelCard, ...] = (
    ModelCard(
        id="fast-strided",
        name="Fast strided generator",
        task="Phone to DSLR",
        architecture="strided-generator",
        weights="fast-strided.safetensors",
        sha256="f69d6474e8455d4b3ada2a8680c02a8a77280664647b7d41f21626ac3154db19",
        halo=40,
        multiple=8,
        parameters=243_011,
        macs=29_792,
        training=PHONE_AND_DSLR,
        trained="11 minutes on one CPU core",
        licence=Licence.RESEARCH,
        figures=(Figure("DPED (39)", "real pairs", "psnr", 21.49, 17.86, "input"),),
        weakness="Learned the colours of one phone of 2009: newer photos turn too contrasted, "
        "dark lines accompany edges, and a fine grid shows on saturated colours.",
        citation="E. de Stoutz et al., Fast Perceptual Image Enhancement, ECCV Workshops 2018, "
        "section 3.1",
        authors="de Stoutz et al.",
    ),
)
