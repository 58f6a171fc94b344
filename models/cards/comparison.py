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
        sha256="1cb125c555fc392e18ef003fa318381a6533fb2898bb638a6b56078eaadb6044",
        scale=4,
        halo=40,
        parameters=265_385,
        macs=429_858,
        training=FREE_PHOTOS,
        trained="300 steps of 16 patches on one CPU core, seed 0",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 25.41, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.07, 23.95, "bicubic"),
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
        sha256="818aa4e9c4d742d626386d0111220fed40cb9aa62ba7d58252632bbb0bb163e4",
        scale=4,
        halo=49,
        parameters=274_145,
        macs=426_096,
        training=FREE_PHOTOS,
        trained="300 steps of 16 patches on one CPU core, seed 0",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 25.48, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.13, 23.95, "bicubic"),
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
        sha256="a027642df3581a7225853e4676dcc4e6b64576f67652aac475f46b7d79e8184d",
        scale=4,
        halo=36,
        parameters=305_593,
        macs=431_731,
        training=FREE_PHOTOS,
        trained="300 steps of 16 patches on one CPU core, seed 0",
        licence=Licence.FREE,
        figures=(
            Figure("Set5", "bicubic-x4-jpeg20", "psnr_y", 25.65, 25.29, "bicubic"),
            Figure("Set14", "bicubic-x4-jpeg20", "psnr_y", 24.27, 23.95, "bicubic"),
        ),
        weakness="Here for the comparison at equal complexity and equally short training: the "
        "lightweight network does better, and flat areas shift by some levels here.",
        citation="X. Wang et al., CVPR 2018, doi:10.1109/CVPR.2018.00070",
        authors="after Wang et al.",
    ),
)
