"""What may be wrong with a template or its values, each in a sentence of Chinese and one of English."""

from __future__ import annotations

from duly.core.mendable import Mendable


class BadTemplate(Mendable, ValueError):
    """A file of templates that does not say what it should; the text names the file, the key and what is accepted."""


class TemplateRefused(Mendable, ValueError):
    """A template is not rendered. `about` names the variable or element that is at fault."""

    def __init__(self, about: str, zh: str, en: str) -> None:
        super().__init__(f"{about}: {zh} {en}")
        self.about = about
        self.zh = zh
        self.en = en
