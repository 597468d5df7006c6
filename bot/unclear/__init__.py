"""What the bot did not understand: found, masked, and proposed as training lines by staff.

Nothing is trained from here. Proposals leave as a file that a person reads, and
`scripts/review_lines.py` asks about each of them before a line goes into `nlu/data/`.
"""
