"""The last step before the carrier: where the contact goes to, told by the vault to the carrier and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from duly.core.carrier import Carrier, CarrierDown, Message, Receipt
from duly.desk.vault import NotInTheVault, Vault, Withheld
from duly.store.keyring import DoesNotOpen, VaultClosed
from duly.store.models import Attempt


class NoNumber(CarrierDown):
    """The vault does not tell where this contact goes to, so nothing left; the text says why."""


@dataclass(frozen=True, slots=True)
class Dialling:
    """A carrier that is given the number of an attempt when it is on its way, at `at`, and not before."""

    carrier: Carrier
    vault: Vault
    at: datetime

    @property
    def name(self) -> str:
        return self.carrier.name

    def carry(self, message: Message, *, reference: str) -> Receipt:
        """Carry it to the address of the attempt, whatever address the message had.

        Raises NoNumber, CarrierDown, Undeliverable.
        """
        attempt = Attempt.objects.select_related("address__party", "by").get(id=reference)
        try:
            number = self.vault.number_of(attempt, at=self.at)
        except (VaultClosed, NotInTheVault, DoesNotOpen) as fault:
            raise NoNumber(str(fault)) from None
        if isinstance(number, Withheld):
            raise NoNumber(f"{number.why.zh} {number.why.en}")
        return self.carrier.carry(replace(message, address=number), reference=reference)
