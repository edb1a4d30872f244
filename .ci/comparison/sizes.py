"""The table of sizes and times for documents of real APIs, which are read from `../shared/corpus`."""
import glob
import os
import resource
import signal
import statistics
import subprocess

import page
import tools

CORPUS = os.path.join(os.path.dirname(tools.REPOSITORY), "shared/corpus")
DOCUMENTS = {
    "Buildomat": "buildomat.json",
    "Petstore": "swagger-petstore-1.0.27.yaml",
    "Fastly": "fastly-2023.yaml",
    "GitHub": "github.json",
}
# Whose crates are compiled. Those of the others take minutes.
COMPILED = {"Buildomat", "Petstore"}
RUNS = 3
# The runtime, and the double of the API, which only tests compile.
OURS = ("/src/runtime/", "/src/testing.rs")
# In seconds of real time.
LONGEST_BUILD = 900


def processor_time(run):
    """The result of `run`, and the seconds of processor time of the processes that it waited for."""
    usage = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    before = usage()
    return run(), usage() - before


def table(measured):
    rows = []
    for name in DOCUMENTS:
        for what, unit in [("generation", "s"), ("lines", ""), ("own lines", ""), ("packages", ""), ("compilation", "s"), ("first build", "s")]:
            values = [column[name].get(what) for column in measured.values()]
            if any(value is not None for value in values):
                rows.append([f"{name}: {what}", *(shown(value, values[0], unit) for value in values)])
    return page.markdown(["document", *measured], rows)


def column(root, tool):
    """Per document, what was measured of a tool."""
    return {name: measure(root, tool, name, file) for name, file in DOCUMENTS.items()}


def shown(value, first, unit):
    """A time is relative to that of the first tool."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if not unit:
        return f"{value:,}"
    if not isinstance(first, float):
        return f"{value:.2f} s"
    return f"1 ({value:.2f} s)" if value is first else f"{value / first:.2g}" if value / first < 10 else f"{value / first:.0f}"


def measure(root, tool, name, file):
    out = os.path.join(root, "sizes", tool, name)
    document = os.path.join(CORPUS, file)
    times = []
    for _ in range(RUNS):
        error, seconds = processor_time(lambda: tools.generate(root, tool, document, out, "client"))
        if error:
            print(f"{tool} {name}: {error}", flush=True)
            return {"generation": "fails"}
        times.append(seconds)
    found = {"generation": statistics.median(times), "lines": lines(out), "own lines": lines(out, without=OURS), "packages": packages(out)}
    if name not in COMPILED:
        print(tool, name, found, flush=True)
        return found
    target = os.path.join(root, "sizes", tool, "target")
    # The dependencies are compiled once per tool, with the first document.
    cold = not os.path.exists(target)
    result, seconds = processor_time(lambda: build(out, target))
    if result == "compiles" and cold:
        found["first build"] = seconds
    if result == "compiles":
        os.utime(os.path.join(out, "src/lib.rs"))
        result, seconds = processor_time(lambda: build(out, target))
    found["compilation"] = seconds if result == "compiles" else result
    print(tool, name, found, flush=True)
    return found


def build(folder, target):
    with open(os.path.join(folder, "build.log"), "w") as log:
        environment = {**os.environ, "CARGO_TARGET_DIR": target, "CARGO_INCREMENTAL": "0"}
        child = subprocess.Popen(["cargo", "build"], cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            status = child.wait(LONGEST_BUILD)
        except subprocess.TimeoutExpired:
            # Also the compilers that cargo started.
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            return f"over {LONGEST_BUILD // 60} min"
    return "compiles" if status == 0 else "does not compile"


def lines(folder, without=()):
    count = 0
    for file in glob.glob(os.path.join(folder, "src/**/*.rs"), recursive=True):
        if not any(part in file for part in without):
            with open(file) as source:
                count += sum(1 for line in source if line.strip())
    return count


def packages(folder):
    tree = ["cargo", "tree", "--edges", "normal", "--prefix", "none", "--no-dedupe"]
    done = subprocess.run(tree, cwd=folder, capture_output=True, text=True)
    # The crate itself is the first line.
    return len({line.removesuffix(" (proc-macro)") for line in done.stdout.splitlines()}) - 1 if done.returncode == 0 else "does not resolve"
