"""What both simulated vendors share: operations, dispatch, journal, faults, rate windows, network."""
