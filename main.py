"""Diptych: the composition root and the command line.

``main.py [FILES…]`` opens the window; ``main.py COMMAND --help`` explains a command.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.engine import Engine

COMMANDS = {
    "enhance": ("core.commands.enhance", "enhance one photo with a network or a recipe"),
    "batch": ("core.commands.batch", "enhance every photo of a folder"),
    "figure": ("core.commands.figure", "make a paper's figure: pairs, triples, rows, zoom boxes"),
    "models": ("models.commands.list_models", "list the networks with their figures and licences"),
    "evaluate": ("core.commands.evaluate", "measure PSNR, SSIM and time of methods on a folder"),
    "contact-sheet": ("core.commands.contact_sheet", "show every photo by every method"),
    "train": ("models.commands.train", "train a network from photos"),
    "export": ("models.commands.export", "write a network for phones, and check it"),
    "bench": ("gui.bench_command", "measure speed here, and against other engines"),
    "demo": ("core.commands.demo", "enhance and compare the sample without the window"),
}
"""By name: the module, and what the command makes."""

USAGE = """Shows what an image enhancer really does to your photo.

  main.py                  the window, with a sample that is already enhanced
  main.py PHOTO [RESULT…]  the window with a photo, and other programs' results of it
  main.py FOLDER           the window with the first photo of a folder
  main.py FIGURE           the window as it was when a figure, picture or session was saved"""
INTERRUPTED = 130
MISSING_LIBRARY = 1
WRONG_ARGUMENTS = 2


def make_engine(device: str = "auto") -> Engine:
    """The engine with every op and every network, on a device of the user's choice."""
    from core.engine import Engine
    from core.ops import OPS
    from models.cards import CARDS
    from models.network_ops import network_ops

    return Engine([*OPS, *network_ops(CARDS, device, measure=True)])


def make_telling_engine(device: str = "auto") -> Engine:
    """The engine for commands: what it has to tell goes to standard error, once."""
    engine = make_engine(device)
    engine.on_notice = lambda sentence: print(sentence, file=sys.stderr)
    return engine


def open_window(files: list[str]) -> int:
    """Show the window; where there is no screen, do its first job without one."""
    from gui.display import has_display, missing_libraries, missing_sentence, silent_display
    from gui.plain_import import import_qt

    silent = silent_display()
    if silent or not has_display():
        reason = f"The display {silent} does not answer" if silent else "There is no display"
        print(f"{reason}: enhancing without the window.")
        status = run_command("demo", files[:1])
        print("For the window, start this on a desktop, or over ssh -X.")
        return status
    missing = missing_libraries()
    if missing:
        print(missing_sentence(missing), file=sys.stderr)
        return MISSING_LIBRARY
    gc.disable()  # until the window is up: of what a start makes, nothing is garbage yet
    import_qt()
    from gui.app import run_window

    return run_window(make_engine, files)


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for and return the exit status."""
    from core.busy_processor import wait_without_spinning

    wait_without_spinning()
    arguments = sys.argv[1:] if arguments is None else arguments
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help"):
        print(usage())
        return 0
    if first.startswith("-"):
        return refused(f"there is no option {first}")
    if first in COMMANDS:
        return run_command(first, arguments[1:])
    if first and looks_like_a_command(first):
        return refused(f"there is no command or file {first}")
    return open_window(arguments)


def refused(reason: str) -> int:
    """Say why nothing was done; returns the exit status."""
    print(f"main.py: {reason}. See main.py --help.", file=sys.stderr)
    return WRONG_ARGUMENTS


def looks_like_a_command(word: str) -> bool:
    """Whether a word that is no command was meant as one: it names nothing, and has no ending."""
    return not os.path.splitext(word)[1] and not os.path.lexists(word)


def run_command(name: str, arguments: list[str]) -> int:
    """Run one command; every failure becomes one sentence on standard error."""
    from core.errors import DiptychError

    command = importlib.import_module(COMMANDS[name][0])
    parsed = command.parser(f"main.py {name}").parse_args(arguments)
    try:
        return command.run(parsed, make_telling_engine)
    except DiptychError as error:
        print(f"main.py {name}: {error}", file=sys.stderr)
        return error.exit_status
    except MemoryError:
        print(f"main.py {name}: there is not enough memory. Close other programs.", file=sys.stderr)
        return DiptychError.exit_status
    except KeyboardInterrupt:
        print(f"main.py {name}: stopped.", file=sys.stderr)
        return INTERRUPTED


def usage() -> str:
    """What can be typed behind ``main.py``."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join([USAGE, "", "Commands:", *lines, "", "main.py COMMAND --help explains one."])


def main_or_stopped() -> int:
    """`main`, in one sentence where Ctrl-C comes while something is still being loaded."""
    try:
        return main()
    except KeyboardInterrupt:
        print("main.py: stopped.", file=sys.stderr)
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main_or_stopped())
