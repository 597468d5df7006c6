"""Conversations: one owner, one turn at a time, nothing lost that was typed."""

from bot.conversations.service import Conversations

__all__ = ["Conversations"]
