"""Channels: each turns its own messages into ours and brings our replies back."""
