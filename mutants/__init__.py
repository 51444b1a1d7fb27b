"""Mutation testing: change the code in one place, run the tests that cover it, and report what no test noticed."""
