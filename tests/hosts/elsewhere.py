"""The recipes for hosts that need an account, read as those hosts read them.

`_headers` by the rules of Netlify and of Cloudflare, on every file of the site; CloudFront's function by
Node, on every path; its policy by the description of the interface that AWS's own client carries; the
rest as JSON that promises the same headers as the page.
"""

import json
import re
import shutil
import subprocess

import recipes
from site_check import CACHE, DATA, EVERYTHING, FEEDS

try:
    import botocore.session
    from botocore.validate import ParamValidator
except ImportError:
    botocore = None


def check(public):
    """All that is wrong, and what was left out."""
    files = [p.relative_to(public).as_posix() for p in sorted(public.rglob("*")) if p.is_file()]
    files = [name for name in files if name != ".candor"]
    faults, left_out = [], []
    faults += headers_file(recipes.block("text _headers"), files)
    faults += configurations()
    for text in [text for _, text in recipes.blocks("sh")]:
        if subprocess.run(["bash", "-n"], input=text, text=True).returncode != 0:
            faults.append(f"bash can't read: {text}")
    if shutil.which("node"):
        faults += function(recipes.block("js"), files)
    else:
        left_out.append("CloudFront's function: it needs Node.")
    if botocore:
        faults += policy(json.loads(recipes.block("json response-headers-policy")))
    else:
        left_out.append("CloudFront's policy: it needs the Python package botocore.")
    return faults, left_out


def rules(text):
    """The rules of a `_headers`: a pattern, and its names and values."""
    found = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line.strip(), []))
        elif line.strip():
            name, value = line.split(":", 1)
            found[-1][1].append((name.strip(), value.strip()))
    return found


def headers_file(text, files):
    faults = []
    found = rules(text)
    for pattern, _ in found:
        if pattern.count("*") > 1:
            faults.append(f"_headers: {pattern}: Cloudflare allows one asterisk")
    for name in files:
        path = "/" + name.removesuffix("index.html")
        sent = {}
        for pattern, headers in found:
            expression = ".*".join(re.escape(part) for part in pattern.split("*"))
            if re.fullmatch(expression, path):
                for header, value in headers:
                    # Where two rules match, Cloudflare joins what they say.
                    sent[header] = f"{sent[header]}, {value}" if header in sent else value
        faults += [f"_headers: {path}: {fault}" for fault in differences(name, sent)]
    return faults


def differences(name, sent):
    wanted = dict(EVERYTHING)
    last = name.rsplit("/", 1)[-1]
    ending = "." + last.rsplit(".", 1)[-1]
    if name.startswith("assets/"):
        wanted["Cache-Control"] = CACHE["assets"]
    elif ending in DATA:
        wanted["Cache-Control"] = CACHE["data"]
        wanted["Access-Control-Allow-Origin"] = "*"
    types = {".ics": "text/calendar; charset=utf-8", ".jsonld": "application/ld+json"}
    kind = FEEDS.get(last, types.get(ending))
    if kind:
        wanted["Content-Type"] = kind
    for header in sorted(wanted.keys() | sent.keys()):
        if wanted.get(header) != sent.get(header):
            yield f"{header} is {sent.get(header)}, not {wanted.get(header)}"


def configurations():
    """Each is JSON, and says the two long headers as the page does."""
    faults = []
    for name, text in recipes.blocks("json"):
        try:
            json.loads(text)
        except ValueError as error:
            faults.append(f"{name}: {error}")
        for header in ["Content-Security-Policy", "Permissions-Policy"]:
            if f'"{EVERYTHING[header]}"' not in text:
                faults.append(f"{name}: doesn't say {header} as the page does")
    return faults


def function(text, files):
    """Every page is found by its address, with and without the slash, and every file stays where it is."""
    program = f"""{text}
const lines = require("fs").readFileSync(0, "utf8").trim().split("\\n");
const answer = (uri) => {{
  const said = handler({{ request: {{ uri }} }});
  return said.statusCode ? `${{said.statusCode}} ${{said.headers.location.value}}` : said.uri;
}};
console.log(lines.map(answer).join("\\n"));
"""
    wanted = {}
    for name in files:
        if name.split("/")[-1] == "index.html":
            folder = "/" + name.removesuffix("index.html")
            wanted[folder] = f"/{name}"
            if folder != "/":
                wanted[folder.rstrip("/")] = f"301 {folder}"
        else:
            wanted[f"/{name}"] = f"/{name}"
    done = subprocess.run(
        ["node", "-e", program], input="\n".join(wanted), text=True, capture_output=True, check=False
    )
    if done.returncode != 0:
        return [f"CloudFront's function: {done.stderr}"]
    said = done.stdout.strip().split("\n")
    pairs = zip(wanted.items(), said, strict=True)
    return [f"CloudFront's function: {path} is {got}" for (path, want), got in pairs if got != want]


def policy(config):
    service = botocore.session.Session().get_service_model("cloudfront")
    operation = service.operation_model("CreateResponseHeadersPolicy")
    parameters = {"ResponseHeadersPolicyConfig": config}
    report = ParamValidator().validate(parameters, operation.input_shape)
    return [f"CloudFront's policy: {report.generate_report()}"] if report.has_errors() else []
