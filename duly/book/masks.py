"""All rules over columns: two bits a rule and row, one where it objects, one where it cannot know.

Most contacts are free of objections. Whether no rule has anything to say is asked first, as a filter over conditions
that share what they demand; only where some rule may speak is every rule asked. Words of 31 rules each, `w0`, `w1`, …,
hold the bits, so that a pack may be of any length. `&` and `|` bind alike in the engine, so every pair is in brackets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from sqlglot import exp

from duly.book.sql import text_literal
from duly.core.terms import Fact, Meaning, Truth, conjuncts
from duly.core.terms_sql import failing_sql, force_sql, to_sql
from duly.core.verdict import Severity
from duly.rules.compliance import BoundRule, Gate

WORD_RULES = 31
_OBJECTS, _UNKNOWN = 1, 2


def masks_query(bound: Gate, relation: str, kept: Sequence[str], day: date | None = None) -> str:
    """Build the columns kept and the words of bits, from a relation with a column a fact.

    Rows are judged by the law of one day, or each by that of its own column `day`.
    """
    keys = ", ".join(kept)
    parts = _parts(bound)
    silent = ", ".join(
        f"CASE WHEN {_plain(part, day)} THEN true WHEN {_silent(part, day)} THEN true ELSE false END AS s{no}"
        for no, part in enumerate(parts)
    )
    said = ", ".join(f"CASE WHEN s{no} THEN 0 ELSE {_word(part, day)} END AS w{no}" for no, part in enumerate(parts))
    return f"""SELECT {keys}, {", ".join(by_direction(bound))}
FROM (
    SELECT {keys}, direction, {said}
    FROM (SELECT *, {silent} FROM {relation}))"""


def _silent(rules: Sequence[BoundRule], day: date | None) -> str:
    """Where none of some rules has anything to say."""
    asked = [each for each in rules if day is None or each.speaks_on(day)]
    return " AND ".join(f"({each})" for each in _silences(asked, day)) or "true"


def _plain(rules: Sequence[BoundRule], day: date | None) -> str:
    """Where every fact is known and none of some rules has anything to say; may be null where a fact is unknown.

    Bits of small numbers are worked out a vector at a time, several times as fast as AND, OR and what asks for null.
    """
    asked = [each for each in rules if day is None or each.speaks_on(day)]
    bits = " & ".join(_as_bit(failing_sql(each.own, day)) for each in asked)
    return f"({bits}) = 1" if bits else "true"


def _as_bit(condition: exp.Expr) -> str:
    if isinstance(condition, exp.Paren):
        return _as_bit(condition.this)
    if isinstance(condition, exp.And | exp.Or):
        sign = "&" if isinstance(condition, exp.And) else "|"
        return f"({_as_bit(condition.this)} {sign} {_as_bit(condition.expression)})"
    return f"({print_sql(condition)})::UTINYINT"


def words_of(bound: Gate) -> list[str]:
    """The names of the words of bits."""
    return [f"w{no}" for no in range(-(-len(bound.rules) // WORD_RULES))]


def verdict_column(bound: Gate) -> str:
    """The strictest that the bits say."""
    steps = []
    for severity in sorted(Severity, reverse=True):
        said = any_bit(
            bound,
            objecting=lambda each, at=severity: each.rule.severity == at,  # type: ignore[misc]
            unknowing=lambda each, at=severity: each.unknown_severity == at,  # type: ignore[misc]
        )
        steps.append(f"WHEN {said} THEN '{severity.word}'")
    allow = f"'{Severity.ALLOW.word}'"
    return f"CASE WHEN {_nothing_said(bound)} THEN {allow} {' '.join(steps)} ELSE {allow} END"


def ids_column(bound: Gate, *, only_unknown: bool = False) -> str:
    """The ids of the rules that block, in the order of the pack: all, or only those that cannot know."""
    named = (
        f"CASE WHEN {bit} THEN {text_literal(each.id)} END"
        for each, bit in zip(bound.rules, (_blocks(bound, each, only_unknown) for each in bound.rules), strict=True)
    )
    ids = f"list_filter([{', '.join(named)}], lambda id: id IS NOT NULL)"
    return f"CASE WHEN {_nothing_said(bound)} THEN [] ELSE {ids} END"


def objects(bound: Gate, each: BoundRule) -> str:
    """Whether one rule objects."""
    return f"({_bits(bound, [(each, _OBJECTS)])})"


def any_bit(bound: Gate, *, objecting: Callable[[BoundRule], bool], unknowing: Callable[[BoundRule], bool]) -> str:
    """Whether one of some rules objects, or one of some others cannot know."""
    wanted = [(each, _OBJECTS) for each in bound.rules if objecting(each)]
    wanted += [(each, _UNKNOWN) for each in bound.rules if unknowing(each)]
    return f"({_bits(bound, wanted)})"


def words_packed(relation: str, facts: Iterable[Fact]) -> str:
    """A relation of facts with its words as enumerations: read and compared as small numbers, several times as fast."""
    words = (fact for fact in facts if fact.meaning is Meaning.WORD)
    packed = (f"{fact.name}::ENUM({', '.join(map(text_literal, fact.values))}) AS {fact.name}" for fact in words)
    replaced = ", ".join(packed)
    return f"SELECT * REPLACE ({replaced}) FROM {relation}" if replaced else f"SELECT * FROM {relation}"


def print_sql(term: exp.Expr) -> str:
    return term.sql(dialect="duckdb")


def _word(rules: Sequence[BoundRule], day: date | None) -> str:
    """The bits of some rules: a condition is worked out once, whether it holds, fails or is unknown."""
    bits = ["0::BIGINT"]
    for place, each in enumerate(rules):
        if day is None or each.speaks_on(day):
            answer = f"coalesce(({print_sql(to_sql(each.own, day))})::BIGINT, {_UNKNOWN}) * {1 << 2 * place}"
            spoken = True if day is not None or each.rule.always else print_sql(force_sql(each.limit.force_dated))
            bits.append(answer if spoken is True else f"CASE WHEN {spoken} THEN {answer} ELSE 0 END")
    return " + ".join(bits)


def by_direction(bound: Gate) -> list[str]:
    """What the borrower begins is nobody's to refuse, by most rules; who begins may itself be unknown."""
    return list(map(_by_direction, words_of(bound), _parts(bound)))


def _parts(bound: Gate) -> list[Sequence[BoundRule]]:
    return [bound.rules[first : first + WORD_RULES] for first in range(0, len(bound.rules), WORD_RULES)]


def _by_direction(word: str, rules: Sequence[BoundRule]) -> str:
    of_ours = sum((_OBJECTS | _UNKNOWN) << 2 * place for place, each in enumerate(rules) if not each.rule.inbound)
    objecting = sum(_OBJECTS << 2 * place for place, each in enumerate(rules) if not each.rule.inbound)
    others = ((1 << 2 * WORD_RULES) - 1) & ~of_ours
    unclear = f"({word} & {others}) | (({word} & {objecting}) << 1) | ({word} & {objecting << 1})"
    return (
        f"CASE WHEN direction = 'outbound' THEN {word} WHEN direction IS NULL THEN {unclear} "
        f"WHEN direction = 'inbound' THEN {word} & {others} ELSE {word} END AS {word}"
    )


def _silences(rules: Sequence[BoundRule], day: date | None) -> Iterator[str]:
    """Conditions that all hold where every rule is known to fail."""
    terms: dict[str, Truth] = {}

    def fails(part: str) -> str:
        return f"({print_sql(failing_sql(terms[part], day))})"

    def silence(demands: set[frozenset[str]]) -> Iterator[str]:
        """What one rule demands alone comes first; then, what most of the others share dismisses them together."""
        alone = {part for each in demands if len(each) == 1 for part in each}
        yield from map(fails, sorted(alone))
        rest = {each for each in demands if not each & alone}
        while rest:
            (shared, times), *_ = Counter(part for each in sorted(map(sorted, rest)) for part in each).most_common(1)
            together = {each for each in rest if shared in each}
            rest -= together
            if times == 1:
                (one,) = together
                yield " OR ".join(map(fails, sorted(one)))
            else:
                within = silence({each - {shared} for each in together})
                yield f"{fails(shared)} OR ({' AND '.join(f'({each})' for each in within)})"

    demands = set()
    for each in rules:
        named = {print_sql(to_sql(part, day)): part for part in conjuncts(each.own)}
        terms |= named
        demands.add(frozenset(named))
    return silence(demands)


def _nothing_said(bound: Gate) -> str:
    return " AND ".join(f"{word} = 0" for word in words_of(bound))


def _blocks(bound: Gate, each: BoundRule, only_unknown: bool) -> str:
    wanted = [(each, _UNKNOWN)] if each.unknown_severity.blocks else []
    if each.rule.severity.blocks and not only_unknown:
        wanted.append((each, _OBJECTS))
    return _bits(bound, wanted)


def _bits(bound: Gate, wanted: Sequence[tuple[BoundRule, int]]) -> str:
    masks: dict[int, int] = {}
    for each, kind in wanted:
        word, place = divmod(bound.rules.index(each), WORD_RULES)
        masks[word] = masks.get(word, 0) | kind << 2 * place
    return " OR ".join(f"(w{word} & {mask}) <> 0" for word, mask in sorted(masks.items())) or "false"
