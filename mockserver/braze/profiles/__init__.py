"""User profiles: what they hold, where they are kept, and what tracked objects change on them."""
