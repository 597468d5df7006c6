"""WhatsApp's Cloud API: signed notices in, letters out, each person one conversation.

Read in the order in which a message travels: `webhook` (is it Meta's?), `notices`, `sorts` and
`heard` (what is in it), `inbox` (stored once), `people` (whose conversation), `listening` (taken
into it), `marks` (shown as read), `media` (what it bears, fetched); then `letters` (what is to be
said), `rendering` and `limits` (in WhatsApp's forms), `delivery`, `graph` and `refusals` (sent,
and what to do if not), `receipts` (what became of it).
"""
