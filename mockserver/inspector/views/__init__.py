"""What the pages show, as plain data made from a sandbox; nothing here knows of HTML or HTTP."""
