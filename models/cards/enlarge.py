"""Networks that enlarge."""

from __future__ import annotations

from models.card import Channels, Figure, Licence, ModelCard
from models.cards.training_data import FREE_PHOTOS

ENLARGE: tuple[ModelCard, ...] = (
    ModelCard(
        id="espcn-x3",
        name="Sub-pixel CNN ×3",
        task="Enlarge",
        architecture="sub-pixel-cnn",
        arguments={"scale": 3, "features": 64},
        weights="espcn-x3.safetensors",
        sha256="775eba0c99c144da0ed514178a4c8e089b2349957f568bea3878e15d31557dc0",
        scale=3,
        channels=Channels.LUMA,
        halo=7,
        parameters=211_785,
        macs=211_584,
        training=FREE_PHOTOS,
        trained="140 minutes on CPU cores, then 8 on a GPU (H200) shared with others",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "area-x3", "psnr_y", 33.03, 30.65, "bicubic"),
            Figure("Set14", "area-x3", "psnr_y", 29.43, 27.81, "bicubic"),
        ),
        weakness="Fine regular textures come back smooth, and JPEG blocks are enlarged with the "
        "picture.",
        citation="S. Urazayev, Enhancing Low Resolution Images with Convolutional Neural Network, "
        "2020; W. Shi et al., CVPR 2016, doi:10.1109/CVPR.2016.207",
        authors="Urazayev; Shi et al.",
    ),
    ModelCard(
        id="lightweight-sr-x4",
        name="Lightweight SR ×4",
        task="Enlarge",
        architecture="lightweight-sr",
        arguments={"scale": 4},
        weights="lightweight-sr-x4.safetensors",
        sha256="749cdbc71c9a67ae073fdf93db3b4b1dc7f1998d85b9188054933cc7be9db35b",
        scale=4,
        halo=39,
        parameters=248_256,
        macs=246_624,
        training=FREE_PHOTOS,
        trained="24 minutes on one CPU core, then 8 on a GPU (H200) shared with others",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 26.15, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.70, 23.95, "bicubic"),
        ),
        weakness="Made for small JPEG pictures of low quality: it smooths fine texture along "
        "with the traces of the compression, and coarse blocks of colour remain.",
        citation="S. Baek et al., Lightweight Image Enhancement Network for Mobile Devices Using "
        "Self-Feature Extraction and Dense Modulation, section 2.1",
        authors="Baek et al.",
    ),
    ModelCard(
        id="srgan-reduced-x4",
        name="SRGAN generator, reduced ×4",
        task="Comparison",
        architecture="srgan",
        weights="srgan-reduced-x4.safetensors",
        sha256="d856338a62b67fcb8d2e7c590a6722406c1c7f6724be5403bc7dd4ddb627adff",
        scale=4,
        halo=32,
        parameters=130_503,
        macs=244_620,
        training=FREE_PHOTOS,
        trained="700 steps of 16 patches on a GPU (H200), seed 0",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 25.78, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.35, 23.95, "bicubic"),
        ),
        weakness="Here for the comparison at equal complexity and equally short training: the "
        "lightweight network does better, and flat areas shift by some levels here.",
        citation="C. Ledig et al., CVPR 2017, doi:10.1109/CVPR.2017.19",
        authors="after Ledig et al.",
    ),
    ModelCard(
        id="esrgan-reduced-x4",
        name="ESRGAN generator, reduced ×4",
        task="Comparison",
        architecture="esrgan",
        weights="esrgan-reduced-x4.safetensors",
        sha256="e143af43fdab49793a4d019f937652ac953312d3aa4c7f90947c6a0f6c1af6a4",
        scale=4,
        halo=49,
        parameters=145_379,
        macs=227_376,
        training=FREE_PHOTOS,
        trained="700 steps of 16 patches on a GPU (H200), seed 0",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 25.70, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.31, 23.95, "bicubic"),
        ),
        weakness="Here for the comparison at equal complexity and equally short training: the "
        "lightweight network does better, and flat areas shift by some levels here.",
        citation="X. Wang et al., ECCV Workshops 2018, doi:10.1007/978-3-030-11021-5_5",
        authors="after Wang et al.",
    ),
    ModelCard(
        id="sftgan-reduced-x4",
        name="SFTGAN generator, reduced ×4",
        task="Comparison",
        architecture="sftgan",
        weights="sftgan-reduced-x4.safetensors",
        sha256="ebbc4eed69a8765d49386020adb73c5ae8088908fbf5ca68b88e32c765eec445",
        scale=4,
        halo=32,
        parameters=174_575,
        macs=243_181,
        training=FREE_PHOTOS,
        trained="700 steps of 16 patches on a GPU (H200), seed 0",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 25.96, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.46, 23.95, "bicubic"),
        ),
        weakness="Here for the comparison at equal complexity and equally short training: the "
        "lightweight network does better, and flat areas shift by some levels here.",
        citation="X. Wang et al., CVPR 2018, doi:10.1109/CVPR.2018.00070",
        authors="after Wang et al.",
    ),
)
