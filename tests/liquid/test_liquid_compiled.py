"""What the compiled form of a template owes to those who do not look inside."""

from __future__ import annotations

import pickle
from typing import TextIO

import pytest
from liquid.ast import Node
from liquid.context import RenderContext
from liquid.tag import Tag
from liquid.token import Token

from mockserver.liquid import Personalization, Resources, Template, parse_template
from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.context import BrazeContext, Output
from mockserver.liquid.environment import BrazeEnvironment
from mockserver.liquid.program import Program
from mockserver.liquid.syntax.stream import BrazeTokenStream
from mockserver.liquid.tags.base import BrazeTag
from mockserver.liquid.tags.output import OutputNode
from tests.liquid.liquid_rendering import render, text


class ShoutNode(BrazeNode):
    """A node of somebody else's, which assigns without telling anybody."""

    def write(self, context: BrazeContext, output: Output) -> None:
        output.write(f"{context.variable('x')}!")
        context.locals["x"] = "shouted"


class ShoutTag(BrazeTag):
    name = "shout"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        return ShoutNode(tag)


class ForeignNode(Node):
    """A node written for python-liquid, which knows nothing of Braze."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        count = context.tag_namespace.setdefault("foreign", 0)
        context.tag_namespace["foreign"] = count + 1
        return buffer.write(f"<{context.resolve('x')} {count}>")


class ForeignTag(Tag):
    name = "foreign"
    block = False

    def parse(self, stream: BrazeTokenStream) -> Node:  # type: ignore[override]
        tag = stream.current
        stream.markup()
        return ForeignNode(tag)


class QuotedNode(OutputNode):
    """An output that prints itself otherwise than the class it is made of."""

    def write(self, context: BrazeContext, output: Output) -> None:
        output.write("'")
        super().write(context, output)
        output.write("'")


class QuotedTag(BrazeTag):
    name = "quoted"

    def build(self, tag: Token, markup: Token, stream: BrazeTokenStream) -> Node:
        return QuotedNode(tag, self.expressions(markup).filtered())


def parse_with_extensions(source: str) -> Template:
    environment = BrazeEnvironment(keep_comments=False)
    for tag in (ShoutTag, ForeignTag, QuotedTag):
        environment.add_tag(tag)
    body = environment.parse_part(source, 0, len(source))
    return Template("extended", source, body, Program(body))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% assign x = 'a' %}{% shout %}{{x}}", "a!shouted"),
        ("{% assign x = 'a' %}{% for x in (1..2) %}{% shout %}{{x}}{% endfor %}{{x}}", "1!12!2shouted"),
        ("{% assign x = 'a' %}{% if x %}{% shout %}{% endif %}{{x}}", "a!shouted"),
        ("{% assign x = 'a' %}{% foreign %}{% foreign %}", "<a 0><a 1>"),
        ("{% assign x = 'a' %}{% capture y %}{% foreign %}{% endcapture %}{{y}}{% increment n %}", "<a 0>0"),
        ("{% assign x = 'a' %}{% quoted x | append: 'b' %}{{x}}", "'ab'a"),
    ],
)
def test_a_node_the_compiler_does_not_know_writes_itself(source: str, expected: str) -> None:
    assert parse_with_extensions(source).render(Personalization(), Resources()).text == expected


@pytest.mark.parametrize(
    "nasty", ['"""\n', "'''", "\\", "{x}", "{{'{'}}", "\ud800", "\u2028", "#{c1}", "%s\0"]
)
def test_text_is_never_code(nasty: str) -> None:
    assert text(f"{nasty}{{% raw %}}{nasty}{{% endraw %}}") == text(nasty) + nasty
    assert (
        text("{{ custom_attribute.${a} | append: x }}", {"custom_attribute.${a}": "b"}, x=nasty)
        == "b" + nasty
    )


@pytest.mark.parametrize("name", ["context", "output", "v1", "c1", "is_equal", "__import__", "write", "None"])
def test_names_of_a_template_are_never_names_of_the_code(name: str) -> None:
    loop = f"{{% for {name} in (1..2) %}}{{{{{name}}}}}{{% endfor %}}"
    source = f"{{% assign {name} = 'a' | upcase %}}{loop}{{{{{name}}}}}"
    assert text(source) == "12A"


def test_blocks_may_be_nested_as_deeply_as_the_parser_allows() -> None:
    opened = "{% for i in (1..1) %}{% capture c %}{% if i <= 1 %}{% case i %}{% when 1, 2 %}" * 9
    closed = "{% endcase %}{% endif %}{% endcapture %}{{c}}{% endfor %}" * 9
    assert text(f"{opened}{{{{i}}}}{closed}") == "1"


def test_conditions_may_be_as_long_as_anybody_likes() -> None:
    assert text("{% if " + " and ".join(["1 == 1"] * 150) + " %}a{% endif %}") == "a"
    assert text("{% if x %}" + "{% elsif x %}" * 150 + "{% else %}a{% endif %}") == "a"


def test_a_template_may_be_long() -> None:
    assert text("{{x}}-" * 3000, x=1) == "1-" * 3000


def test_a_template_goes_through_a_pickle() -> None:
    source = "<!-- a -->{{${first_name} | hmac_sha256: 'k' | size}}{% promotion('spring') %}"
    template = parse_template(source, name="body", assumptions={"liquid.html_comments": "kept"})
    template.render(Personalization(), Resources())
    again = pickle.loads(pickle.dumps(template))
    assert again == template
    assert (
        again.render(Personalization(), Resources(promotions=lambda name: name)).text == "<!-- a -->64spring"
    )


def test_a_rendering_goes_through_a_pickle() -> None:
    rendering = render("{% assign x = 1 %}{{x}}")
    assert pickle.loads(pickle.dumps(rendering)) == rendering
    assert (rendering.calls, rendering.aborted, rendering.assigned) == ((), None, ("x",))


def test_a_template_is_compiled_when_it_is_rendered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Program, "patience", 1)
    template = parse_template("{{x}}")
    renderings = []
    for _ in range(3):
        renderings.append(template.render(Personalization(), Resources(), variables={"x": 1}))
        assert (template.program.write.__name__ == "write") == (len(renderings) > 1)
    assert renderings == renderings[:1] * 3


def test_an_assignment_that_fails_leaves_the_variable_as_it_is() -> None:
    assert text("{% assign x = 1 %}{% assign x = 1 | divided_by: 0 %}{{x}}") == "1"
    assert text("{% assign x = 1 | divided_by: 0 %}{{x}}", x="given") == "given"


def test_what_a_branch_assigns_is_not_known_behind_it() -> None:
    source = "{% assign x = 1 %}{% if y %}{% assign x = 2 %}{% endif %}{{x}}"
    assert (text(source), text(source, y=1)) == ("1", "2")


def test_what_a_pass_assigns_is_seen_by_the_next() -> None:
    assert text("{% assign x = 0 %}{% for i in (1..3) %}{{x}}{% assign x = i %}{% endfor %}{{x}}") == "0123"


def test_an_attribute_may_be_behind_a_variable_of_the_name_of_a_namespace() -> None:
    assert text("{% assign h = '{\"a b\": 1}' | json_parse %}{{h.${a b}}}") == "1"
