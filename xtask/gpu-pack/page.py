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
            parts += _benchmark(part["name"], part["document"], conditions["adapter"])
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


def _benchmark(name, document, adapter):
    lines = ["## %s" % name]
    flight = document.get("conditions", {}).get("flight")
    if flight:
        lines.append("%d steps are in flight, over buffers in turn; wall times are means of a step." % flight)
    gpu = predicted_gpu(document.get("predictions", []), adapter)
    cases = {}
    for result in document.get("results", []):
        cases.setdefault(_title(result), []).append(result)
    for title, results in cases.items():
        lines.append("### %s" % title)
        header, rows = _measured(results, document, gpu)
        lines.append(_table(header, rows))
    if gpu and any(PREDICTED in line for line in lines):
        lines.append("`%s` is a prediction for %s: %s." % (PREDICTED, gpu, document.get("assumptions", "")))
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


def _measured(results, document, gpu):
    """Header and rows of a case; columns that are empty throughout are left out."""
    predicted = predictions(document, gpu)
    rows = []
    for result in results:
        values = [result.get(key) for key in ("median_us", "device_us", "gb_per_s")]
        values += [result.get("ratio_to_" + key) for key in ("triad", "copy_per_byte")]
        foreseen = result.get("predicted_us")
        if foreseen is None and result["device"] == "gpu":
            foreseen = predicted.get((_title(result), result["variant"]))
        words = [result["device"], result["variant"]]
        rows.append(words + ["" if value is None else number(value) for value in values + [foreseen]])
    header = COLUMNS + (PREDICTED,)
    kept = [i for i in range(len(header)) if any(row[i] for row in rows)]
    return [header[i] for i in kept], [[row[i] for i in kept] for row in rows]


def predictions(document, gpu):
    """The predicted microseconds of a case's variant on a GPU."""
    of = [each for each in document.get("predictions", []) if each.get("gpu") == gpu]
    return {(_title(each), each["variant"]): each["predicted_us"] for each in of}


def predicted_gpu(all_predictions, adapter):
    """The GPU among those predicted that the adapter is: all words of its model stand in the adapter's name."""
    words = set(re.findall(r"[a-z0-9]+", adapter.lower()))
    names = {each["gpu"] for each in all_predictions if each.get("gpu")}
    # The form factor and the memory are no part of what drivers call the model.
    model = {name: [w for w in name.lower().split() if w not in ("sxm", "80gb")] for name in names}
    fitting = [name for name in names if model[name] and words.issuperset(model[name])]
    return max(fitting, key=lambda name: (len(model[name]), name)) if fitting else None


def number(value):
    """Four digits or all of those before the point."""
    return "%.0f" % value if abs(value) >= 1000 else "%.4g" % value


def _table(header, rows):
    cells = [[_cell(text) for text in row] for row in rows]
    lines = [[_cell(text) for text in header], ["---"] * len(header)] + cells
    return "\n".join("| %s |" % " | ".join(line) for line in lines)


def _cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")
