"""The bot and its secrets, made up."""

TOKEN = "123456:telegram-test-token"
SECRET = "telegram-test-webhook-secret"
BOT = {"id": 123456, "is_bot": True, "first_name": "Bijli", "username": "bijli_bot"}
