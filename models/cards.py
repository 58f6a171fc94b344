"""The visible list of networks."""

from __future__ import annotations

from models.card import Channels, Licence, ModelCard

FREE_PHOTOS = (
    "233 photos and 84 portraits under CC0, Unsplash, Pexels, CC BY, CC BY-SA and "
    "free-to-use terms (150 megapixels)"
)

CARDS: tuple[ModelCard, ...] = (
    ModelCard(
        id="espcn-x3",
        name="Sub-pixel CNN ×3",
        task="Enlarge",
        architecture="sub-pixel-cnn",
        arguments={"scale": 3, "features": 64},
        weights="espcn-x3.safetensors",
        sha256="90a3a91f178f21d13374043db8344a478383a6ebd1cd6e32fb20a39195305544",
        scale=3,
        channels=Channels.LUMA,
        halo=7,
        parameters=211_785,
        macs=211_584,
        training=FREE_PHOTOS,
        trained="",
        licence=Licence.FREE,
        weakness="Fine regular textures come back smooth, and JPEG blocks are enlarged with the "
        "picture.",
        citation="S. Urazayev, Enhancing Low Resolution Images with Convolutional Neural Network, "
        "2020; W. Shi et al., CVPR 2016, doi:10.1109/CVPR.2016.207",
        authors="Urazayev; Shi et al.",
    ),
    ModelCard(
        id="autoencoder",
        name="Autoencoder deblur",
        task="Sharpen",
        architecture="autoencoder",
        weights="autoencoder.safetensors",
        sha256="4118484e5b51f63164eff21487dc8815e760f8d9addec6205ff1e38ff12aa62f",
        halo=40,
        multiple=8,
        parameters=350_636,
        macs=78_240,
        training=FREE_PHOTOS,
        trained="24 minutes on one CPU core",
        licence=Licence.FREE,
        weakness="Made for blur of about 1 to 3 pixels: it sharpens noise and JPEG blocks along "
        "with the picture, and does nothing good to photos that are sharp already.",
        citation="Hybrid Method of Image Processing Based on Convolutional Neural Networks, section "
        "Hybrid method; the residual around encoder and decoder is this program's own",
        authors="after the hybrid method's authors",
    ),
)
