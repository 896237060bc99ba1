"""Books: a real one and synthetic ones to try Duly on, the contract that a book keeps, empty files to fill in."""

from __future__ import annotations

import typer

from duly.cli.book import contract, synth, taiwan, template

app = typer.Typer(
    name="book", help="台账：真实样例、合成台账、数据契约、空白模板。Books, contract, templates.", no_args_is_help=True
)
app.command()(taiwan.taiwan)
app.command()(synth.synth)
app.command()(contract.contract)
app.command()(template.template)
