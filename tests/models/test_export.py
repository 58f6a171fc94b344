"""A network leaves the program only if what was written gives the same picture."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from network_cases import shaken

import models.exporters
from core.errors import OutputError, UsageError, WeightsError
from core.region import Size
from main import main
from models.bench.subjects import untrained
from models.card import Channels
from models.cards import CARDS
from models.commands import export as command
from models.exporters import FORMATS, format_for
from models.exporters.about import about
from models.exporters.check import probe
from models.exporters.export import export_network
from models.exporters.onnx_file import OnnxFile
from models.registry import card

FOLDED = {"channels": 4, "blocks": 1}


class Traced:
    """Stands in for a phone's format: TorchScript, which needs no package and keeps text."""

    name, suffix, packages, any_size = "TorchScript", ".pt", (), True
    shift = 0.0

    def cannot_run(self):
        return ""

    def write(self, network, example, about, path):
        traced = torch.jit.trace(network, example, check_trace=False)
        torch.jit.save(traced, str(path), _extra_files={"about": json.dumps(about)})

    def opened(self, path):
        loaded = torch.jit.load(str(path))
        return lambda x: loaded(torch.from_numpy(x)).numpy() + np.float32(self.shift)


@pytest.fixture
def tiny():
    return untrained("tiny", "strided-generator", FOLDED)


def exported(tiny, path, wanted, **options):
    network = shaken(tiny.network).requires_grad_(False)
    return export_network(tiny.card, path, wanted, network=network, **options)


@pytest.mark.filterwarnings("ignore")
def test_what_was_checked_is_written_with_its_card(tmp_path, tiny):
    done = exported(tiny, tmp_path / "tiny.pt", Traced())
    assert done.levels <= 0.25
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.pt"]
    kept = {"about": ""}
    torch.jit.load(str(done.path), _extra_files=kept)
    assert json.loads(kept["about"]) == about(tiny.card)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("shift", [0.3 / 255, -0.3 / 255, np.nan])
def test_another_picture_is_refused_and_nothing_is_left(tmp_path, tiny, shift):
    wanted = Traced()
    wanted.shift = shift
    with pytest.raises(WeightsError, match="differs"):
        exported(tiny, tmp_path / "tiny.pt", wanted)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore")
def test_another_size_is_refused(tmp_path, tiny):
    wanted = Traced()
    wanted.opened = lambda path: lambda x: x[..., 1:]
    with pytest.raises(WeightsError, match=r"159×96 instead of 160×96"):
        exported(tiny, tmp_path / "tiny.pt", wanted)


def test_a_converter_that_fails_is_one_sentence(tmp_path, tiny):
    wanted = Traced()
    wanted.write = lambda *_: (_ for _ in ()).throw(NotImplementedError("aten::what"))
    with pytest.raises(WeightsError, match="cannot be converted to TorchScript") as caught:
        exported(tiny, tmp_path / "tiny.pt", wanted)
    assert caught.value.detail == "aten::what"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("ignore")
def test_an_existing_file_is_kept_unless_it_may_be_replaced(tmp_path, tiny):
    path = tmp_path / "tiny.pt"
    path.write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        exported(tiny, path, Traced())
    assert path.read_text() == "mine"
    exported(tiny, path, Traced(), overwrite=True)
    assert path.stat().st_size > 1000


@pytest.mark.filterwarnings("ignore")
def test_a_format_of_one_size_is_checked_at_that_size(tmp_path, tiny):
    wanted = Traced()
    wanted.any_size = False
    done = exported(tiny, tmp_path / "tiny.pt", wanted, size=Size(48, 80))
    assert done.sizes == (Size(48, 80),)
    with pytest.raises(UsageError, match="multiples of 8"):
        exported(tiny, tmp_path / "other.pt", wanted, size=Size(50, 80))


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.suffix)
def test_a_missing_package_is_named_with_what_to_do(tmp_path, capsys, monkeypatch, known):
    monkeypatch.setattr(type(known), "packages", ("no_such_package",))
    path = tmp_path / f"net{known.suffix}"
    assert main(["export", "espcn-x3", "-o", str(path)]) == 2
    told = capsys.readouterr().err
    assert f"{known.name} needs no_such_package, which is not installed." in told
    assert "pip install no_such_package" in told
    assert not path.exists()


def test_core_ml_is_not_written_where_it_cannot_be_checked(tmp_path, capsys, monkeypatch):
    wanted = format_for(tmp_path / "net.mlpackage")
    monkeypatch.setattr(type(wanted), "packages", ())
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert main(["export", "espcn-x3", "-o", str(tmp_path / "net.mlpackage")]) == 2
    assert "Core ML runs on macOS and iOS only" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore")
def test_the_command_says_what_it_checked(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(models.exporters, "FORMATS", (Traced(),))
    path = tmp_path / "net.pt"
    assert main(["export", "espcn-x3", "-o", str(path)]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{path}: on a photo of 160×96 and 128×224 pixels it differs")
    assert main(["export", "espcn-x3", "-o", str(tmp_path / "net.xyz")]) == 2
    assert main(["export", "no-such", "-o", str(path)]) == 2
    assert command.parser("main.py export").format_help().count(".onnx") >= 1


@pytest.mark.parametrize("model", CARDS, ids=lambda model: model.id)
def test_every_card_tells_how_to_call_its_network(model):
    told = about(model)
    assert all(isinstance(text, str) and text for text in told.values())
    assert told["weights_sha256"] == model.sha256
    assert model.licence.value in told["licence"]
    planes = probe(model, Size(32, 64)).shape[1]
    assert f"1×{planes}×H×W" in told["input"]
    assert planes == {True: 1, False: 4 if model.takes_mask else 3}[model.channels is Channels.LUMA]


def test_onnx_runtime_gives_the_same_picture(tmp_path):
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    done = export_network(card("espcn-x3"), tmp_path / "net.onnx", OnnxFile())
    assert done.levels <= 0.25
    props = {p.key: p.value for p in onnx.load(str(done.path)).metadata_props}
    assert props == about(card("espcn-x3"))
