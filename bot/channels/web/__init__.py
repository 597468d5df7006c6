"""The chat API of the contract: web page, kiosk, help desk and tests."""
