"""Who may do what: credentials, sign-in, enrolment, approvals, and the gate in front of every request."""
