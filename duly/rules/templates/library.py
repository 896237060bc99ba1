"""The templates that are shipped, or a folder of a lender's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from duly.rules.templates.faults import BadTemplate
from duly.rules.templates.template import Template, from_yaml


@dataclass(frozen=True, slots=True)
class Library:
    """Templates by id, in the order of their ids."""

    templates: tuple[Template, ...]

    def __iter__(self) -> Iterator[Template]:
        return iter(self.templates)

    def __len__(self) -> int:
        return len(self.templates)

    def __getitem__(self, template_id: str) -> Template:
        for one in self.templates:
            if one.id == template_id:
                return one
        known = ", ".join(one.id for one in self.templates)
        raise BadTemplate(f"{template_id}: 没有这个模板 there is no such template；有 there is: {known}")


@cache
def load() -> Library:
    """The library that is shipped."""
    return load_folder(files("duly.rules.templates") / "library")


def load_folder(folder: Traversable | Path) -> Library:
    """Read every template of a folder. Raises BadTemplate for one that cannot be read, or an id given twice."""
    found: dict[str, Template] = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            template = read_file(file)
            if template.id in found:
                raise BadTemplate(f"{file.name}: {template.id} 已有 is there already; an id names one template")
            found[template.id] = template
    if not found:
        raise BadTemplate(f"{folder}: 没有模板 holds no template (*.yaml)")
    return Library(tuple(found[one] for one in sorted(found)))


def read_file(file: Traversable | Path) -> Template:
    """Read one file. Raises BadTemplate."""
    try:
        return from_yaml(file.read_text("utf-8"), file.name)
    except UnicodeDecodeError:
        raise BadTemplate(f"{file.name}: 请存为 UTF-8 save it as UTF-8") from None
    except OSError as broken:
        raise BadTemplate(f"{file.name}: 无法读取 cannot be read: {broken.strerror}") from None
