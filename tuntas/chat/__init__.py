"""The WhatsApp conversation: message in, reply out."""
