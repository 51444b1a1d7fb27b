"""The portal as readers use it: Debian's Chromium, a real server, a real database."""
