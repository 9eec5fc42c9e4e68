"""Sets Counterfoil up and opens it; run it with any Python from 3.11 on, nothing else is needed."""

# This one file must be readable by old Pythons too, so that they can say what is wrong.
import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.stderr.write(
        "Counterfoil needs Python 3.11 or newer; this is Python "
        + ".".join(str(part) for part in sys.version_info[:3])
        + ". Start it with a newer one, for example: python3.12 packaging/start.py\n"
    )
    sys.exit(3)

# Said out loud because PYTHONSAFEPATH takes a script's own folder away.
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

try:
    import start_commands
except ModuleNotFoundError as error:
    if error.name not in sys.stdlib_module_names:
        raise
    sys.stderr.write(
        "This Python lacks part of its standard library (%s).\n" % error.name  # noqa: UP031
        + "On Debian or Ubuntu: apt-get install python3\n"
    )
    sys.exit(3)

if __name__ == "__main__":
    sys.exit(start_commands.main(sys.argv[1:]))
