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
        sha256="e5c16e580e8cb5dcf68ee48f680e55c4f5888a87593705394c6601d0ba3a305d",
        halo=40,
        multiple=8,
        parameters=243_011,
        macs=29_792,
        training=PHONE_AND_DSLR,
        trained="7 minutes on a GPU (H200) shared with others, then 13 on one CPU core",
        licence=Licence.RESEARCH,
        figures=(Figure("DPED (39)", "real pairs", "psnr", 21.49, 17.86, "input"),),
        weakness="Learned the colours of one phone of 2009: newer photos turn too contrasted, "
        "dark lines accompany edges, and a fine grid shows on saturated colours.",
        citation="E. de Stoutz et al., Fast Perceptual Image Enhancement, ECCV Workshops 2018, "
        "section 3.1",
        authors="de Stoutz et al.",
    ),
    ModelCard(
        id="dped-baseline",
        name="DPED baseline",
        task="Phone to DSLR",
        architecture="dped",
        weights="dped-baseline.safetensors",
        sha256="e3daf959d9b9bb3f3713cfaebf447555f1e7549d4826e61a31da19b117f9c3ec",
        halo=18,
        parameters=401_475,
        macs=399_744,
        training=PHONE_AND_DSLR,
        trained="7 minutes on a GPU (H200) shared with others, then 52 on one CPU core",
        licence=Licence.RESEARCH,
        figures=(Figure("DPED (39)", "real pairs", "psnr", 21.09, 17.86, "input"),),
        weakness="Learned the colours of one phone of 2009 from few pairs: newer photos turn too "
        "contrasted.",
        citation="A. Ignatov et al., DSLR-Quality Photos on Mobile Devices with Deep Convolutional "
        "Networks, ICCV 2017, doi:10.1109/ICCV.2017.355",
        authors="Ignatov et al.",
    ),
)
