"""The visible list of networks."""

from __future__ import annotations

from models.card import Channels, Figure, Licence, ModelCard

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
        sha256="08e658dd2cd814bace0f7cb769b0a59159999f64044fcce1924b96a5b188dd21",
        scale=3,
        channels=Channels.LUMA,
        halo=7,
        parameters=211_785,
        macs=211_584,
        training=FREE_PHOTOS,
        trained="11 minutes on two CPU cores, 122 on one and 7 on two again",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "area-x3", "psnr_y", 32.90, 30.65, "bicubic"),
            Figure("Set14", "area-x3", "psnr_y", 29.33, 27.81, "bicubic"),
        ),
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
        figures=(
            Figure("Set5", "blur", "psnr", 33.97, 27.54, "input"),
            Figure("Set14", "blur", "psnr", 30.02, 25.10, "input"),
            Figure("Kodak (6)", "blur", "psnr", 30.83, 26.19, "input"),
        ),
        weakness="Made for blur of about 1 to 3 pixels: it sharpens noise and JPEG blocks along "
        "with the picture, and does nothing good to photos that are sharp already.",
        citation="Hybrid Method of Image Processing Based on Convolutional Neural Networks: "
        "the hybrid method; the residual around encoder and decoder is this program's own",
        authors="after the hybrid method's authors",
    ),
)
