"""Who works: teams by region, agencies, staff."""

from __future__ import annotations

from duly.core.table import Column, Kind, Table

TEAMS = Table(
    "teams",
    "小组",
    "Agents who know a region. A borrower's calls go to the team with the longest matching region.",
    key=("team_id",),
    columns=(
        Column("team_id", Kind.ID, "小组编号", "Id of the team.", required=True),
        Column("title", Kind.TEXT, "名称", "Name on the screen.", required=True),
        Column(
            "region", Kind.REGION, "负责地区", "Administrative division, 2, 4 or 6 digits; empty = everywhere else."
        ),
        Column("opens_minute", Kind.MINUTE, "上班时刻", "First minute of work, HH:MM.", required=True),
        Column("closes_minute", Kind.MINUTE, "下班时刻", "End of work, excluded.", required=True),
        Column("dialects", Kind.TEXT, "方言", "Dialects spoken, separated by |."),
        Column("agents", Kind.COUNT, "人数", "Agents at work.", required=True),
        Column(
            "calls_per_agent",
            Kind.COUNT,
            "每人每日通话量",
            "Calls an agent can make with care in a day.",
            required=True,
        ),
    ),
)

AGENCIES = Table(
    "agencies",
    "催收机构",
    "Outside firms that act for the lender.",
    key=("agency_id",),
    columns=(
        Column("agency_id", Kind.ID, "机构编号", "Id of the agency.", required=True),
        Column("title", Kind.TEXT, "名称", "Full name.", required=True),
        Column("listed", Kind.BOOL, "在名单", "On the lender's list of admitted agencies."),
        Column("published", Kind.BOOL, "已公示", "Name and contact published by the lender."),
        Column("contract_first_date", Kind.DATE, "合同起", "First day of the mandate."),
        Column("contract_last_date", Kind.DATE, "合同止", "Last day of the mandate."),
    ),
)

STAFF = Table(
    "staff",
    "员工",
    "Agents of the lender or of an agency.",
    key=("staff_id",),
    columns=(
        Column("staff_id", Kind.ID, "员工编号", "Id of the person.", required=True),
        Column("team_id", Kind.ID, "小组编号", "Team of the lender.", refers="teams.team_id"),
        Column("agency_id", Kind.ID, "机构编号", "Agency, if not our own.", refers="agencies.agency_id"),
        Column("certificate_last_date", Kind.DATE, "合格证到期日", "Last day of the yearly training certificate."),
        Column("suspended", Kind.BOOL, "停岗", "Removed from collection work."),
    ),
)
