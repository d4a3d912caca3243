"""Scenarios: how customers are followed up, who gets which, and the policy."""
