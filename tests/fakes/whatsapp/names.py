"""The business number with its secrets, and two people."""

TOKEN = "EAAG-whatsapp-test-token"
APP_SECRET = "whatsapp-test-app-secret"
VERIFY_TOKEN = "whatsapp-test-verify-token"
NUMBER = "106540352242922"
ASHA, RAVI = "919876543210", "919812345678"
