"""Selling over HTTP: parse, check the credential, call one use case, answer. No rules live here."""
