# The packages that are published, and their tags. Sourced by the other scripts of this folder.

# One version, tagged `openapi-crate-vVERSION`.
tool_packages=(openapi-crate-runtime openapi-crate openapi-crate-cli)
# Tagged `fastly-kv-store-vVERSION` and `fastly-kv-emulator-vVERSION`.
client_packages=(fastly-kv-store fastly-kv-emulator)

# Prints the version of a package.
version_of() {
    cargo metadata --format-version 1 --no-deps --locked |
        python3 -c 'import json, sys; print(*(p["version"] for p in json.load(sys.stdin)["packages"] if p["name"] == sys.argv[1]))' "$1"
}

# Prints the section of a tag in CHANGELOG.md. Its heading names the tags that it is for, since versions of different
# packages can be equal: `## [openapi-crate-v0.3.0], [fastly-kv-store-v0.3.0] - 2026-12-24`.
section_of() {
    awk -v tag="[$1]" '/^## / { found = index($0, tag) > 0; next } found' CHANGELOG.md
}

# Prints the package of a tag.
package_of() {
    case $1 in
        openapi-crate-v*) echo openapi-crate ;;
        fastly-kv-store-v*) echo fastly-kv-store ;;
        fastly-kv-emulator-v*) echo fastly-kv-emulator ;;
        *)
            echo "error: the tag $1 is not one of openapi-crate-v*, fastly-kv-store-v* and fastly-kv-emulator-v*" >&2
            return 1
            ;;
    esac
}
