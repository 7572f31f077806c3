"""Organisations from tables of any quality: read, matched, then written by batches."""
