"""JSON Schemas of the files users write; read them with ``calllint.document.schema``."""
