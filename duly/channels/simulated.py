"""A callee that stands in until real carriers exist: the whole flow can be felt, and nobody is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from duly.core.carrier import Message, Receipt

ANSWERS: tuple[tuple[int, Receipt], ...] = (  # parts of a hundred, an assumption of ours and no statistic
    (34, Receipt("no_answer", answered=False, effective=False)),
    (8, Receipt("busy", answered=False, effective=False)),
    (36, Receipt("conversation", answered=True, effective=True)),
    (6, Receipt("wrong_number", answered=True, effective=False, signals=("wrong_number",))),
    (4, Receipt("conversation", answered=True, effective=True, signals=("refused_contact",))),
    (5, Receipt("conversation", answered=True, effective=True, signals=("asks_for_plan",))),
    (3, Receipt("conversation", answered=True, effective=True, signals=("distress",))),
    (4, Receipt("conversation", answered=True, effective=True, signals=("disputes_amount",))),
)


@dataclass
class SimulatedCallee:
    """Answers by the attempt's reference, so that the same attempt always has the same answer."""

    name: str = "simulated"
    carried: list[str] = field(default_factory=list)
    answers: tuple[tuple[int, Receipt], ...] = ANSWERS

    def carry(self, message: Message, *, reference: str) -> Receipt:
        self.carried.append(reference)
        drawn = int.from_bytes(sha256(reference.encode()).digest()[:4]) % sum(part for part, _ in self.answers)
        for part, receipt in self.answers:
            drawn -= part
            if drawn < 0:
                return receipt
        raise AssertionError("the parts add up to what was drawn from")
