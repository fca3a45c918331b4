"""The walk knows every node there is, and the facts it notes are those of every path."""

from mockserver.lint.fields import Field, Kind
from mockserver.lint.walking import VISITS, facts_of
from mockserver.liquid.blocks import BrazeNode
from mockserver.liquid.tags.inline_comment import CommentNode


def subclasses(kind: type) -> set[type]:
    own = {each for each in kind.__subclasses__() if each.__module__.startswith("mockserver.liquid")}
    return own.union(*map(subclasses, own))


def facts(source: str, kind: Kind = Kind.BODY):
    return facts_of(Field.whole(kind, source, name="t"))


def test_every_node_is_walked_through():
    assert subclasses(BrazeNode) - set(VISITS) == {CommentNode}


def test_what_is_printed_is_noted_with_its_place_in_the_json():
    (sink,) = facts('{"event": {"title": "{{${city}}}"}}').sinks
    assert (sink.place.path, sink.place.quoted, sink.index) == (("event", "title"), True, 21)


def test_a_variable_is_what_either_branch_made_it():
    source = "{% if ${city} %}{% assign a = 'x' %}{% else %}{% assign a = 'y' %}{% endif %}{{a}}"
    (sink,) = facts(source).sinks
    assert [literal.value for literal in sink.value.literals] == ["x", "y"]
    assert sink.value.closed


def test_a_constant_keeps_its_place_through_a_capture():
    source = "{% capture a %} Oslo {% endcapture %}{{a}}"
    (sink,) = facts(source).sinks
    only = sink.value.only
    assert only is not None
    assert source[only.start : only.end] == "Oslo"


def test_where_a_value_came_from_is_known_behind_filters_and_variables():
    source = "{% assign a = custom_attribute.${t}[0] | upcase %}{% capture b %}-{{a}}{% endcapture %}{{b}}"
    (sink,) = facts(source).sinks
    assert {(each.key, each.one) for each in sink.value.sources} == {("custom_attribute.${t}", True)}


def test_nothing_is_noted_of_what_is_never_reached():
    assert facts("{% abort_message %}{{a}}").sinks == []
    assert facts("{% abort_message %}{{a}}").undefined == []


def test_a_call_of_a_branch_is_noted_with_what_is_sent():
    source = "{% if ${city} %}{% connected_content https://a.example/{{${user_id}}} :body a=b %}{% endif %}"
    (call,) = facts(source).calls
    assert (call.method, call.index) == ("GET", 19)
    assert {each.key for each in call.url.sources} == {"${user_id}"}
