"""Every loss has a value that can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from skimage.metrics import structural_similarity

from core.errors import WeightsError
from models.train.adversarial import (
    Adversary,
    Game,
    PatchDiscriminator,
    TextureDiscriminator,
    discriminator_loss,
    generator_loss,
    opponent,
)
from models.train.losses import (
    charbonnier,
    colour_loss,
    l1,
    log_mse,
    luma_first,
    mse,
    ssim_loss,
    total_variation,
)
from models.train.paper_losses import dped_loss, enhancement_loss, structure_loss
from models.train.perceptual import (
    FilterBankFeatures,
    Vgg19Features,
    content_loss,
    feature_network,
    perceptual_loss,
)


def flat(value: float, side: int = 64) -> torch.Tensor:
    return torch.full((2, 3, side, side), value)


@pytest.fixture
def noisy() -> torch.Tensor:
    return torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))


def test_mse_l1_and_charbonnier_of_a_constant_difference():
    assert mse(flat(0.5), flat(0.3)).item() == pytest.approx(0.04)
    assert l1(flat(0.5), flat(0.3)).item() == pytest.approx(0.2)
    assert charbonnier(flat(0.5), flat(0.3)).item() == pytest.approx(math.hypot(0.2, 1e-3))


def test_ssim_loss_of_flat_pictures_is_what_the_formula_says():
    likeness = (2 * 0.5 * 0.3 + 1e-4) / (0.5**2 + 0.3**2 + 1e-4)
    assert ssim_loss(flat(0.5), flat(0.3)).item() == pytest.approx(1 - likeness, abs=1e-5)


def test_ssim_loss_agrees_with_scikit_image(noisy):
    other = (noisy + 0.2 * noisy.roll(3, -1)).clamp(0, 1)
    a, b = (t[0, 0].double().numpy() for t in (noisy, other))
    _, places = structural_similarity(
        a, b, data_range=1, gaussian_weights=True, use_sample_covariance=False, full=True
    )
    expected = 1 - np.mean(places[5:-5, 5:-5])
    assert ssim_loss(noisy[:1, :1], other[:1, :1]).item() == pytest.approx(expected, abs=1e-4)


def test_total_variation_of_a_ramp_is_its_squared_slope():
    ramp = torch.arange(64.0).expand(2, 3, 64, 64) / 100
    assert total_variation(ramp).item() == pytest.approx(1e-4)
    assert total_variation(ramp.transpose(-1, -2) * 2).item() == pytest.approx(4e-4)
    assert total_variation(flat(0.4)).item() == 0


def test_colour_loss_sees_a_cast_but_not_fine_texture():
    bell = np.exp(-0.5 * (np.arange(-10, 11) / 3) ** 2)
    weight = 0.053 * bell.sum() ** 2
    assert colour_loss(flat(0.5), flat(0.3)).item() == pytest.approx((0.2 * weight) ** 2, rel=1e-3)
    checks = 0.5 + 0.2 * (-1.0) ** torch.arange(64).view(-1, 1).add(torch.arange(64)).float()
    assert colour_loss(checks.expand(2, 3, 64, 64), flat(0.5)).item() < 1e-6


def test_equal_pictures_cost_nothing(noisy):
    assert mse(noisy, noisy) == l1(noisy, noisy) == colour_loss(noisy, noisy) == 0
    assert ssim_loss(noisy, noisy).item() == pytest.approx(0, abs=1e-5)
    assert structure_loss(noisy, noisy).item() == pytest.approx(0, abs=1e-5)
    assert enhancement_loss(noisy, noisy).item() == pytest.approx(0, abs=1e-5)
    assert dped_loss(noisy, noisy).item() == pytest.approx(400 * total_variation(noisy).item())


def test_filter_bank_counts_blur_and_ignores_brightness(noisy):
    smooth = torch.nn.functional.avg_pool2d(noisy, 5, 1, 2)
    bank = FilterBankFeatures()
    assert perceptual_loss(bank, flat(0.5), flat(0.3)).item() == 0
    brighter = perceptual_loss(bank, 0.8 * noisy + 0.2, noisy)
    assert perceptual_loss(bank, smooth, noisy) > 3 * brighter


def test_vgg_is_taken_to_relu5_4(tmp_path, noisy):
    vgg = Vgg19Features()
    convolutions = [m for m in vgg.features if isinstance(m, torch.nn.Conv2d)]
    assert len(convolutions) == 16
    assert isinstance(vgg.features[-1], torch.nn.ReLU)
    assert vgg(noisy[:1, :, :32, :32]).shape == (1, 512, 2, 2)
    assert isinstance(feature_network(tmp_path / "none.pth"), FilterBankFeatures)


def test_vgg_names_a_file_that_holds_something_else(tmp_path):
    path = tmp_path / "vgg19.pth"
    torch.save({"other": torch.zeros(1)}, path)
    with pytest.raises(WeightsError, match=r"vgg19\.pth does not hold"):
        Vgg19Features(path)


def test_content_loss_is_the_mean_squared_difference_of_features():
    double = torch.nn.Conv2d(3, 3, 1, bias=False)
    with torch.no_grad():
        double.weight.copy_(2 * torch.eye(3).view(3, 3, 1, 1))
    assert content_loss(double, flat(0.5), flat(0.3)).item() == pytest.approx(0.16)
    assert perceptual_loss(double, flat(0.5), flat(0.3)).item() == pytest.approx(0.4)


def test_games_at_indecision_and_at_certainty():
    undecided = torch.zeros(4, 1)
    sure_real, sure_fake = torch.full((4, 1), 20.0), torch.full((4, 1), -20.0)
    assert generator_loss(Game.STANDARD, undecided, undecided).item() == pytest.approx(math.log(2))
    for game in Game:
        loss = discriminator_loss(game, undecided, undecided).item()
        assert loss == pytest.approx(2 * math.log(2))
        assert discriminator_loss(game, sure_fake, sure_real).item() == pytest.approx(0, abs=1e-6)
        assert generator_loss(game, sure_fake, sure_real) > 19
    relative = generator_loss(Game.RELATIVISTIC, undecided + 1, undecided + 3).item()
    assert relative == pytest.approx(2 * math.log1p(math.exp(2)), rel=1e-5)


def test_texture_discriminator_looks_at_grey_only():
    torch.manual_seed(0)
    judge = TextureDiscriminator().eval()
    picture = torch.rand(1, 3, 64, 64)
    grey = (picture * torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)).sum(1, keepdim=True)
    assert torch.allclose(judge(picture), judge(grey.expand(-1, 3, -1, -1)), atol=1e-5)


def test_a_discriminator_learns_to_tell_noise_from_flat_pictures(noisy):
    torch.manual_seed(0)
    game = opponent(Adversary(PatchDiscriminator, lr=2e-3, weight=1.0), torch.device("cpu"))
    before = game.loss_of(flat(0.5), noisy).item()
    for _ in range(15):
        game.learn(flat(0.5), noisy)
    assert game.loss_of(flat(0.5), noisy).item() > before + 0.3


def test_log_mse_counts_a_share_of_error_alike_in_easy_and_hard_patches():
    target = torch.zeros(2, 1, 8, 8)
    easy_and_hard = torch.stack([torch.full((1, 8, 8), 0.1), torch.full((1, 8, 8), 0.5)])
    better_easy = easy_and_hard * torch.tensor([0.5, 1.0]).view(2, 1, 1, 1)
    better_hard = easy_and_hard * torch.tensor([1.0, 0.5]).view(2, 1, 1, 1)
    before = log_mse(easy_and_hard, target).item()
    gain = before - log_mse(better_easy, target).item()
    other = before - log_mse(better_hard, target).item()
    assert gain == pytest.approx(other, rel=0.01)
    assert gain == pytest.approx(1e-3 * math.log(4) / 2, rel=0.01)


def test_luma_counts_first_and_colour_a_little():
    target = torch.full((1, 3, 8, 8), 0.5)
    brighter = target + 0.1
    tinted = target + 0.1 * torch.tensor([0.587, 0.0, -0.299]).view(1, 3, 1, 1)
    tinted[:, 2] = target[:, 2] - 0.1 * 0.587 * 0.299 / 0.114
    assert luma_first(target, target) < luma_first(tinted, target) < luma_first(brighter, target)
    assert luma_first(brighter, target).item() == pytest.approx(1.2e-3 * math.log(0.01 + 1e-5))
