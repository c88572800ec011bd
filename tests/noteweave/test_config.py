"""`noteweave.toml`: where it is found, what it may say, and how a slip in it is answered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from noteweave.config import Config, load
from noteweave.graph.check.findings import Severity
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.errors import ConfigError

WHOLE = """\
profile = "foam"
exclude = ["drafts/"]
gitignore = false

[check]
select = ["default", "orphan"]
ignore = ["NW002"]
fail-on = "warning"
show = "info"
baseline = "known.json"

[check.severity]
ambiguous-link = "error"

[check.pairs]
before = "after"

[check.paths."journal/**"]
ignore = ["NW004"]

[[page.views]]
name = "Open"
address = "w=[status:open]"
"""


def test_everything_it_may_say(tmp_path: Path) -> None:
    (tmp_path / "noteweave.toml").write_text(WHOLE)
    found = load(tmp_path)
    assert found.folder == tmp_path.resolve()
    assert found.config.profile is Profile.FOAM
    assert found.config.exclude == ("drafts/",)
    assert not found.config.gitignore
    check = found.config.check
    assert check.select == ("default", "orphan")
    assert check.fail_on is Severity.WARNING
    assert check.severity == {"ambiguous-link": Severity.ERROR}
    assert check.pairs == {"before": "after"}
    assert check.paths["journal/**"].ignore == ("NW004",)
    assert [(view.name, view.address) for view in found.config.page.views] == [
        ("Open", "w=[status:open]")
    ]


def test_it_is_found_above_the_vault_and_in_pyproject(tmp_path: Path) -> None:
    vault = tmp_path / "docs" / "notes"
    vault.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.noteweave]\nprofile = "plain"\n')
    (tmp_path / "docs" / "pyproject.toml").write_text('[project]\nname = "tea"\n')
    assert load(vault).config.profile is Profile.PLAIN
    assert load(vault).folder == tmp_path.resolve()


def test_it_is_not_looked_for_beyond_the_repository(tmp_path: Path) -> None:
    vault = tmp_path / "notes"
    (vault / ".git").mkdir(parents=True)
    (tmp_path / "noteweave.toml").write_text('profile = "foam"\n')
    assert load(vault).config.profile is None


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("[chek]\n", "no setting `chek`", "did you mean `check`?"),
        ("[check]\nfail_on = 'error'\n", "no setting `check.fail_on`", "`fail-on`"),
        ("[check.paths.'a']\nselct = []\n", 'no setting `check.paths."a".selct`', "`select`"),
        ("[check]\nfail-on = 'fatal'\n", "check.fail-on: invalid enum value 'fatal'", ""),
        ("exclude = 'drafts'\n", "exclude: expected `array`, got `str`", ""),
        ("check = 3\n", "check: expected `object`, got `int`", ""),
        ("profile = \n", "invalid value", "docs"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, text: str, what: str, hint: str) -> None:
    (tmp_path / "noteweave.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path)
    assert what.lower() in caught.value.message.lower()
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "text", ["x = " + "9" * 5000, "exclude = " + "[" * 5000, "\udcff", "a = 'b"]
)
@pytest.mark.parametrize("name", ["noteweave.toml", "pyproject.toml"])
def test_a_file_that_no_reader_takes_is_an_error_that_names_it(
    tmp_path: Path, name: str, text: str
) -> None:
    head = "" if name == "noteweave.toml" else "[tool.noteweave]\n"
    (tmp_path / name).write_bytes((head + text).encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=name):
        load(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "noteweave.toml")
    assert load(tmp_path).config == Config()  # as a folder of that name: no file


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[[relations]]\npattern = '(?P<reason>'\n",
         "`[[relations]]` number 1: the pattern", "single"),
        ("[[relations]]\nsection = 's'\nrelation = 'r'\n[[relations]]\n",
         "`[[relations]]` number 2: needs a `pattern`", "docs/configuration.md"),
        ("[[rules.text]]\nwords = ['x']\nword = 1\n",
         "`[[rules.text]]` number 1: no setting `word`", "did you mean `words`?"),
        ("[[rules.text]]\nwords = ['x']\n[[rules.text]]\nwhy = 1\n",
         "`[[rules.text]]` number 2: why: expected `str`, got `int`", ""),
    ],
)  # fmt: skip
def test_the_entry_of_a_list_is_named(tmp_path: Path, text: str, message: str, hint: str) -> None:
    (tmp_path / "noteweave.toml").write_text(text)
    with pytest.raises(ConfigError) as refused:
        load(tmp_path)
    assert message in refused.value.message
    assert hint in refused.value.hint
    assert refused.value.message.count("noteweave.toml") == 1
