"""Staffing norms for managed properties: how many people, in which roles, and why."""
