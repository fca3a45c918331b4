from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.contracts import TRACK, TrackRequest
from mockserver.contracts.braze.models import AttributesObject, EventObject, PurchaseObject

IDENTIFIERS = st.sampled_from(
    [
        {"external_id": "a"},
        {"external_id": 5},
        {"external_id": ""},
        {"braze_id": "b"},
        {"user_alias": {"alias_name": "n", "alias_label": "l"}},
        {"user_alias": {"alias_name": ""}},
        {"email": "a@example.com"},
        {"email": "x"},
        {"phone": "1"},
        {},
    ]
)
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["subscribe", "", None, 5, "$x"]),
        "time": st.sampled_from(["2026-01-01T00:00:00Z", "x", None, 5]),
        "product_id": st.sampled_from(["p", 7, "", None]),
        "currency": st.sampled_from(["EUR", "euro", None]),
        "price": st.sampled_from([1, 1.5, "1", True, None]),
        "quantity": st.sampled_from([1, 0, "1", None]),
        "properties": st.sampled_from([{}, {"a": 1}, [], None, {"time": 1}]),
        "email_subscribe": st.sampled_from(["opted_in", "x"]),
    },
)
OBJECTS = st.builds(lambda who, what: {**who, **what}, IDENTIFIERS, MEMBERS)
MODELS = {"attributes": AttributesObject, "events": EventObject, "purchases": PurchaseObject}
BODIES = st.fixed_dictionaries(
    {}, optional={name: st.lists(OBJECTS | st.just(5), max_size=4) for name in MODELS}
)


@given(BODIES)
@settings(max_examples=200, deadline=None)
def test_every_object_is_either_accepted_or_rejected(body):
    request = TRACK.check(body, {}).value or TrackRequest()
    rejected = {(one.array, one.index) for one in request.rejected}
    accepted = {(name, one.index) for name in MODELS for one in getattr(request, name)}
    assert not accepted & rejected
    if accepted:
        assert accepted | rejected == {
            (name, i) for name, objects in body.items() for i in range(len(objects))
        }


@given(BODIES)
@settings(max_examples=200, deadline=None)
def test_what_the_rules_accept_fits_the_model_that_is_exported(body):
    request = TRACK.check(body, {}).value or TrackRequest()
    for name, model in MODELS.items():
        for one in getattr(request, name):
            model.model_validate(dict(one.data))
