"""The measures of a day: counts and sums from which its summary and its report are made, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from duly.book.reported import explained_query
from duly.book.sql import day_literal

RULE_SEPARATOR = ","  # between the rules listed in `planned.refused_by` and `planned.unknown_in`


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of figure: `of` and `by` name its dimensions, empty where it has none."""

    name: str
    of: str
    by: str
    zh: str
    en: str


MEASURES: tuple[Measure, ...] = (
    Measure("loans", "bucket", "", "贷款笔数", "Loans."),
    Measure("outstanding_minor", "bucket", "", "未偿余额", "All unpaid, due or not; minor units."),
    Measure("overdue_minor", "bucket", "", "拖欠额", "Due before the day and unpaid; minor units."),
    Measure("overdue_part_minor", "part", "", "拖欠额的组成", "The same by principal, interest, fee, penalty."),
    Measure("in_grace", "", "", "宽限期内的贷款", "Loans past due, within their grace days; their bucket is M0."),
    Measure("class_loans", "class", "", "五级分类下限的笔数", "Loans by the best class days past due still allow."),
    Measure("class_outstanding_minor", "class", "", "五级分类下限的余额", "Outstanding by that class; minor units."),
    Measure("moved", "bucket a month ago", "bucket", "账龄段迁徙的笔数", "Loans by both buckets."),
    Measure(
        "moved_outstanding_minor", "bucket a month ago", "bucket", "账龄段迁徙的余额", "Outstanding today by both."
    ),
    Measure("roll", "roll", "", "迁徙方向", "Loans by movement since a month ago."),
    Measure("band_loans", "band", "", "评分档", "Loans by score band."),
    Measure("borrowers", "treatment", "late, not_late", "借款人", "Borrowers by what is done; late is not in M0."),
    Measure("in_peace", "reason", "late, not_late", "不打扰的借款人", "Borrowers left in peace, by reason."),
    Measure("treatment_row", "row", "treatment", "处置表命中行", "Borrowers by the row that decided."),
    Measure("arm", "arm", "late, not_late", "分组", "Borrowers by arm."),
    Measure("arm_bucket", "arm", "bucket", "分组与账龄段", "Borrowers by arm and bucket."),
    Measure("arm_band", "arm", "band", "分组与评分档", "Borrowers by arm and score band."),
    Measure("arm_treatment", "arm", "treatment", "分组与措施", "Borrowers by arm and treatment."),
    Measure("arm_overdue_minor", "arm", "", "分组的拖欠额", "Arrears by arm; minor units."),
    Measure("planned", "channel", "permitted, refused", "计划联系", "Planned contacts by answer of the gate."),
    Measure("verdict", "verdict", "", "裁定", "Planned contacts by verdict."),
    Measure("party", "role", "permitted, refused", "联系对象", "Planned contacts by who is to be reached."),
    Measure("refused_by", "rule", "", "不通过的规则", "Refused contacts that the rule does not pass."),
    Measure("refused_by_it_alone", "rule", "", "唯一不通过的规则", "Those of them that every other rule passes."),
    Measure(
        "unknown_in",
        "rule",
        "",
        "事实不明的规则",
        "Those of them for which the rule lacks a fact; it objects to the rest.",
    ),
    Measure("without_address", "permitted, refused", "", "没有联系方式", "Planned contacts with no address on file."),
    Measure(
        "rules_of_refusal", "number of rules", "", "不通过规则的条数", "Refused contacts by how many rules do not pass."
    ),
    Measure("permitted_calls", "team", "", "可拨打的电话", "Permitted calls for the team, on its list or waiting."),
    Measure("worklist", "team", "local, elsewhere", "作业清单", "Calls on the list, of the team's own region or not."),
    Measure("capacity", "team", "", "容量", "Calls the team can make with care in a day."),
    Measure("tested", "loans, defaults", "", "检验样本", "Loans kept out of fitting, whose outcome is known."),
    Measure("auc_ppm", "", "", "AUC", "Area under the curve on them, millionths."),
    Measure("brier_ppm", "", "", "Brier 分", "Mean squared error of the probability, millionths."),
    Measure("tenth_loans", "tenth", "", "十分位的笔数", "Loans by tenth of predicted probability."),
    Measure("tenth_defaults", "tenth", "", "十分位的违约", "Defaults among them."),
    Measure("tenth_pd_bp", "tenth", "", "十分位的预测", "Sum of their predicted probabilities, basis points."),
    Measure(
        "set_aside",
        "held, unnamed",
        "",
        "搁置的回款",
        "Payments set aside: of a borrower who is held, or naming nobody.",
    ),
    Measure("days_since_payment", "", "", "距最近回款天数", "Days since the newest payment that counts."),
    Measure("statements", "", "", "有账单的贷款", "Loans with statements that report how late they are."),
    Measure("statements_explained", "", "", "账单可解释", "Those whose bills and payments alone say the same."),
)


def measures_query(day: date) -> str:
    """Build the measures of a day.

    Reads aging, scores, treatments, planned and worklists of the day, and borrowers, teams, payments, statements and
    outcomes of the book; gives the columns of `days.MEASURES`. A measure of nought is left out.
    """
    template = files("duly.book").joinpath("measures.sql").read_text("utf-8")
    return template.replace(":day", day_literal(day)).replace(":explained", explained_query(day))
