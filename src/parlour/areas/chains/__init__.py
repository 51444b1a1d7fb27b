"""Chains: the tenants, and what a user may do in one."""
