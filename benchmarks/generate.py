"""Write a vault of N notes to measure with: the same bytes every time.

    python benchmarks/generate.py 10000 FOLDER

About 2.5 kB a note, half English, half Chinese: frontmatter with aliases, tags, dates and property
links; headings, lists, a table, code with links that are none; links by name, by path, to headings
and blocks, in another case, as Markdown; embeds of notes and pictures; one name in a hundred that
two notes share; one link in twelve to a topic that nobody has written.
"""

from __future__ import annotations

import argparse
import os
import random
from pathlib import Path

ENGLISH_TEXT = (
    "kettle leaf harvest steam cup mountain rain terrace basket roast oxidation withering "
    "caravan harbour clipper porcelain glaze kiln spring bamboo charcoal aroma bitterness sweet "
    "tasting ledger merchant auction monsoon orchard soil season memory ritual silence guest ink "
    "garden lantern whisk powder bowl mist valley river ferry warehouse tariff recipe "
)
ENGLISH = ENGLISH_TEXT.split()
CHINESE_TEXT = (
    "茶叶 山场 采青 萎凋 杀青 揉捻 发酵 烘焙 紫砂 盖碗 公道 品茗 回甘 岩韵 古道 马帮 码头 "
    "瓷器 窑火 泉水 竹篮 炭火 春雨 梯田 作坊 商号 拍卖 季风 记忆 礼仪 茶席 客人 卷轴 庭院 "
)
CHINESE = CHINESE_TEXT.split()
SENTENCES_TEXT = (
    "雨后的茶园很安静。 她记下每一泡的时间。 同一片叶子，不同的火候。 先闻香，再看汤色。 "
    "这座山的土壤偏酸。 老茶客说水比茶更要紧。 商船在季风里等了三个月。 每一页账本都有故事。 "
)
SENTENCES = SENTENCES_TEXT.split()
FOLDERS = ["gardens", "people/商人", "places", "routes/sea", "routes/陆路", "tools", "tasting/2023"]
PICTURES = 25


def main() -> None:
    """Write the vault that the command line names."""
    asked = argparse.ArgumentParser(description="Write a vault to measure with.")
    asked.add_argument("notes", type=int)
    asked.add_argument("folder", type=Path)
    given = asked.parse_args()
    generate(given.notes, given.folder)


def generate(count: int, folder: Path) -> None:
    """Write `count` notes below a folder."""
    chance = random.Random(count)
    names = [_name(n, chance) for n in range(count)]
    for n in range(count // 100):  # names that two notes share
        names[-1 - n] = names[n]
    places = [_place(n, names[n], count) for n in range(count)]
    ends = list(range(min(count, 12)))
    for path in {os.path.dirname(place) for place in places} | {"pictures"}:
        (folder / path).mkdir(parents=True, exist_ok=True)
    for n in range(PICTURES):
        (folder / "pictures" / f"picture {n}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    for n in range(count):
        text = _note(n, names, places, ends, chance)
        (folder / places[n]).write_text(text, encoding="utf-8", newline="\n")


def _name(n: int, chance: random.Random) -> str:
    if n % 2:
        return f"{chance.choice(CHINESE)}{chance.choice(CHINESE)}{n}"
    return f"{chance.choice(ENGLISH).title()} {chance.choice(ENGLISH)} {n}"


def _place(n: int, name: str, count: int) -> str:
    shelf = f"/shelf {n % 41}" if count > 5000 else ""
    return f"{FOLDERS[n % len(FOLDERS)]}{shelf}/{name}.md"


def _note(
    n: int, names: list[str], places: list[str], ends: list[int], chance: random.Random
) -> str:
    def other() -> int:
        """A note to link to: one that is often linked to already, more often than not."""
        end = chance.choice(ends) if chance.random() < 0.85 else chance.randrange(len(names))
        if len(ends) < 200_000:
            ends.append(end)
        return end

    links = [_link(other(), names, places, chance) for _ in range(chance.randrange(3, 10))]
    head = [
        "---",
        f'title: "{names[n]}"',
        f"created: 20{20 + n % 6}-{1 + n % 12:02}-{1 + n % 28:02}",
        f"tags: [{chance.choice(ENGLISH)}, {chance.choice(CHINESE)}, at/{chance.choice(ENGLISH)}]",
    ]
    if n % 3 == 0:
        head.append(f"aliases: [alias {n}, 别名{n}]")
    if n % 4 == 0:
        head += [f'up: "[[{names[other()]}]]"', "related:", f'  - "[[{names[other()]}|near]]"']
    body = [*head, "---", f"# {names[n]}", ""]
    for title in ("Leaf", "Water", "时间"):
        body += [f"## {title}", "", _paragraph(links, chance), "", _paragraph(links, chance), ""]
    body += [f"- {link}" for link in links]
    body += ["", f"A line to point at. ^line{n % 7}", f"#{chance.choice(CHINESE)}/{n % 9}", ""]
    if n % 3 == 0:
        body += ["```python", f"steep = leaves[[{n}]]", "```", "", f"Not `[[a link {n}]]`.", ""]
    if n % 5 == 0:
        body += ["| leaf | water |", "|---|---|", f"| [[{names[other()]}\\|cup]] | {n} ml |", ""]
    if n % 6 == 0:
        body += [f"![[picture {n % PICTURES}.png|200]]", "", f"![[{names[other()]}]]", ""]
    return "\n".join(body) + "\n"


def _link(end: int, names: list[str], places: list[str], chance: random.Random) -> str:
    name = names[end]
    forms = (
        f"[[{name}]]", f"[[{name}]]", f"[[{name}]]", f"[[{name}|{chance.choice(ENGLISH)}]]",
        f"[[{name}#Leaf]]", f"[[{name}#^line{end % 7}]]", f"[[{places[end].removesuffix('.md')}]]",
        f"[[{name.lower()}]]", f"[{name}]({places[end].replace(' ', '%20')})",
        f"[[{name}]]", f"[[{name}]]", f"[[{chance.choice(CHINESE)}的故事{end % 97}]]",
    )  # fmt: skip
    return chance.choice(forms)


def _paragraph(links: list[str], chance: random.Random) -> str:
    words = []
    for _ in range(3):
        words.append(" ".join(chance.choices(ENGLISH, k=8)).capitalize() + ".")
        words.append(chance.choice(SENTENCES) + chance.choice(SENTENCES))
        if links and chance.random() < 0.4:
            words.append(links.pop())
    return " ".join(words)


if __name__ == "__main__":
    main()
