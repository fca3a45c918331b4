"""What a subscriber's calendar shows, and the iCalendar text it is written in."""
