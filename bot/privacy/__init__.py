"""What the Digital Personal Data Protection Act, 2023, asks of the gateway: docs/privacy.md."""
