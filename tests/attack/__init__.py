"""Attacks on a started server that take too long for every run of the suite: `make attack`.

Each test here bears the marker `attack`, by its folder. Attacks are bounded in number and time, and stay on loopback.
"""
