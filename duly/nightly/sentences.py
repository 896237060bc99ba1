"""The summary of a night in a few sentences that a manager understands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from duly.core import calendar
from duly.nightly import words
from duly.nightly.figures import count, day, money, share
from duly.nightly.words import Two

Summary = Mapping[str, Any]
Titles = Mapping[str, Two]  # of the rules, by id

QUIET_DAYS_MOST = 31  # monthly payers make gaps of a month; a longer one means more likely that files did not arrive


def sentences(summary: Summary, titles: Titles, lang: str) -> list[str]:
    """Say what the night found and decided, in 8–12 lines of Chinese ("zh") or English ("en")."""
    tellers: dict[str, Callable[[Summary, Titles], Iterator[str]]] = {"zh": _chinese, "en": _english}
    return list(tellers[lang](summary, titles))


def _chinese(summary: Summary, titles: Titles) -> Iterator[str]:
    money_, loans, people = summary["money"], summary["loans"], summary["borrowers"]
    yield f"{day(date.fromisoformat(summary['day']), 'zh')} · {_named(summary, 'lender_name')}"
    if notice := _named(summary, "notice"):
        yield notice
    yield f"今天有 {count(people['in_peace'])} 人不被打扰。按原因分：{_reasons(summary, 'zh')}。{_late(people).zh}"
    yield (
        f"想联系 {count(summary['planned'])} 人，合规闸口放行 {count(summary['permitted'])} 人"
        f"（{channels(summary, 'zh')}），拦下 {count(summary['refused'])} 人。"
    )
    if summary["refused_by_rule"]:
        yield _refusals(summary, titles, "zh")
    yield (
        f"台账：{count(loans['total'])} 笔贷款，未偿 {money(money_['outstanding_minor'], money_['currency'])}；"
        f"逾期 {count(loans['overdue'])} 笔（{share(loans['overdue'], loans['total'])}），"
        f"拖欠 {money(money_['overdue_minor'], money_['currency'])}。"
    )
    yield f"账龄：{_buckets(loans)}。"
    read, kept, quarantined = _taken(summary)
    yield f"入库：读取 {count(read)} 行 = 接受 {count(kept)} 行 + 隔离 {count(quarantined)} 行。"
    yield from _cautions(summary, "zh")
    if summary["days_since_payment"] > QUIET_DAYS_MOST:
        yield (
            f"注意：最近一笔回款已是 {summary['days_since_payment']} 天前的；"
            "若还有回款文件没有入库，请先入库再联系任何人。"
        )
    teams, calls = _worklists(summary)
    yield f"作业清单：{count(teams)} 个小组，{count(calls)} 通电话；{count(summary['waiting'])} 通等待坐席。"
    if summary["score"]["auc_test"] is not None:
        score = summary["score"]
        yield f"评分（检验样本）：AUC {score['auc_test']:.3f}，Brier {score['brier']:.3f}。"
    yield f"日终用时 {_seconds(summary):.1f} 秒。本结果不是法律意见。"


def _english(summary: Summary, titles: Titles) -> Iterator[str]:
    money_, loans, people = summary["money"], summary["loans"], summary["borrowers"]
    yield f"{day(date.fromisoformat(summary['day']), 'en')} · {_named(summary, 'lender_name')}"
    yield (
        f"{_of(people['in_peace'], 'person is', 'people are')} left in peace today. "
        f"By reason: {_reasons(summary, 'en')}. {_late(people).en}"
    )
    yield (
        f"{_of(summary['planned'], 'person was', 'people were')} to be contacted; "
        f"the gate permits {count(summary['permitted'])} ({channels(summary, 'en')}) "
        f"and refuses {count(summary['refused'])}."
    )
    if summary["refused_by_rule"]:
        yield _refusals(summary, titles, "en")
    yield (
        f"The book: {_of(loans['total'], 'loan', 'loans')}, "
        f"{money(money_['outstanding_minor'], money_['currency'])} outstanding; "
        f"{count(loans['overdue'])} late ({share(loans['overdue'], loans['total'])}), "
        f"{money(money_['overdue_minor'], money_['currency'])} overdue."
    )
    yield f"Buckets: {_buckets(loans)}."
    read, kept, quarantined = _taken(summary)
    yield f"Intake: {count(read)} rows read = {count(kept)} accepted + {count(quarantined)} quarantined."
    yield from _cautions(summary, "en")
    if summary["days_since_payment"] > QUIET_DAYS_MOST:
        yield (
            f"Note: the newest payment is {summary['days_since_payment']} days old. "
            "If a file of payments did not arrive, take it in before anybody is contacted."
        )
    teams, calls = _worklists(summary)
    yield (
        f"Worklists: {_of(calls, 'call', 'calls')} for {_of(teams, 'team', 'teams')}; "
        f"{_of(summary['waiting'], 'waits', 'wait')} for an agent."
    )
    if summary["score"]["auc_test"] is not None:
        score = summary["score"]
        yield f"Score, on loans kept out of fitting: AUC {score['auc_test']:.3f}, Brier {score['brier']:.3f}."
    yield f"The night took {_seconds(summary):.1f} s. This is not legal advice."


def _cautions(summary: Summary, lang: str) -> Iterator[str]:
    for told in (set_aside(summary), working_days(summary)):
        if told is not None:
            yield told[words.LANGUAGES.index(lang)]


def working_days(summary: Summary) -> Two | None:
    """That working days are estimated where the arrangement of the year is not held; no contact is decided by them."""
    if summary["working_days"] == calendar.OFFICIAL:
        return None
    year = summary["day"][:4]
    return Two(
        f"注意：{year} 年的放假安排还没有收录，工作日只按周末估计；按工作日计的期限要再核对。",
        f"Note: the arrangement of {year} is not held, so working days are estimated by weekends alone; check every "
        "deadline that counts working days.",
    )


def set_aside(summary: Summary) -> Two | None:
    """What follows from payments that were not taken; those that name nobody could be anybody's."""
    held, unnamed = (summary["payments_set_aside"][name] for name in ("held", "unnamed"))
    if not held + unnamed:
        return None
    zh, en = (
        f"注意：{count(held + unnamed)} 笔回款没能入账，",
        f"Note: {_of(held + unnamed, 'payment', 'payments')} could not be taken in; ",
    )
    if held:
        zh += "所涉借款人在弄清之前不联系。"
        en += "their borrowers are not contacted until that is clear. "
    if unnamed:
        zh += f"其中 {count(unnamed)} 笔看不出是谁还的：请先看隔离区，弄清之前联系任何人都可能打扰已经还款的人。"
        en += (
            f"{_of(unnamed, 'names', 'name')} no borrower of the book: look into the quarantine first, for "
            "anybody contacted before may have paid."
        )
    return Two(zh, en.strip())


def _of(number: int, one: str, more: str) -> str:
    return f"{count(number)} {one if number == 1 else more}"


def _late(people: Mapping[str, int]) -> Two:
    """How many of those left in peace are late: said apart from the reasons, which are of all of them."""
    late = people["in_peace_though_late"]
    if not late:
        return Two("他们都没有逾期。", "None of them is late.") if people["in_peace"] else Two("", "")
    return Two(
        f"这些人里有 {count(late)} 人已逾期，今天也不联系。",
        f"Of all these, {_of(late, 'is', 'are')} late and not contacted today either.",
    )


def _named(summary: Summary, name: str) -> str:
    """What the books say under a name, each once."""
    return " · ".join(dict.fromkeys(book[name] for book in summary["books"] if book[name]))


def _reasons(summary: Summary, lang: str) -> str:
    most = sorted(summary["left_in_peace_by_reason"].items(), key=lambda pair: (-pair[1], pair[0]))[:4]
    told = [f"{words.say(words.REASONS, reason, lang)} {count(people)}" for reason, people in most]
    rest = summary["borrowers"]["in_peace"] - sum(people for _, people in most)
    if rest:
        told.append(f"{'其他' if lang == 'zh' else 'other'} {count(rest)}")
    return ("；" if lang == "zh" else "; ").join(told)


def channels(summary: Summary, lang: str) -> str:
    """How many contacts are permitted by which means."""
    by_channel = summary["permitted_by_channel"]
    told = [
        f"{words.say(words.CHANNELS, channel, lang)} {count(by_channel[channel])}"
        for channel in words.CHANNELS
        if by_channel.get(channel)
    ]
    return ("，" if lang == "zh" else ", ").join(told) or "—"


def _refusals(summary: Summary, titles: Titles, lang: str) -> str:
    """Which rules object most; apart from them what is not known, which blocks too, and who has no address."""
    unknown, nowhere = summary["unknown_by_rule"], summary["refused_without_address"]
    objects = {rule: number - unknown.get(rule, 0) for rule, number in summary["refused_by_rule"].items()}
    told = (
        (Two("反对最多的规则", "Rules that object most"), _most(objects, titles, lang)),
        (Two("缺少事实而不能放行的", "Rules that lack a fact, which blocks too"), _most(unknown, titles, lang)),
        (Two("没有联系方式在案的", "No address on file"), count(nowhere) if nowhere else ""),
    )
    if lang == "zh":
        return "".join(f"{name.zh}：{rules}。" for name, rules in told if rules)
    return " ".join(f"{name.en}: {rules}." for name, rules in told if rules)


def _most(by_rule: Mapping[str, int], titles: Titles, lang: str) -> str:
    most = sorted((rule for rule in by_rule if by_rule[rule]), key=lambda rule: (-by_rule[rule], rule))[:3]
    if lang == "zh":
        return "；".join(f"{_title(rule, titles).zh}（{rule}）{count(by_rule[rule])}" for rule in most)
    return "; ".join(f"{_title(rule, titles).en} ({rule}) {count(by_rule[rule])}" for rule in most)


def _title(rule: str, titles: Titles) -> Two:
    return titles.get(rule, Two("规则", "Rule"))


def _buckets(loans: Mapping[str, Any]) -> str:
    return " · ".join(f"{bucket} {count(number)}" for bucket, number in loans["by_bucket"].items())


def _taken(summary: Summary) -> tuple[int, int, int]:
    read, accepted, quarantined = (
        sum(counts[name] for counts in summary["rows"].values()) for name in ("read", "accepted", "quarantined")
    )
    return read, accepted, quarantined


def _worklists(summary: Summary) -> tuple[int, int]:
    return sum(calls > 0 for calls in summary["worklists"].values()), sum(summary["worklists"].values())


def _seconds(summary: Summary) -> float:
    return sum(float(step["seconds"]) for step in summary["steps"])
