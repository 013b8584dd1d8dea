#!/bin/sh
# Unpacks the archive beside this file and runs what is in it; needs python3 alone, and a GPU with its driver.
#   bash run.sh RESULTS [tests|bench|peers|all] [--help for more]
here=$(cd "$(printf '%s' "${0%/*}/")" 2>/dev/null && pwd) || here=$PWD
case $0 in */*) ;; *) here=$PWD ;; esac
exec python3 -B - "$here" "$@" <<'PYTHON'
import glob, os, shutil, subprocess, sys, tarfile, tempfile

archives = sorted(glob.glob(os.path.join(glob.escape(sys.argv[1]), "pack.tar.*")))
if not archives:
    sys.exit("run.sh: no pack.tar.* lies in " + sys.argv[1])
folder = tempfile.mkdtemp(prefix="proxgrad-pack-")
try:
    with tarfile.open(archives[-1]) as archive:
        archive.extractall(folder)
    code = subprocess.call([sys.executable, "-B", os.path.join(folder, "run.py")] + sys.argv[2:])
except tarfile.ReadError as error:
    sys.exit("run.sh: %s: %s; this python3 may lack the module lzma" % (archives[-1], error))
except KeyboardInterrupt:
    code = 130
finally:
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(code)
PYTHON
