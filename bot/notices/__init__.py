"""Notices of the utility: taken once, told in each follower's language, on their channel."""
