"""Every token of a template stands in its source where it says it stands."""

from hypothesis import given, settings
from hypothesis import strategies as st
from liquid.exceptions import LiquidSyntaxError
from liquid.token import TOKEN_EXPRESSION, TOKEN_STRING, Token

from mockserver.liquid.syntax.lexer import TemplateLexer
from mockserver.liquid.syntax.stream import BrazeTokenStream
from mockserver.liquid.syntax.tokens import KIND_MARKER, tokenize
from tests.liquid.liquid_mutations import PIECES

SOURCES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=12).map("".join)


def tokens_of(source: str) -> list[Token]:
    found: list[Token] = []
    try:
        found.extend(TemplateLexer(source, keep_comments=False).tokens())
    except LiquidSyntaxError as error:
        found.extend([error.token] if error.token is not None else [])
    return found


@settings(max_examples=200, deadline=None)
@given(SOURCES)
def test_template_tokens_keep_their_place(source: str) -> None:
    assert all(source.startswith(token.value, token.start_index) for token in tokens_of(source))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab_1.-[](){}|:,'\"$ =<>&!é", max_size=30).filter(lambda text: "{{{" not in text))
def test_expression_tokens_keep_their_place(markup: str) -> None:
    source = "text " + markup + " text"
    tokens = list(tokenize(source, 5, 5 + len(markup)))
    for token in tokens[:-1]:
        shift = {TOKEN_STRING: 1}.get(token.kind, 0)
        place = (
            source.find(token.value, token.start_index)
            if token.kind == KIND_MARKER
            else token.start_index + shift
        )
        assert source.startswith(token.value, place)
        assert 5 <= token.start_index < 5 + len(markup)


def test_the_inside_of_an_expression_is_read_in_place() -> None:
    source = "{{ a.${b c} | d: 'e' }}"
    stream = BrazeTokenStream([Token(TOKEN_EXPRESSION, source[2:-2], 2, source)])
    inner = stream.into_inner()
    assert [(token.value, token.start_index) for token in inner.tokens] == [
        ("a", 3), (".", 4), ("b c", 5), ("|", 12), ("d", 14), (":", 15), ("e", 17), ("", 21),
    ]  # fmt: skip
