"""Many small modules become one script."""

from __future__ import annotations

import re

import pytest

from noteweave.exporters.html.bundle_modules import bundle, modules


def test_modules_come_after_what_they_import() -> None:
    script = bundle(
        {
            "main.js": 'import { b as c } from "./b.js";\nc();\n',
            "b.js": 'import { a } from "./a.js";\nexport function b() { a(); }\n',
            "a.js": "/** Doc. */\nexport const a = () => 1;\n",
        }
    )
    assert script.index("const a_js") < script.index("const b_js") < script.index("const main_js")
    assert "const { b: c } = b_js;" in script
    assert "Doc." not in script


def test_a_path_is_read_from_the_module_that_names_it() -> None:
    script = bundle(
        {
            "main.js": 'import { b } from "./map/labels/b.js";\nb();\n',
            "map/labels/b.js": 'import { a } from "../../data/a.js";\nexport const b = a;\n',
            "data/a.js": "export const a = () => 1;\n",
        }
    )
    assert script.index("const data_a_js") < script.index("const map_labels_b_js")
    assert "const { a } = data_a_js;" in script


@pytest.mark.parametrize(
    "source",
    [
        'import d from "./d.js";\n',
        "export default 1;\n",
        "export let x = 1;\n",
        'import { x } from "./no.js";\n',
        'import { x } from "../d.js";\n',
    ],
)
def test_what_it_does_not_understand_is_an_error(source: str) -> None:
    with pytest.raises(ValueError, match=r"js"):
        bundle({"main.js": source, "d.js": ""})


def test_a_circle_is_an_error() -> None:
    with pytest.raises(ValueError, match="cycle"):
        bundle(
            {"main.js": 'import { a } from "./a.js";\n', "a.js": 'import { m } from "./main.js";\n'}
        )


def test_every_module_of_the_page_is_used() -> None:
    script = bundle(modules())
    names = {path: re.sub(r"\W", "_", path) for path in modules()}
    unused = [path for path, name in names.items() if f"const {name} = " not in script]
    assert not unused
