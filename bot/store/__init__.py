"""The gateway's database: conversations, their messages, and what was offered in them."""
