"""What the services of one world share."""

from __future__ import annotations

from dataclasses import dataclass

from mockserver.clock import Clock
from mockserver.evidence import Assumptions
from mockserver.ids import Ids
from mockserver.simulator.journal import Journal
from mockserver.simulator.network import Network


@dataclass(frozen=True, slots=True)
class World:
    """The clock, the identifiers, the journal, the network and the assumptions of one sandbox."""

    clock: Clock
    ids: Ids
    journal: Journal
    network: Network
    assumptions: Assumptions
