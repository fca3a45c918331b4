"""Runs a webhook for every user of an audience before the send.

report = run_preflight(Spec(template=template, workspace=path), [Path("segment.zip")])
"""

from mockserver.preflight.report import Report
from mockserver.preflight.run import run_preflight
from mockserver.preflight.spec import Allowance, Calls, Spec

__all__ = ["Allowance", "Calls", "Report", "Spec", "run_preflight"]
