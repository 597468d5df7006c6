"""How long WhatsApp waits for the gateway's 200, beside a bare check of the signature."""
