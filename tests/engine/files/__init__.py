"""Files of messages, against the sandbox and against addresses that are no platform's."""
