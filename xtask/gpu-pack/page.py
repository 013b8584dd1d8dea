"""What a run leaves behind: `summary.txt`, `results.json`, and a page for `docs/hardware`."""

import json
import os
import re

SIZES = ("tensors", "n", "rows", "width", "nnz", "distinct")
COLUMNS = ("device", "variant", "wall µs", "device µs", "GB/s", "× triad", "× copy per byte")
# How a part ends that is no reason to complain.
FINE = ("passed", "left out")
PREDICTED = "predicted µs"


def write(out, results):
    """Writes all three; a reader never sees half of one."""
    files = {
        "summary.txt": summary(results),
        "results.json": json.dumps(results, indent=1, ensure_ascii=False) + "\n",
        slug(results) + ".md": page(results),
    }
    for name, text in files.items():
        path = os.path.join(out, name)
        with open(path + ".part", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(path + ".part", path)


def slug(results):
    """The file name of the page: the adapter's name in small letters and digits."""
    name = results["conditions"].get("adapter", "") if results.get("adapter") else "no-adapter"
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "no-adapter"


def summary(results):
    """A line for each part."""
    conditions = results["conditions"]
    lines = ["%-16s %s" % (name, conditions[name]) for name in ("adapter", "device type", "driver", "proxgrad")]
    lines.append("")
    for part in results["parts"]:
        lines.append("%-32s %-9s %6.1f s  %s" % (part["name"], part["status"], part["seconds"], _short(part)))
    lines += ["", verdict(results)]
    return "\n".join(lines) + "\n"


def verdict(results):
    """One line on the whole run."""
    bad = [part["name"] for part in results["parts"] if part["status"] not in FINE]
    state = "" if results["finished"] else " so far"
    if bad:
        return "%d of %d parts did not pass%s: %s" % (len(bad), len(results["parts"]), state, ", ".join(bad))
    return "all parts passed%s, in %.0f s" % (state, results["seconds"])


def _short(part):
    said = []
    tests = part.get("tests")
    if tests:
        said.append("%d passed, %d failed" % (len(tests["passed"]), len(tests["failed"])))
        if tests["unfinished"]:
            said.append("%d without a result" % len(tests["unfinished"]))
    if part["reason"]:
        said.append(part["reason"])
    return "; ".join(said)


def page(results):
    """The page, in Markdown."""
    conditions = results["conditions"]
    parts = ["# %s" % conditions["adapter"], verdict(results).capitalize() + "."]
    parts.append(_table(("condition", ""), conditions.items()))
    parts.append("## Parts")
    rows = [(part["name"], part["status"], "%.1f s" % part["seconds"], _short(part)) for part in results["parts"]]
    parts.append(_table(("part", "ended", "time", ""), rows))
    parts += _tests(results["parts"])
    for part in results["parts"]:
        if part.get("document"):
            parts += _benchmark(part["name"], part["document"])
    return "\n\n".join(parts) + "\n"


def _tests(parts):
    ran = [part for part in parts if part.get("tests")]
    if not ran:
        return []
    lines = ["## Tests"]
    for part in ran:
        tests = part["tests"]
        lines.append("### %s" % part["name"])
        lines.append("%d passed, %d failed." % (len(tests["passed"]), len(tests["failed"])))
        for failed in tests["failed"]:
            lines.append("* **%s**: %s" % (failed["name"], failed["reason"]))
            if failed["said"]:
                lines.append("\n".join(["  ```text"] + ["  " + line for line in failed["said"]] + ["  ```"]))
        if tests["unfinished"]:
            lines.append("Without a result: %s." % ", ".join("`%s`" % name for name in tests["unfinished"]))
        if tests["passed"]:
            names = "\n".join(sorted(tests["passed"]))
            lines.append("<details><summary>Those that passed</summary>\n\n```text\n%s\n```\n\n</details>" % names)
    return lines


def _benchmark(name, document):
    lines = ["## %s" % name]
    flight = document.get("conditions", {}).get("flight")
    if flight:
        lines.append("%d steps are in flight, over buffers in turn; wall times are means of a step." % flight)
    cases = {}
    for result in document.get("results", []):
        cases.setdefault(_title(result), []).append(result)
    for title, results in cases.items():
        lines.append("### %s" % title)
        lines.append(_table(*_measured(results)))
    if any(PREDICTED in line for line in lines):
        lines.append("Predicted times are those of the GPU in the header: %s." % document.get("assumptions", ""))
    for peer in document.get("peers", []):
        lines.append("* %s" % _peer(peer))
    for skipped in document.get("skipped", []):
        variant = " " + skipped["variant"] if skipped.get("variant") else ""
        lines.append("* skipped, %s: %s%s: %s" % (_title(skipped), skipped["device"], variant, skipped["reason"]))
    return lines


def _peer(peer):
    greeting = peer.get("greeting") or {}
    of = "%s %s, %s" % tuple(greeting.get(key, "") for key in ("name", "version", "about"))
    return "peer %s: %s" % (peer["name"], peer.get("missing") or peer.get("failed") or of)


def _title(sizes):
    named = ["%s = %s" % (name, _grouped(sizes[name])) for name in SIZES if sizes.get(name) is not None]
    return ", ".join([sizes["bench"]] + named)


def _grouped(size):
    return format(size, ",") if isinstance(size, int) else str(size)


def _measured(results):
    """Header and rows of a case; columns that are empty throughout are left out."""
    rows = []
    for result in results:
        values = [result.get(key) for key in ("median_us", "device_us", "gb_per_s")]
        values += [result.get("ratio_to_" + key) for key in ("triad", "copy_per_byte")]
        values.append((result.get("predicted") or {}).get("us"))
        rows.append([result["device"], result["variant"]] + ["" if value is None else number(value) for value in values])
    gpus = [result["predicted"]["gpu"] for result in results if result.get("predicted")]
    header = COLUMNS + ("%s, %s" % (PREDICTED, gpus[0]) if gpus else PREDICTED,)
    kept = [i for i in range(len(header)) if any(row[i] for row in rows)]
    return [header[i] for i in kept], [[row[i] for i in kept] for row in rows]


def number(value):
    """Four digits or all of those before the point."""
    return "%.0f" % value if abs(value) >= 1000 else "%.4g" % value


def _table(header, rows):
    cells = [[_cell(text) for text in row] for row in rows]
    lines = [[_cell(text) for text in header], ["---"] * len(header)] + cells
    return "\n".join("| %s |" % " | ".join(line) for line in lines)


def _cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")
