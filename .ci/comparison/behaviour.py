"""The table of what the generated clients send and decode."""
import glob
import os
import shutil
import subprocess

import page
import tools
from cells import CELLS, shown
from server import Server

HERE = os.path.dirname(os.path.abspath(__file__))


def table(seen):
    rows = [[CELLS[cell][0], *(column[cell] for column in seen.values())] for cell in CELLS]
    return page.markdown(["behaviour", *seen], rows)


def column(root, tool):
    """The cells of a tool."""
    workspace = os.path.join(root, "behaviour", tool)
    os.makedirs(workspace, exist_ok=True)
    found, members = {}, []
    for document in sorted({document for _, document, _, _ in CELLS.values()}):
        out = os.path.join(workspace, f"client_{document}")
        error = tools.generate(root, tool, os.path.join(HERE, "documents", f"{document}.yaml"), out, f"client_{document}")
        cells = [cell for cell in CELLS if CELLS[cell][1] == document]
        if error:
            shutil.rmtree(out)
            found |= {cell: f"generation fails: {shown(error)}" for cell in cells}
            continue
        members.append(f"client_{document}")
        for cell in cells:
            if not os.path.exists(program(tool, cell)):
                found[cell] = "no program"
                continue
            members.append(f"cell_{cell}")
            write_program(workspace, tool, document, cell)
    with open(os.path.join(workspace, "Cargo.toml"), "w") as file:
        file.write(f"[workspace]\nresolver = \"3\"\nmembers = {members!r}\n[profile.dev]\ndebug = false\n")
    # One folder for all tools, since they have dependencies in common.
    target = os.path.join(root, "behaviour/target")
    environment = {**os.environ, "CARGO_TARGET_DIR": target}
    # A program that no longer compiles must not run.
    for binary in glob.glob(os.path.join(target, "debug/cell_*")):
        os.remove(binary)
    done = subprocess.run(["cargo", "build", "--workspace", "--keep-going"], cwd=workspace, env=environment, capture_output=True, text=True)
    with open(os.path.join(workspace, "build.log"), "w") as file:
        file.write(done.stderr)
    for cell in CELLS:
        if cell not in found:
            if f"could not compile `client_{CELLS[cell][1]}`" in done.stderr:
                found[cell] = "the client does not compile"
            else:
                found[cell] = run(os.path.join(target, "debug", f"cell_{cell}"), cell)
        print(f"{tool} {cell}: {found[cell]}", flush=True)
    return found


def program(tool, cell):
    return os.path.join(HERE, "programs", tool, f"{cell}.rs")


def write_program(workspace, tool, document, cell):
    folder = os.path.join(workspace, f"cell_{cell}")
    os.makedirs(os.path.join(folder, "src"), exist_ok=True)
    with open(os.path.join(folder, "Cargo.toml"), "w") as file:
        file.write(
            f'[package]\nname = "cell_{cell}"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\n'
            f'client = {{ path = "../client_{document}", package = "client_{document}" }}\n'
            'tokio = { version = "1", features = ["rt", "macros", "fs", "time"] }\n'
            'serde_json = "1"\nfutures-util = "0.3"\nbytes = "1"\n'
        )
    shutil.copy(os.path.join(HERE, "harness.rs"), os.path.join(folder, "src/main.rs"))
    shutil.copy(program(tool, cell), os.path.join(folder, "src/program.rs"))


def run(binary, cell):
    if not os.path.exists(binary):
        return "our program does not compile"
    _, _, responses, judge = CELLS[cell]
    server = Server(responses)
    done = subprocess.run([binary, server.url], capture_output=True, text=True, timeout=60)
    server.close()
    if done.returncode != 0:
        return "panics"
    return judge(server.requests, done.stdout.strip())
