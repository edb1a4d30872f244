"""The compared tools: their versions, how they are installed, and how each generates a crate."""
import os
import re
import shutil
import subprocess
import sys

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# The versions in docs/comparison.md, which a test compares with these.
VERSIONS = {
    "progenitor": "0.15.1",
    "openapi-to-rust": "0.23.0",
    "openapi-generator": "7.26.0",
}
TOOLS = ["openapi-crate", *VERSIONS]
# The tools that are written in Rust are compiled with the same settings, not with those of each package.
PROFILE = {
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "1",
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
}


def install(root, chosen):
    """Installs the chosen tools that are not yet in the folder `root`."""
    environment = {**os.environ, **PROFILE}
    cargo = ["cargo", "install", "--quiet", "--locked", "--root", root]
    package = os.path.join(REPOSITORY, "generator/cli")
    for tool, binary, arguments in [
        ("openapi-crate", "openapi-crate", ["--path", package]),
        ("progenitor", "cargo-progenitor", [f"cargo-progenitor@{VERSIONS['progenitor']}"]),
        ("openapi-to-rust", "openapi-to-rust", [f"openapi-to-rust@{VERSIONS['openapi-to-rust']}"]),
    ]:
        if tool in chosen and not os.path.exists(os.path.join(root, "bin", binary)):
            subprocess.run([*cargo, *arguments], env=environment, check=True)
    if "openapi-generator" in chosen and not os.path.exists(os.path.join(root, "venv/bin/openapi-generator-cli")):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(root, "venv")], check=True)
        package = f"openapi-generator-cli=={VERSIONS['openapi-generator']}"
        subprocess.run([os.path.join(root, "venv/bin/pip"), "install", "--quiet", package], check=True)


def command(root, tool, document, out, name):
    """The command that generates the crate, and the folder in which it runs."""
    binary = lambda file: os.path.join(root, "bin", file)
    if tool == "openapi-crate":
        return [binary("openapi-crate"), "generate", "--spec", document, "--out", out, "--name", name], None
    if tool == "progenitor":
        return [binary("cargo-progenitor"), "progenitor", "-i", document, "-o", out, "-n", name, "-v", "0.1.0"], None
    if tool == "openapi-to-rust":
        return [binary("openapi-to-rust"), "generate", document], out
    generator = os.path.join(root, "venv/bin/openapi-generator-cli")
    return [generator, "generate", "-g", "rust", "-i", document, "-o", out, f"--additional-properties=packageName={name}"], None


def generate(root, tool, document, out, name):
    """Generates a crate into the empty folder `out`. Returns the error in one line, or None."""
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)
    arguments, folder = command(root, tool, document, out, name)
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        return reason(done.stdout + done.stderr)
    complete(tool, out, name)
    return None


def reason(output):
    panic = re.search(r"panicked at .*\n(.*)", output)
    if panic:
        return f"panic, {panic[1]}"
    found = re.search(r"gen fail: \w+\(\"(.*)\"\)", output) or re.search(r"(?:error|exception)\S*:? (.*)", output, re.I)
    return found[1] if found else "no message"


def complete(tool, out, name):
    """What is left to the user to write, or to remove, before the crate compiles in a workspace."""
    manifest = os.path.join(out, "Cargo.toml")
    if tool == "openapi-to-rust":
        # This tool writes a module and the list of its dependencies.
        with open(os.path.join(out, "src/generated/REQUIRED_DEPS.toml")) as file:
            dependencies = file.read()
        with open(manifest, "w") as file:
            file.write(f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2024"\n\n{dependencies}')
        with open(os.path.join(out, "src/lib.rs"), "w") as file:
            file.write("pub mod generated;\npub use generated::*;\n")
    if tool == "openapi-crate":
        with open(manifest) as file:
            text = file.read()
        with open(manifest, "w") as file:
            file.write(re.sub(r"\n(#[^\n]*\n)*\[workspace\]\n", "\n", text))
