"""The live server: services, admin API and pages on ports, worlds by name, state that lasts."""
