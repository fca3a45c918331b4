"""Random tracking, aliasing, identifying, merging, renaming, deleting and exporting, beside a simple model.

The model keeps people in a list and looks through all of them; it knows nothing of indexes.
"""

import json
from dataclasses import dataclass, field
from itertools import count

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mockserver.braze import ApiKey, Braze
from mockserver.http import Headers, Request
from mockserver.sandbox import Sandbox

IDS = st.sampled_from(["a", "b", "c"])
NAMES = st.sampled_from(["n1", "n2"])
LABELS = st.sampled_from(["l1", "l2"])
EMAILS = st.sampled_from(["x@example.test", "y@example.test"])
PLANS = st.sampled_from(["gold", "silver", None])
NOW = "2026-01-15T12:00:00Z"


@dataclass(eq=False)
class Person:
    external_id: str = ""
    former: set = field(default_factory=set)
    aliases: dict = field(default_factory=dict)
    email: str | None = None
    attributes: dict = field(default_factory=dict)
    done: int = 0
    touched: int = 0

    def as_exported(self):
        return (self.external_id, dict(self.aliases), self.email, dict(self.attributes), self.done)


class ProfileMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.sandbox = Sandbox()
        permissions = frozenset(one.permission for one in Braze.operations if one.permission)
        self.sandbox.braze.state.add_api_key(ApiKey(key="k", permissions=permissions))
        self.people: list[Person] = []
        self.tick = count(1)

    def send(self, path, body):
        headers = Headers({"Authorization": "Bearer k", "Content-Type": "application/json"})
        url = "https://rest.iad-01.braze.com" + path
        answer = self.sandbox.handle(Request("POST", url, headers, json.dumps(body).encode()))
        assert answer.ok, answer.text
        return answer.json()

    def touch(self, person):
        person.touched = next(self.tick)

    def by_id(self, external_id):
        return next((p for p in self.people if external_id in {p.external_id, *p.former}), None)

    def by_alias(self, name, label):
        return next((p for p in self.people if p.aliases.get(label) == name), None)

    def by_email(self, email):
        found = [p for p in self.people if p.email == email]
        return max(found, key=lambda p: (bool(p.external_id), p.touched), default=None)

    def made(self, **values):
        person = Person(**values)
        self.people.append(person)
        self.touch(person)
        return person

    def unite(self, gone, kept):
        self.people.remove(gone)
        kept.email = kept.email or gone.email
        kept.attributes = {**gone.attributes, **kept.attributes}
        kept.done += gone.done
        kept.aliases = {**gone.aliases, **kept.aliases}
        self.touch(kept)

    @rule(external_id=IDS, plan=PLANS, email=st.none() | EMAILS)
    def track_attributes(self, external_id, plan, email):
        sent = {"external_id": external_id, "plan": plan, **({"email": email} if email else {})}
        self.send("/users/track", {"attributes": [sent]})
        self.apply(self.by_id(external_id) or self.made(external_id=external_id), plan, email)

    @rule(name=NAMES, label=LABELS, plan=PLANS, create=st.booleans())
    def track_by_alias(self, name, label, plan, create):
        alias = {"alias_name": name, "alias_label": label}
        sent = {"user_alias": alias, "plan": plan, **({"_update_existing_only": False} if create else {})}
        self.send("/users/track", {"attributes": [sent]})
        person = self.by_alias(name, label) or (self.made(aliases={label: name}) if create else None)
        if person:
            self.apply(person, plan, None)

    @rule(email=EMAILS)
    def track_event_by_email(self, email):
        self.send("/users/track", {"events": [{"email": email, "name": "subscribe", "time": NOW}]})
        person = self.by_email(email) or self.made(email=email)
        person.done += 1
        self.touch(person)

    def apply(self, person, plan, email):
        person.attributes.pop("plan", None)
        if plan:
            person.attributes["plan"] = plan
        person.email = email or person.email
        self.touch(person)

    @rule(name=NAMES, label=LABELS, external_id=st.none() | IDS)
    def new_alias(self, name, label, external_id):
        row = {"alias_name": name, "alias_label": label}
        self.send(
            "/users/alias/new",
            {"user_aliases": [row | ({"external_id": external_id} if external_id else {})]},
        )
        person = self.by_id(external_id) if external_id else None
        if self.by_alias(name, label):
            return
        if not external_id:
            self.made(aliases={label: name})
        elif person and label not in person.aliases:
            person.aliases[label] = name
            self.touch(person)

    @rule(old=NAMES, new=NAMES, label=LABELS)
    def update_alias(self, old, new, label):
        row = {"alias_label": label, "old_alias_name": old, "new_alias_name": new}
        self.send("/users/alias/update", {"alias_updates": [row]})
        person = self.by_alias(old, label)
        if person and not self.by_alias(new, label):
            person.aliases[label] = new
            self.touch(person)

    @rule(name=NAMES, label=LABELS, external_id=IDS)
    def identify(self, name, label, external_id):
        row = {"external_id": external_id, "user_alias": {"alias_name": name, "alias_label": label}}
        self.send("/users/identify", {"aliases_to_identify": [row]})
        person, target = self.by_alias(name, label), self.by_id(external_id)
        if not person or person.external_id:
            return
        if target is None:
            person.external_id = external_id
            self.touch(person)
        elif label not in target.aliases:
            self.unite(person, target)

    @rule(gone=IDS, kept=IDS)
    def merge(self, gone, kept):
        pair = {"identifier_to_merge": {"external_id": gone}, "identifier_to_keep": {"external_id": kept}}
        self.send("/users/merge", {"merge_updates": [pair]})
        one, other = self.by_id(gone), self.by_id(kept)
        if one and other and one is not other:
            self.unite(one, other)

    @rule(old=IDS, new=IDS)
    def rename(self, old, new):
        row = {"current_external_id": old, "new_external_id": new}
        answer = self.send("/users/external_ids/rename", {"external_id_renames": [row]})
        person = self.by_id(old)
        possible = bool(person) and person.external_id == old and not self.by_id(new)
        assert bool(answer["external_ids"]) is possible
        if possible:
            person.former.add(old)
            person.external_id = new
            self.touch(person)

    @rule(external_id=IDS)
    def remove(self, external_id):
        answer = self.send("/users/external_ids/remove", {"external_ids": [external_id]})
        person = self.by_id(external_id)
        possible = bool(person) and external_id in person.former
        assert bool(answer["removed_ids"]) is possible
        if possible:
            person.former.remove(external_id)

    @rule(external_id=IDS)
    def delete(self, external_id):
        self.send("/users/delete", {"external_ids": [external_id]})
        person = self.by_id(external_id)
        if person:
            self.people.remove(person)

    @rule(external_id=IDS, name=NAMES, label=LABELS, email=EMAILS)
    def export(self, external_id, name, label, email):
        alias = {"alias_name": name, "alias_label": label}
        body = {"external_ids": [external_id], "user_aliases": [alias], "email_address": email}
        users = self.send("/users/export/ids", body)["users"]
        named = [
            self.by_id(external_id),
            self.by_alias(name, label),
            *(p for p in self.people if p.email == email),
        ]
        expected = {id(p): p for p in named if p}.values()
        assert sorted(map(exported, users), key=str) == sorted((p.as_exported() for p in expected), key=str)

    @invariant()
    def everybody_is_there_once(self):
        held = [exported(profile.exported()) for profile in self.sandbox.braze.state.profiles]
        assert sorted(held, key=str) == sorted((person.as_exported() for person in self.people), key=str)


def exported(user):
    aliases = {alias["alias_label"]: alias["alias_name"] for alias in user["user_aliases"]}
    done = sum(event["count"] for event in user.get("custom_events", []))
    return (user.get("external_id", ""), aliases, user.get("email"), user.get("custom_attributes", {}), done)


ProfileMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
TestProfiles = ProfileMachine.TestCase
