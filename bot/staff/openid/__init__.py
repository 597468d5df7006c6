"""Signing in at the utility's own service, by OpenID Connect: authorization code with PKCE.

Who signs in so is a member of staff whose `subject` an administrator has entered; nobody becomes
one by having an account there.
"""
