"""What the database refuses about exams and certificates: late answers, and a certificate nobody has earned."""

from __future__ import annotations

from collections.abc import Iterator

from duly.store import models
from duly.store.guard import Guard, table_of

EXAMS, ANSWERS, CERTIFICATES = map(table_of, (models.Exam, models.Answer, models.Certificate))


def guards() -> Iterator[Guard]:
    """Every guard about what was learnt."""
    yield Guard(
        f"{EXAMS}_number", EXAMS, "INSERT", f"{EXAMS}: not the next try of this person",
        f"NEW.number <> 1 + (SELECT count(*) FROM {EXAMS} e WHERE e.user_id = NEW.user_id)",
    )  # fmt: skip
    yield Guard(
        f"{ANSWERS}_in_time", ANSWERS, "INSERT", f"{ANSWERS}: no question of this exam, or its time is over",
        f"NOT EXISTS (SELECT 1 FROM {EXAMS} e WHERE e.id = NEW.exam_id AND NEW.place <= e.asked "
        "AND NEW.at >= e.begun_at AND NEW.at < e.ends_at)",
    )  # fmt: skip
    yield Guard(
        f"{CERTIFICATES}_earned", CERTIFICATES, "INSERT", f"{CERTIFICATES}: no exam passed by this person, or own",
        f"NEW.exam_id IS NOT NULL AND (NEW.issued_by_id = NEW.user_id OR NOT EXISTS (SELECT 1 FROM {EXAMS} e "
        "WHERE e.id = NEW.exam_id AND e.user_id = NEW.user_id AND e.needed <= "
        f"(SELECT count(*) FROM {ANSWERS} a WHERE a.exam_id = e.id AND a.is_right)))",
    )  # fmt: skip
