"""A run as one HTML page that needs nothing else: no script from elsewhere, no style, no picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from mockserver.scenarios.reports.console import counts, result_lines
from mockserver.scenarios.runner import Event, Outcome, Result, RunFinished, SuiteFinished
from mockserver.scenarios.suite import Suite

_PAGE = Path(__file__).with_name("page.html")


class HtmlReport:
    """Writes the whole run into a file as it ends; suites in which something is wrong are open."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._suites: list[str] = []

    def listen(self, event: Event) -> None:
        """Take the next event."""
        match event:
            case SuiteFinished(suite, results):
                self._suites.append(_suite(suite, results))
            case RunFinished(results):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                self._file.write_text(
                    _page(self._suites, results), encoding="utf-8", errors="backslashreplace"
                )


def _page(suites: Iterable[str], results: tuple[Result, ...]) -> str:
    values = {
        "verdict": "passed" if all(result.passed for result in results) else "failed",
        "counts": escape(counts(results, all_kinds=True)),
        "seconds": f"{sum(result.seconds for result in results):.2f} s",
        "bar": "".join(_bar(results)),
        "tiles": "".join(_tiles(results)),
        "suites": "\n".join(suites),
        "slowest": "".join(_slowest(results)),
    }
    page = _PAGE.read_text(encoding="utf-8")
    for name, value in values.items():
        page = page.replace(f"<!--{name}-->", value)
    return page


def _share(results: tuple[Result, ...], outcome: Outcome) -> int:
    return sum(result.outcome is outcome for result in results)


def _bar(results: tuple[Result, ...]) -> Iterator[str]:
    for outcome in Outcome:
        number = _share(results, outcome)
        if number:
            yield f'<i class="{_word(outcome)}" style="flex:{number}" title="{number} {outcome}"></i>'


def _tiles(results: tuple[Result, ...]) -> Iterator[str]:
    for outcome in Outcome:
        number = _share(results, outcome)
        if number or outcome in (Outcome.PASSED, Outcome.FAILED):
            zero = "" if number else " zero"
            yield f'<div class="tile {_word(outcome)}{zero}"><b>{number}</b><span>{outcome}</span></div>'


def _suite(suite: Suite, results: tuple[Result, ...]) -> str:
    wrong = not all(result.passed for result in results)
    rows = "\n".join(map(_scenario, results))
    seconds = sum(result.seconds for result in results)
    return (
        f'<details class="suite"{" open" if wrong else ""}><summary>'
        f'<span class="mark {"failed" if wrong else "passed"}"></span>'
        f"<h2>{escape(suite.name)}</h2><small>{escape(counts(results))} · {seconds:.2f} s</small>"
        f'<code class="file">{escape(str(suite.path))}</code></summary>\n<ol>{rows}</ol></details>'
    )


def _scenario(result: Result) -> str:
    scenario, word = result.scenario, _word(result.outcome)
    tags = "".join(f' <span class="tag">{escape(tag)}</span>' for tag in scenario.tags)
    reason = scenario.skip or (scenario.expected_failure if result.outcome is Outcome.EXPECTED else "")
    head = (
        f'<span class="mark {word}" title="{result.outcome}"></span>'
        f'<span class="name">{escape(scenario.name)}'
        f"{tags}{f'<em>{result.outcome}: {escape(reason)}</em>' if reason else ''}</span>"
        f'<span class="time">{1000 * result.seconds:.0f} ms</span>'
    )
    key = escape(f"{scenario.suite} {scenario.name} {' '.join(scenario.tags)}".casefold())
    if not result.failures:
        return f'<li class="{word}" data-key="{key}"><div class="row">{head}</div></li>'
    shut = "" if result.outcome is Outcome.EXPECTED else " open"
    return (
        f'<li class="{word}" data-key="{key}"><details{shut}><summary class="row">{head}</summary>'
        f"<pre>{''.join(_lines(result))}</pre></details></li>"
    )


def _lines(result: Result) -> Iterator[str]:
    for line in list(result_lines(result))[2:]:  # the name, which stands above, and an empty line
        indent = len(line.text) - len(line.text.lstrip())
        yield f'<span class="{line.kind}" style="--indent:{indent}">{escape(line.text)}\n</span>'


def _slowest(results: tuple[Result, ...]) -> Iterator[str]:
    for result in sorted(results, key=lambda one: -one.seconds)[:5]:
        name = escape(f"{result.scenario.suite}: {result.scenario.name}")
        yield f'<li><span>{name}</span><span class="time">{1000 * result.seconds:.0f} ms</span></li>'


def _word(outcome: Outcome) -> str:
    return outcome.name.lower()
