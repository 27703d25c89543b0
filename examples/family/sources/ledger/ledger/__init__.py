"""Keeps a sum in memory: POST /add/3, GET /sum."""

from threading import Lock

from flask import Flask

app = Flask(__name__)
lock = Lock()
total = 0


@app.get("/health")
def health():
    return "ok\n"


@app.post("/add/<int:amount>")
def add(amount):
    global total
    with lock:
        total += amount
    return read()


@app.get("/sum")
def read():
    return f"{total}\n"


@app.get("/metrics")
def metrics():
    return f"ledger_sum {total}\n", {"content-type": "text/plain"}
