"""Telegram: every chat with one person becomes one conversation.

Read in the order in which a message travels: `polling` or `webhook` (how an update comes),
`updates`, `sorts` and `commands` (what is in it), `keeping` and `inbox` (stored once),
`listening` (taken into its conversation); then `letters` (what is to be said), `rendering` and
`split` (in Telegram's forms), `delivery`, `pace` and `patience` (sent, and what to do if not).
"""
