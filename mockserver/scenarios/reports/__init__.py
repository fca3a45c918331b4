"""Reports: each listens to the runner's events and to nothing else."""
