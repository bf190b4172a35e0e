# Sourced by run, test and drive, with the checkout as $top and the current directory: everything that has to be in place
# before Python can start. A second run finds its stamp and does nothing.

# Under `env -i sh` dash sets PATH without exporting it, and venv's own children find nothing.
export PATH
unset PYTHONHOME PYTHONPATH

say() { echo "$*" >&2; }
die() { say "$@"; exit 1; }

# Caches and sample data need a home that can be written to, and an empty HOME would mean "/".
if ! { [ -n "${HOME:-}" ] && [ -d "$HOME" ] && [ -w "$HOME" ]; }; then
    HOME="${TMPDIR:-/tmp}/zjg_inspect-$(id -u)"
    mkdir -p -m 700 "$HOME"
    { [ -O "$HOME" ] && [ ! -L "$HOME" ]; } || die "$HOME belongs to someone else: set HOME to a directory of yours."
fi
export HOME

for_qt="libegl1 libgl1 libxkbcommon0 libfontconfig1 libfreetype6 libdbus-1-3 libglib2.0-0"
for_a_window="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-randr0 libxcb-shape0
    libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libx11-xcb1"
for_the_tests="minisign age"
# displays, hands for them, a Chinese input method, a file system that can be pulled out
for_driving="xvfb xserver-xorg-core xserver-xorg-video-dummy openbox xdotool xclip imagemagick
    dbus fcitx5 fcitx5-chinese-addons fuse3"

# set_up EXTRA PACKAGE…: .venv holds the project with its extra ("" or "dev"), the system the Debian packages.
set_up() {
    extra=$1
    shift
    # one set-up at a time; the lock goes with the process
    if command -v flock >/dev/null; then
        exec 9<pyproject.toml
        flock 9
    fi
    inputs=$(cat pyproject.toml installer/constraints.txt | sha256sum | cut -c1-64)
    stamp=$(cat .venv/stamp 2>/dev/null) || stamp=
    python=.venv/bin/python
    make_venv=
    # No stamp: a set-up that was interrupted. Another place: a checkout that was moved. Either is made anew.
    case $stamp in
        "$top "*) $python -I -c "import pip" 2>/dev/null || make_venv=yes ;;
        *) make_venv=yes ;;
    esac
    [ -z "$make_venv" ] || find_python
    system_packages "$@"
    case $make_venv$stamp in
        "$top $inputs $extra" | "$top $inputs dev") ;;
        *) install ;;
    esac
    exec 9<&-
}

find_python() {
    for python in python3 python3.13 python3.12 python3.11; do
        if "$python" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" 2>/dev/null; then
            return
        fi
    done
    die "Python 3.11, 3.12 or 3.13 is needed and none of python3, python3.13, python3.12, python3.11 is one."
}

# Installs what is missing of the Debian packages as root; tells others the one line that does.
system_packages() {
    missing=
    if [ -n "$make_venv" ] && ! "$python" -c "import ensurepip" 2>/dev/null; then
        missing=" $("$python" -c "import sys; print('python3.%d-venv' % sys.version_info[1])")"
    fi
    if ! command -v dpkg-query >/dev/null; then
        [ -z "$missing" ] || die "Python's venv and ensurepip modules are needed."
        say "Not a Debian-family system: whether the libraries of Qt are there was not checked."
        return
    fi
    # a package counts under the names it provides, too: libglib2.0-0t64 is libglib2.0-0
    # shellcheck disable=SC2016
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' | sed -n 's/^installed //p' | tr ',\n' '  ')
    for package in "$@"; do
        case " $installed " in
            *" $package "*) ;;
            *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        say "Some system packages are missing. This line installs them:"
        die "sudo apt-get update && sudo apt-get install -y --no-install-recommends$missing"
    fi
    say "Installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 || say "The lists of packages could not be brought up to date; trying with those there are."
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 $missing >&2 \
        || die "The system packages could not be installed:$missing"
}

# The stamp is taken away first and put back last, so that an interrupted set-up is seen by the next one.
install() {
    say "Setting up .venv (a minute or two, once)"
    rm -f .venv/stamp
    if [ -n "$make_venv" ]; then
        "$python" -m venv --clear .venv || die ".venv could not be made."
    fi
    # given by the environment, the pins hold for the build tools too (the second name is that of pip 25.3 and later)
    PIP_CONSTRAINT=installer/constraints.txt PIP_BUILD_CONSTRAINT=installer/constraints.txt .venv/bin/python -I -m \
        pip install -q --disable-pip-version-check --no-input --root-user-action=ignore -e ".${extra:+[$extra]}" >&2 \
        || die "pip could not install everything; the next try starts afresh."
    printf '%s %s %s\n' "$top" "$inputs" "$extra" >.venv/stamp
}
