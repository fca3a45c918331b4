def person_of(reader, external_id):
    return f"/people/{reader.sandbox.braze.profile(external_id).braze_id}"


def test_profiles_are_found_by_name_id_and_email(reader):
    assert "cust-one" in reader.text("/people?text=ada")
    assert "No profile fits" in reader.text("/people?text=nobody")


def test_a_profile_shows_attributes_events_messages_and_calendars(subscribed):
    text = subscribed.text(person_of(subscribed, "cust-new"))
    assert 'rokt:account_code ["acme/' in text
    assert "subscribe 1 2026-03-02" in text
    assert "welcome new-event cust-new sent 202" in text
    assert "acme/shows" in text


def test_a_profile_may_be_named_by_its_external_id(subscribed):
    assert subscribed.text("/people/cust-new") == subscribed.text(person_of(subscribed, "cust-new"))


def test_a_profile_that_is_gone_is_a_mistake(reader):
    assert reader.open("/people/none").status_code == 400


def test_a_list_that_is_cut_says_so(reader):
    assert "are listed" not in reader.text("/people")
    for number in range(200):
        reader.sandbox.braze.state.profiles.load({"external_id": f"somebody-{number}"})
        reader.sandbox.rokt.subscribe("acme", "shows", subscriber_id=f"somebody-{number}")
    for path in ("/people", "/calendars"):
        assert "200 are listed: search for others." in reader.text(path)
    assert "are listed" not in reader.text("/people?text=somebody-17")
