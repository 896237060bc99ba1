"""Write the page of who may decide what from the matrix: `python -m tools.authority [--check]`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from duly.core.money import Money
from duly.rules.authority import Ceiling, Kind, authority
from tools.pages import write_or_check

PAGES = {lang: Path(__file__).parents[1] / "docs" / "reference" / f"authority.{lang}.md" for lang in ("zh", "en")}
HEAD = {
    "zh": (
        "# 谁能决定什么",
        "重大决定须两个人：一人申请，另一人批准；申请人不能批准自己的申请，数据库也不许。"
        "减免的上限按一笔贷款的全部历史合计，拆成小笔不会绕开。没有人有权批准的，本机构不做。\n\n"
        "**以下每个数都是本机构默认值，不是法律**；在 `duly/rules/authority.yaml` 中改，改后重新迁移即由数据库执行。"
        "其他币种的上限是人民币上限的整数倍（{}）：也是本机构的数，不是汇率。"
        "本页由 `python -m tools.authority` 写出。",
        ("事项", "谁可申请", "一人可定", "另一人批准", "申请有效"),
        ("息费", "本金", "无金额", "小时"),
    ),
    "en": (
        "# Who may decide what",
        "A big decision takes two persons: one asks, another grants. Nobody grants what they asked for, and the "
        "database does not let them. A ceiling holds for all that was ever given up of one loan, so that small pieces "
        "do not get around it. What nobody may grant, the house does not do.\n\n"
        "**Every figure here is a house default, not law**; change it in `duly/rules/authority.yaml`, and the next "
        "migration lets the database hold to it. In another currency a ceiling is a whole multiple of the one in CNY "
        "({}): the house's own figure too, and no rate of exchange. Written by `python -m tools.authority`.",
        ("what", "who asks", "one may decide", "another grants", "stands for"),
        ("charges", "principal", "no sum", "hours"),
    ),
}


def page(lang: str) -> str:
    """The page in one language."""
    title, text, heads, _ = HEAD[lang]
    times = ", ".join(f"{name} × {many}" for name, many in authority().currencies.items() if many != 1)
    rows = [heads, ("---",) * len(heads), *(_row(one, lang) for one in authority().kinds.values())]
    return "\n\n".join((title, text.format(times), "\n".join(f"| {' | '.join(row)} |" for row in rows))) + "\n"


def _row(kind: Kind, lang: str) -> tuple[str, ...]:
    return (
        f"{kind.zh if lang == 'zh' else kind.en} `{kind.name}`",
        "<br>".join(f"`{role}`" for role in kind.asks),
        "<br>".join(_roles(kind.alone.items(), lang)) or "–",
        "<br>".join(_roles(kind.grants.items(), lang)),
        f"{kind.lapses_after_hours} {HEAD[lang][3][3]}",
    )


def _roles(told: object, lang: str) -> Iterator[str]:
    charges, principal, none, _ = HEAD[lang][3]
    for role, ceiling in told:  # type: ignore[attr-defined]
        if isinstance(ceiling, Ceiling):
            sums = [Money(one, authority().currency) for one in (ceiling.charges_minor, ceiling.principal_minor)]
            yield f"`{role}` {charges} ≤ {sums[0]}, {principal} ≤ {sums[1]}"
        else:
            yield f"`{role}` ({none})"


def main() -> None:
    """Write both pages, or with --check say which is not what the matrix says."""
    made = {path: page(lang) for lang, path in PAGES.items()}
    write_or_check(made, "权限表 the matrix", "authority")


if __name__ == "__main__":
    main()
