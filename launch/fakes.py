"""WhatsApp and Telegram on this machine, for whoever tries the product without an account."""

# What the fakes know the product by: no secrets, as nobody but this machine reaches them.
KNOWN_BY = {
    "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
    "WHATSAPP_ACCESS_TOKEN": "EAAG-whatsapp-test-token",
    "WHATSAPP_APP_SECRET": "whatsapp-test-app-secret",
    "WHATSAPP_VERIFY_TOKEN": "whatsapp-test-verify-token",
    "TELEGRAM_BOT_TOKEN": "123456:telegram-test-token",
    "TELEGRAM_WEBHOOK_SECRET": "",  # polling, as on any machine that the internet cannot reach
}


def environment(address: str) -> dict[str, str]:
    """What leads the gateway to the fakes at `address`, which speak for both providers."""
    return {
        **KNOWN_BY,
        "WHATSAPP_API_URL": f"{address}/whatsapp/v23.0",
        "TELEGRAM_API_URL": f"{address}/telegram",
    }
