"""Write which row of the digest of the law is held where: `python -m tools.coverage [--check]`.

Rows that a limit carries are found in the law itself; for the others this says why no rule holds them.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from duly import law
from duly.rules.compliance.cn.pack import ACTING, SENDING
from duly.rules.compliance.us_regf.rules import RULES as US_REGF
from duly.rules.compliance.wire.answer import public_id
from tools.pages import write_or_check

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "duly" / "law" / "coverage.yaml"
PAGES = {lang: ROOT / "docs" / "reference" / f"coverage.{lang}.md" for lang in ("zh", "en")}

BY_OTHERS = "elsewhere"
NOT_CHECKABLE = "not machine-checkable"
ABSENT = "absent"

ROWS = {
    "TIME": 8, "FREQ": 12, "PARTY": 16, "ID": 7, "COMM": 16, "LTR": 3, "VISIT": 9, "STOP": 11, "AGY": 15, "AI": 7,
    "REC": 7, "PLAN": 6, "MONEY": 9, "CMP": 12, "PI": 17, "CRD": 10, "RISK": 4, "LIM": 7, "LEG": 2, "CRIM": 2,
}  # fmt: skip
US_ROWS = ("RF-R01", "RF-R02", "RF-R03", "RF-R03b", *(f"RF-R{number:02}" for number in range(4, 35)))
WITHOUT_LIMIT = {
    "RF-R03b": (BY_OTHERS, "由 RF-R02 落实：只看发送的时刻", "held by RF-R02, which looks at the moment of sending"),
    "CN-TIME-07": (BY_OTHERS, "规则本身不限制对方主动的联系", "rules do not limit what the borrower begins"),
    "CN-FREQ-04": (BY_OTHERS, "由 CN-FREQ-07 的间隔落实", "held by the spacing of CN-FREQ-07"),
    "CN-FREQ-12": (ABSENT, "来源可疑，不执行", "the source is doubtful; not enforced"),
    "CN-COMM-02": (BY_OTHERS, "由 CN-COMM-01、CN-COMM-03、CN-VISIT-07 落实", "held by CN-COMM-01, -03 and CN-VISIT-07"),
    "CN-LTR-02": (BY_OTHERS, "由 CN-STOP-04 落实", "held by CN-STOP-04"),
    "CN-STOP-03": (BY_OTHERS, "由 CN-PARTY-07 落实", "held by CN-PARTY-07"),
    "CN-STOP-07": (BY_OTHERS, "由 CN-PARTY-13、CN-PARTY-14 落实", "held by CN-PARTY-13 and CN-PARTY-14"),
    "CN-STOP-11": (BY_OTHERS, "由 CN-TIME-03、CN-PI-01 落实", "held by CN-TIME-03 and CN-PI-01"),
    "CN-AGY-13": (ABSENT, "录音上传由作业系统核对", "uploads of recordings are for the desk to check"),
    "CN-AGY-15": (NOT_CHECKABLE, "风险事项由人判断", "a person judges what is a major risk"),
    "CN-AI-01": (BY_OTHERS, "机器与人工同一计数", "machines share the counters of people"),
    "CN-AI-05": (NOT_CHECKABLE, "公平性用统计检验，不在单次行为上", "fairness is tested over many, not on one act"),
    "CN-PLAN-06": (BY_OTHERS, "由方案文本的必备要素落实", "held by what the words of a plan have to say"),
    "CN-MONEY-04": (ABSENT, "抵销尚未作为行为收录", "set-off is no act of the contract yet"),
    "CN-MONEY-08": (NOT_CHECKABLE, "是否过高由法院认定", "a court decides what is excessive"),
    "CN-CMP-05": (NOT_CHECKABLE, "受理权利，不构成限制", "a right to be heard, no limit"),
    "CN-CMP-06": (NOT_CHECKABLE, "程序事项", "a matter of procedure"),
    "CN-CMP-07": (ABSENT, "共同投诉代表人数尚未收录", "representatives of joint complaints are not held yet"),
    "CN-CMP-09": (ABSENT, "核查期限待核实", "the term of a review is unconfirmed"),
    "CN-CMP-11": (ABSENT, "转交期限由投诉流程落实", "passing on belongs to the complaint's life"),
    "CN-CMP-12": (ABSENT, "受理告知由投诉流程落实", "the acknowledgement belongs to the complaint's life"),
    "CN-PI-02": (NOT_CHECKABLE, "最小范围按字段设计", "least data is a matter of design"),
    "CN-PI-03": (NOT_CHECKABLE, "告知文本由人审定", "a person approves the notice"),
    "CN-PI-04": (BY_OTHERS, "由 CN-AI-07 落实", "held by CN-AI-07"),
    "CN-PI-05": (ABSENT, "债权转让的信息提供尚未收录", "handing data to a buyer is no act of the contract yet"),
    "CN-PI-07": (BY_OTHERS, "与 CN-PI-06 同一期限", "shares the term of CN-PI-06"),
    "CN-PI-09": (NOT_CHECKABLE, "拒绝理由由人写", "a person writes the reasons"),
    "CN-PI-14": (NOT_CHECKABLE, "组织与安全措施", "organisation and safeguards"),
    "CN-PI-15": (BY_OTHERS, "由各保存期限落实", "held by the periods of keeping"),
    "CN-CRD-04": (NOT_CHECKABLE, "本人权利，不构成限制", "a right of the borrower, no limit"),
    "CN-CRD-06": (NOT_CHECKABLE, "核实结果由人判断", "a person judges the result"),
    "CN-CRD-07": (NOT_CHECKABLE, "主管部门的期限", "a term of the authority"),
    "CN-CRD-08": (BY_OTHERS, "由 CN-COMM-03 落实", "held by CN-COMM-03"),
    "CN-RISK-02": (ABSENT, "重组标识在账务中", "the flag belongs to the account"),
    "CN-LIM-05": (BY_OTHERS, "由 CN-LIM-04 落实", "held by CN-LIM-04"),
    "CN-LEG-01": (ABSENT, "支付令期限在法务流程", "payment orders belong to the legal route"),
    "CN-LEG-02": (ABSENT, "执行期限在法务流程", "enforcement belongs to the legal route"),
    "CN-CRIM-01": (BY_OTHERS, "由 CN-COMM-01、CN-VISIT-07 落实", "held by CN-COMM-01 and CN-VISIT-07"),
    "CN-CRIM-02": (BY_OTHERS, "由 CN-COMM-01、CN-FREQ-10 落实", "held by CN-COMM-01 and CN-FREQ-10"),
}


def held() -> dict[str, list[str]]:
    """The limits that carry each row."""
    found: dict[str, list[str]] = defaultdict(list)
    for limit in (*law.load("cn"), *law.load("us-regf")):
        found[public_id(limit.id)].append(limit.path)
    return found


def rows() -> list[tuple[str, str, list[str], str, str]]:
    """Each row of the digest once: id, how it is held, limits, and why there is none."""
    limits, asked = held(), {rule.limit for rule in (*SENDING, *ACTING, *US_REGF)}
    told = []
    cn_rows = (f"CN-{topic}-{number:02}" for topic, count in ROWS.items() for number in range(1, count + 1))
    for row in (*cn_rows, *US_ROWS):
        paths = limits.get(row, [])
        if not paths:
            told.append((row, WITHOUT_LIMIT[row][0], [], *WITHOUT_LIMIT[row][1:]))
            continue
        house = all(path.startswith("house") for path in paths)
        how = "house" if house else "rule" if asked & set(paths) else "calculation"
        told.append((row, how, paths, "", ""))
    return told


def yaml_text() -> str:
    lines = ["# Which row of the digest is held where. Written by `python -m tools.coverage`.", ""]
    for row, how, paths, zh, en in rows():
        lines.append(
            f"{row}: {{how: {how}" + (f", limits: [{', '.join(paths)}]" if paths else f', zh: {zh}, en: "{en}"') + "}"
        )
    return "\n".join(lines) + "\n"


def page(lang: str) -> str:
    zh = lang == "zh"
    title = "# 法规覆盖" if zh else "# Coverage of the law"
    words = "摘要的每一条在何处落实；`house` 是本机构规定，不是法律。" if zh else (
        "Where each row of the digest is held; `house` is a rule of ours and not law."
    )  # fmt: skip
    head = "| 条 | 方式 | 限值或原因 |" if zh else "| row | how | limits, or why none |"
    body = [
        f"| {row} | {how} | {', '.join(f'`{path}`' for path in paths) or (why_zh if zh else why_en)} |"
        for row, how, paths, why_zh, why_en in rows()
    ]
    return "\n".join([title, "", words, "", head, "|---|---|---|", *body, ""])


def main() -> None:
    """Write the table and both pages, or with --check say which is not what the law says."""
    made = {TARGET: yaml_text()} | {path: page(lang) for lang, path in PAGES.items()}
    write_or_check(made, "法规 the law", "coverage")


if __name__ == "__main__":
    main()
