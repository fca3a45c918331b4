from mockserver.rokt.calendar_events import CalendarEvent

ADA = "06423672-b6ba-4536-aa36-70788a7a0a36"


def add(reader, **event):
    reader.sandbox.rokt.state.calendar_events.put("acme", "shows", CalendarEvent(**event))


def test_subscriptions_are_found_by_what_they_are_known_by(reader):
    assert "cust-one" in reader.text("/calendars?text=ada@example")
    assert "cust-two" not in reader.text("/calendars?text=ada@example")
    assert "No subscription fits" in reader.text("/calendars?text=nobody")


def test_an_event_has_its_own_time_the_subscribers_and_utc(reader):
    add(reader, title="Premiere", start="2026-07-21T15:00:00", timezone="Eastern Standard Time")
    text = reader.text(f"/calendars/{ADA}?zone=Asia/Tokyo")
    assert "Tue 21 Jul 2026 15:00 EDT" in text
    assert "Wed 22 Jul 2026 04:00 JST" in text
    assert "2026-07-21 19:00:00Z" in text


def test_the_sheet_of_a_month_has_an_event_on_the_subscribers_day(reader):
    add(reader, title="Premiere", start="2026-07-21T15:00:00", timezone="Eastern Standard Time")
    page = reader.open(f"/calendars/{ADA}?view=month&zone=Asia/Tokyo").text
    day = page[page.index('datetime="2026-07-22"') :]
    assert day.index("04:00") < day.index("Premiere") < day.index('datetime="2026-07-23"')


def test_a_day_without_hours_stays_the_day_it_is(reader):
    add(reader, title="Holiday", start="2026-07-21T00:00:00", all_day=True)
    page = reader.open(f"/calendars/{ADA}?view=month&zone=America/New_York").text
    day = page[page.index('datetime="2026-07-21"') :]
    assert day.index("all day") < day.index('datetime="2026-07-22"')


def test_the_zone_is_the_subscriptions_own_or_the_profiles(subscribed):
    new = subscribed.sandbox.rokt.state.subscriptions[-1].id
    assert "Europe/Berlin: the subscription says W. Europe Standard Time" in subscribed.text(
        f"/calendars/{new}"
    )


def test_months_that_are_none_and_zones_that_are_none_are_mistakes(reader):
    for query in ("view=month&month=2026-13", "month=x", "month=0001-01", "zone=Nowhere/City", "zone=../etc"):
        assert reader.open(f"/calendars/{ADA}?{query}").status_code == 400


def test_the_feed_is_shown_with_its_address(reader):
    page = reader.open(f"/calendars/{ADA}").text
    assert "BEGIN:VCALENDAR" in page
    address = f"{reader.origin}/@{reader.hosted.name}/feed/{ADA}.ics"
    assert address in page
    assert reader.client.get(address).text.startswith("BEGIN:VCALENDAR")


def test_a_subscriber_can_leave(reader):
    where = reader.path_of(reader.send(f"/calendars/{ADA}/unsubscribe", reason="moved"))
    assert "ended" in reader.text(where)
    assert "Reason given moved" in reader.text(where)


def test_a_full_calendar_is_listed_from_the_next_event_on_and_its_feed_is_named(reader):
    for day in range(1, 28):
        for hour in range(10):
            add(
                reader, title=f"Show {day}-{hour};", start=f"2026-03-{day:02}T{hour:02}:00:00", timezone="UTC"
            )
    text = reader.text(f"/calendars/{ADA}")
    assert "200 of 270 events" in text
    assert "Show 1-0;" not in text
    assert "Show 2-9;" in text
    assert "With 270 events it is too long for this page." in text
    assert "BEGIN:VCALENDAR" not in text


def test_a_full_day_of_a_month_says_how_much_more_it_has(reader):
    for minute in range(23):
        add(reader, title=f"Show {minute};", start=f"2026-03-05T10:{minute:02}:00", timezone="UTC")
    text = reader.text(f"/calendars/{ADA}?view=month")
    assert "Show 19; and 3 more" in text
    assert "Show 20;" not in text
