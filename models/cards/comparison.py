"""Generators reduced to the complexity of the lightweight ×4 network, to be compared with it."""

from __future__ import annotations

from models.card import Figure, Licence, ModelCard
from models.cards.training_data import FREE_PHOTOS

COMPARISON: tuple[ModelCard, ...] = (
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
