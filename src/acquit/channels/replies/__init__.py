"""The mailbox that answers and returned mail arrive in, read by IMAP (RFC 3501)."""
