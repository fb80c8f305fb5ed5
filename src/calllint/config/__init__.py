"""Configuration: what a team decides once, where each value came from, and what outranks it.

``find`` reads the file, ``resolve`` says what holds, ``tables`` lists the settings. This module
costs nothing to import: most runs have no configuration.
"""
