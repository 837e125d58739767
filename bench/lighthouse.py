"""Lighthouse's scores for the main pages, where Node is installed: for development only."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.browser import chromium, cookies_of, demo_people
from bench.report import Row, show
from bench.server import demo_server

PAGES = ("/sign-in", "/", "/chat", "/notifications", "/devices", "/more")
MUST = {"performance": 95, "accessibility": 100, "best-practices": 100}


def measure() -> bool:
    """Print the scores below their budget; returns whether there are none."""
    npx = shutil.which("npx")
    if npx is None:
        print("\nLighthouse: skipped, because Node is not installed on this machine.")
        return True
    rows: list[Row] = []
    with demo_server() as server:
        with chromium() as browser:
            page = browser.new_page(service_workers="block")
            who = demo_people(page, server.url)["carer"]
            cookies = cookies_of(browser, server.url, who["email"], who["password"])
        header = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
        for path in PAGES:
            report = _run(npx, server.url + path, server.instance / "report.json", header)
            if report is None:
                print("\nLighthouse: skipped, because npx could not fetch or run it.")
                return True
            for name, must in MUST.items():
                score = report["categories"][name]["score"] * 100
                # Points missing: like all rows, lower is better.
                rows.append(Row(f"{path} {name}, points missing", 100 - score, "", 100 - must, 0))
    return show("Lighthouse, mobile", rows)


def _run(npx: str, address: str, out: Path, cookies: str) -> Any | None:
    command = [
        npx,
        "--yes",
        "lighthouse@13",
        address,
        "--quiet",
        "--output=json",
        f"--output-path={out}",
        f"--only-categories={','.join(MUST)}",
        f"--extra-headers={json.dumps({'Cookie': cookies})}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    settings = os.environ | {
        "CHROME_PATH": os.environ.get("CHROMIUM", ""),
        "PUPPETEER_SKIP_DOWNLOAD": "1",
    }
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    if done.returncode or not out.exists():
        print(done.stderr[-800:])
        return None
    return json.loads(out.read_text())
