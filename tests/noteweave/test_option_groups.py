"""Options that stand in a struct are options of the command."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer
from typer.testing import CliRunner

from noteweave.option_groups import flattened


class Shape(msgspec.Struct, frozen=True):
    """Two options."""

    size: Annotated[int, typer.Option("--size", min=1)] = 2
    colours: Annotated[list[str], typer.Option("--colour")] = []


def cup(name: str, *, shape: Shape, lid: bool = False) -> None:
    """Print a cup."""
    print(name, shape.size, shape.colours, lid)


def run(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(flattened(cup))
    return CliRunner().invoke(app, arguments).output


def test_a_group_is_given_whole_to_the_command() -> None:
    assert run("gaiwan", "--colour", "red", "--colour", "blue", "--lid", "--size", "3") == (
        "gaiwan 3 ['red', 'blue'] True\n"
    )


def test_what_is_left_out_has_the_default_of_its_field() -> None:
    assert run("gaiwan") == "gaiwan 2 [] False\n"


def test_the_help_lists_the_options_of_a_group() -> None:
    shown = run("--help")
    assert "Print a cup." in shown
    assert "--size" in shown
    assert "--colour" in shown
