"""Lists nobody exports: Parquet of strange types, strange workbooks, an encoding for each line."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from random import Random

_CELLS = ["Zoé", "Noël", "l’été", "œuf", "", "0199000002", "a b", "€"]
_ENCODINGS = ["utf-8", "cp1252", "mac_roman", "utf-8", "utf-16-le", "cp850", "iso8859-15"]


def mixed(random: Random) -> bytes:
    """A CSV file each line of which is in some encoding of its own."""
    some = random.sample(_ENCODINGS, random.choice([2, 2, 3]))
    lines = [b"contact_id,phone,note"]
    for number in range(random.randrange(1, 60)):
        line = f"P{number},0199{random.randrange(10**6):06d},{random.choice(_CELLS)}"
        lines.append(line.encode(random.choice(some), "replace"))
    return random.choice([b"\n", b"\r\n", b"\n"]).join(lines)


_VALUES = [
    "NULL", "'0199000001'", "199000001", "199000001.0", "1.99e8", "'0199000001'::BLOB", "TRUE",
    "['0199000001', NULL]", "{'a': '0199000001', 'b': [1]}", "MAP {'k': '0199000001'}",
    "TIMESTAMPTZ '2026-11-20 10:00:00+02'", "DATE '2026-11-20'", "TIME '10:00:00'",
    "INTERVAL 3 DAY", "'12345678-1234-1234-1234-123456789012'::UUID", "199000001::DECIMAL(18, 3)",
    "170141183460469231731687303715884105727::HUGEINT", "'infinity'::TIMESTAMP", "'nan'::DOUBLE",
    "TIMESTAMP_NS '2026-11-20 10:00:00.123456789'", "DATE '290000-01-01'", "repeat('9', 70000)",
    "chr(0) || '0199000001'", "'x'::ENUM('x', 'y')", "[[['0199000001']]]", "'101'::BIT",
]  # fmt: skip
_NAMES = [
    "note",
    "file_row_number",
    "filename",
    "line",
    "c0",
    "readable",
    "a b",
    '"',
    "PHONE",
    "é",
    "x" * 300,
]


def odd_parquet(random: Random) -> bytes:
    """A Parquet file whose columns are of types no phone has, and whose texts may be none."""
    import duckdb

    names = ["contact_id", "phone", *random.sample(_NAMES, random.randrange(5))]
    names = [name for n, name in enumerate(names) if name.lower() not in
             (other.lower() for other in names[:n])]  # fmt: skip
    columns = ", ".join(
        f'{random.choice(_VALUES)} AS "{name.replace(chr(34), chr(34) * 2)}"' for name in names
    )
    options = random.choice(
        ["COMPRESSION uncompressed", "COMPRESSION zstd", "ROW_GROUP_SIZE 2048", "COMPRESSION gzip"]
    )
    count = random.choice([0, 1, 7, 7, 5000])
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {columns} FROM range({count})) TO '{folder}/l.parquet' "
            f"(FORMAT parquet, {options})"
        )
        data = Path(folder, "l.parquet").read_bytes()
    return data.replace(b"0199000001", b"01990\xff\xfe001") if random.random() < 0.1 else data


_WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="L" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="{target}"/></Relationships>'
)
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
_DOCTYPES = [
    "", "", "", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY a "9999999999"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;">]>',
]  # fmt: skip
_PLACES = [
    "A2",
    "B2",
    "A1048576",
    "XFD1",
    "XFD1048576",
    "A0",
    "ZZZZZZ1",
    "A99999999999",
    "2A",
    "",
    "AF900000",
]
_INSIDES = [
    '<c r="{at}" t="inlineStr"><is><t>0199000001</t></is></c>', '<c r="{at}"><v>199000001</v></c>',
    '<c r="{at}" t="s"><v>7</v></c>', '<c r="{at}" t="s"><v>-1</v></c>', "<c><v>1e999</v></c>",
    '<c r="{at}" t="d"><v>2026-13-45</v></c>', '<c r="{at}" t="e"><v>#N/A</v></c>',
    '<c r="{at}" s="99"><v>1</v></c>', '<c r="{at}" t="?"><v>1</v></c>',
    '<c r="{at}" t="str"><f>1/0</f><v>&e;</v></c>', '<c r="{at}" t="b"><v>maybe</v></c>',
    '<c r="{at}" t="inlineStr"><is><t>&e;</t></is></c>', '<c r="{at}"/>',
]  # fmt: skip


def odd_workbook(random: Random) -> bytes:
    """A workbook written by hand: cells out of place, out of order, out of range, of no type."""
    cells = "".join(
        f'<row r="{random.choice(["2", "2", "2", "3", "0", "-1", "1048576", "x"])}">'
        + random.choice(_INSIDES).format(at=random.choice(_PLACES)) + "</row>"
        for _ in range(random.choice([0, 1, 1, 2]))
    )  # fmt: skip
    dimension = random.choice(["A1:B3", "A1:B3", "A1:XFD1048576", "?"])
    sheet = (
        f'{random.choice(_DOCTYPES)}<worksheet xmlns="http://schemas.openxmlformats.org/'
        f'spreadsheetml/2006/main"><dimension ref="{dimension}"/>'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>phone</t></is></c></row>'
        f"{cells}</sheetData></worksheet>"
    )
    target = random.choice(["worksheets/sheet1.xml"] * 20 + ["../../x.xml", "/etc/passwd", ""])
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT, "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(target=target),
        "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    if random.random() < 0.15:
        del parts[random.choice(list(parts))]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


HOSTILE = {"mixed.csv": mixed, "odd.parquet": odd_parquet, "odd.xlsx": odd_workbook}
"""What makes them, by the name the file gets."""
