"""`noteweave.toml`: where it is found, what it may say, and how a slip in it is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.config import load
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
