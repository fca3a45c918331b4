"""What people write in place of a Windows time zone id: abbreviations and offsets from UTC.

Several zones share most of them; each stands for the zone with the most people where the ambiguity
is an accident (`IST` is also Irish and Israel time), which is what a hint needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

_SPOKEN: Final = {
    "Eastern Standard Time": "EST EDT ET EST5EDT",
    "Central Standard Time": "CST CDT CT CST6CDT",
    "Mountain Standard Time": "MST MDT MT MST7MDT",
    "Pacific Standard Time": "PST PDT PT PST8PDT",
    "Alaskan Standard Time": "AKST AKDT AKT",
    "Hawaiian Standard Time": "HST HDT",
    "Atlantic Standard Time": "AST ADT AT",
    "Newfoundland Standard Time": "NST NDT NT",
    "E. South America Standard Time": "BRT BRST",
    "Argentina Standard Time": "ART",
    "UTC": "UTC Z ZULU UCT",
    "GMT Standard Time": "GMT BST WET WEST UK",
    "W. Europe Standard Time": "CET CEST MEZ MESZ MET",
    "FLE Standard Time": "EET EEST",
    "Russian Standard Time": "MSK",
    "Turkey Standard Time": "TRT",
    "South Africa Standard Time": "SAST",
    "E. Africa Standard Time": "EAT",
    "W. Central Africa Standard Time": "WAT",
    "Arabian Standard Time": "GST",
    "Pakistan Standard Time": "PKT",
    "India Standard Time": "IST",
    "SE Asia Standard Time": "ICT WIB",
    "China Standard Time": "HKT",
    "Singapore Standard Time": "SGT PHT",
    "W. Australia Standard Time": "AWST",
    "Tokyo Standard Time": "JST",
    "Korea Standard Time": "KST",
    "AUS Eastern Standard Time": "AEST AEDT AET",
    "Cen. Australia Standard Time": "ACST ACDT ACT",
    "New Zealand Standard Time": "NZST NZDT NZT",
}

ABBREVIATIONS: Final[Mapping[str, str]] = {
    abbreviation: zone_id
    for zone_id, abbreviations in _SPOKEN.items()
    for abbreviation in abbreviations.split()
}
"""Upper-case abbreviation to Windows id."""

_NAMED: Final = {
    "UTC": "coordinated universal, universal, universal coordinated",
    "GMT Standard Time": "greenwich mean, british, british summer, western european, irish, irish standard",
    "W. Europe Standard Time": "mitteleuropäische zeit, mitteleuropäische sommerzeit",
    "FLE Standard Time": "eastern european",
    "W. Central Africa Standard Time": "west africa, west central africa",
    "South Africa Standard Time": "central africa, south africa",
    "E. Africa Standard Time": "east africa",
    "E. South America Standard Time": "brasilia, brasília",
    "Alaskan Standard Time": "alaska",
    "Hawaiian Standard Time": "hawaii-aleutian, hawaii",
    "US Eastern Standard Time": "indiana (east)",
    "Arabian Standard Time": "gulf",
    "Singapore Standard Time": "philippine",
    "Tokyo Standard Time": "japan",
    "SE Asia Standard Time": "indochina",
    "AUS Eastern Standard Time": "australian eastern",
    "AUS Central Standard Time": "australian central",
    "W. Australia Standard Time": "australian western",
}

LONG_NAMES: Final[Mapping[str, str]] = {
    name.strip(): zone_id for zone_id, names in _NAMED.items() for name in names.split(",")
}
"""Long name in small letters, without its `time`, to the Windows id; only those that differ from it."""

OFFSETS: Final[Mapping[timedelta, str]] = {
    timedelta(hours=hours): zone_id
    for hours, zone_id in {
        -12: "Dateline Standard Time",
        -11: "UTC-11",
        -10: "Hawaiian Standard Time",
        -9.5: "Marquesas Standard Time",
        -9: "Alaskan Standard Time",
        -8: "Pacific Standard Time",
        -7: "Mountain Standard Time",
        -6: "Central Standard Time",
        -5: "Eastern Standard Time",
        -4: "Atlantic Standard Time",
        -3.5: "Newfoundland Standard Time",
        -3: "E. South America Standard Time",
        -2: "UTC-02",
        -1: "Cape Verde Standard Time",
        0: "UTC",
        1: "W. Europe Standard Time",
        2: "FLE Standard Time",
        3: "Russian Standard Time",
        3.5: "Iran Standard Time",
        4: "Arabian Standard Time",
        4.5: "Afghanistan Standard Time",
        5: "Pakistan Standard Time",
        5.5: "India Standard Time",
        5.75: "Nepal Standard Time",
        6: "Bangladesh Standard Time",
        6.5: "Myanmar Standard Time",
        7: "SE Asia Standard Time",
        8: "China Standard Time",
        8.75: "Aus Central W. Standard Time",
        9: "Tokyo Standard Time",
        9.5: "AUS Central Standard Time",
        10: "AUS Eastern Standard Time",
        10.5: "Lord Howe Standard Time",
        11: "Central Pacific Standard Time",
        12: "New Zealand Standard Time",
        12.75: "Chatham Islands Standard Time",
        13: "Tonga Standard Time",
        14: "Line Islands Standard Time",
    }.items()
}
"""Offset from UTC in winter to the Windows id most people mean by it."""

UNMAPPED_IANA: Final[Mapping[str, str]] = {
    "GMT": "UTC",
    "CST6CDT": "Central Standard Time",
    "EST5EDT": "Eastern Standard Time",
    "MST7MDT": "Mountain Standard Time",
    "PST8PDT": "Pacific Standard Time",
    "US/East-Indiana": "US Eastern Standard Time",
    "Europe/Uzhgorod": "FLE Standard Time",
    "Europe/Zaporozhye": "FLE Standard Time",
}
"""IANA names that CLDR's table of Windows zones leaves out although an id keeps the same time."""
