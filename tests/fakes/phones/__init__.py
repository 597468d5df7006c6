"""Two telephones to try the product with: one with WhatsApp, one with Telegram, no account.

`python -m tests.fakes.phones` serves both providers' APIs on loopback, and a page on which a
person sees both sides, taps what is offered and sends photos and places. `make run` starts it
with FAKES=1.
"""
