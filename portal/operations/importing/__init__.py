"""Imports of whole files into the pages of the site."""
