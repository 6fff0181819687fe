"""Serves the sample by each server as docs/publishing.md says, and looks at it as a visitor would.

usage: python3 hosts.py CANDOR [nginx] [caddy] [apache2]

Takes the program and the names of the servers that are installed. Each has the site once at the root of
an address and once below a folder, with and without what browsers accept of compressed files; then a
bare file server, and the site on a disk. Everything listens on this machine alone, on ports that were
free, in a folder that goes at the end. Ends with 1 and says what is wrong.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import elsewhere
import recipes
from site_check import Server, check_disk

DAY = "2026-09-20"


def free_port():
    with socket.socket() as socket_:
        socket_.bind(("127.0.0.1", 0))
        return socket_.getsockname()[1]


def build(candor, project, output, address, *more):
    command = [candor, "--root", project, "build", "--quiet", "--as-of", DAY, "--published", "none"]
    command += ["--output", output, "--base-url", address, *more]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def running(command, port, log):
    """The server, from when it answers to the end; what it said is shown where it never answers."""
    with open(log, "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, cwd=log.parent)
        try:
            for _ in range(200):
                if process.poll() is not None:
                    break
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} doesn't start:\n{log.read_text('utf-8', 'replace')}")
            yield
        finally:
            process.terminate()
            process.wait(20)


def nginx(text, port, work, www):
    """Debian's `nginx.conf` around the recipe, without its machine."""
    text = recipes.replaced(text, "listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/www", str(www))
    temporary = "".join(
        f"{kind}_temp_path {work}/{kind};\n" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    )
    user = f"user {'root' if os.getuid() == 0 else 'nobody'};\n"
    config = work / "nginx.conf"
    config.write_text(
        f"{user}worker_processes 1;\ndaemon off;\npid {work}/pid;\nerror_log {work}/error.log;\nevents {{ }}\n"
        "http {\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\ngzip on;\n"
        f"access_log off;\n{temporary}{text}\n}}\n"
    )
    return ["nginx", "-p", str(work), "-c", str(config)]


def caddy(text, port, work, www):
    site = recipes.replaced(text, "trust.example.com {", f"http://127.0.0.1:{port} {{")
    config = work / "Caddyfile"
    config.write_text("{\n\tadmin off\n}\n" + site.replace("/srv/www", str(www)))
    return ["caddy", "run", "--config", str(config), "--adapter", "caddyfile"]


def apache2(text, port, work, www):
    """The modules that Debian switches on, and the two that the recipe asks for."""
    text = recipes.replaced(text, "<VirtualHost *:80>", f"<VirtualHost 127.0.0.1:{port}>")
    modules = ["mpm_event", "authz_core", "authz_host", "mime", "dir", "alias", "headers", "rewrite"]
    loaded = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules
    )
    user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
    config = work / "apache2.conf"
    config.write_text(
        f"ServerRoot {work}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {work}/pid\n"
        f"ErrorLog {work}/error.log\n{loaded}TypesConfig /etc/mime.types\n{user}"
        "AddType application/x-gzip .gz .tgz\n"
        + text.replace("/srv/www", str(www))
    )
    return ["apache2", "-f", str(config), "-D", "FOREGROUND"]


SERVERS = {
    # The table's name in the page, the block's language, the way to start it, what it sends compressed.
    "nginx": ("nginx", "nginx", nginx, {"gzip": ".gz"}),
    "caddy": ("Caddy", "caddyfile", caddy, {"gzip": ".gz", "br": ".br"}),
    "apache2": ("Apache", "apache", apache2, {"gzip": ".gz", "br": ".br"}),
}


def look(name, candor, project, work, place):
    title, language, start, encodings = SERVERS[name]
    port = free_port()
    www = work / "www"
    folder = "trust/" if place == "folder" else ""
    address = f"http://127.0.0.1:{port}/{folder}"
    build(candor, project, www / "trust", address, "--precompress")
    command = start(recipes.recipe(language, title, place), port, work, www)
    with running(command, port, work / "said.log"):
        server = Server(f"{name} ({place})", address, www / "trust")
        server.check_files()
        server.check_links()
        server.check_encodings(encodings)
        server.check_missing()
        server.check_folders()
        return server


def bare(candor, project, work):
    """The plainest server that there is: links and pages, no more."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/trust/"
    build(candor, project, work / "trust", address)
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    command += ["--directory", str(work)]
    with running(command, port, work / "said.log"):
        server = Server("a bare file server", address, work / "trust")
        server.check_links()
        return server


def main():
    candor = str(Path(sys.argv[1]).resolve())
    faults, looked = [], []
    # Servers give up their rights, and must still get at the files.
    work = Path(tempfile.mkdtemp(prefix="candor-hosts-"))
    work.chmod(0o755)
    try:
        project = work / "project"
        subprocess.run([candor, "init", "--example", project], check=True, capture_output=True)
        config = project / "candor.toml"
        on_disk = config.read_text("utf-8")
        config.write_text(recipes.replaced(on_disk, "index_links = true", "index_links = false"))
        for name in sys.argv[2:]:
            for place in ["root", "folder"]:
                own = work / f"{name}-{place}"
                own.mkdir(mode=0o755)
                server = look(name, candor, project, own, place)
                faults += server.faults
                looked.append(f"{server.name}: {server.asked} requests")
        own = work / "bare"
        own.mkdir()
        server = bare(candor, project, own)
        faults += server.faults
        looked.append(f"{server.name}: {server.asked} requests")
        config.write_text(on_disk)
        build(candor, project, work / "disk", "https://trust.example.com/")
        wrong, pages = check_disk(work / "disk")
        faults += wrong
        looked.append(f"on a disk: {pages} pages")
        wrong, left_out = elsewhere.check(work / "disk")
        faults += wrong
        looked += [f"LEFT OUT: {what}" for what in left_out]
    finally:
        shutil.rmtree(work)
    print("\n".join(faults or looked))
    sys.exit(1 if faults else 0)


main()
