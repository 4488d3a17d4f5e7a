"""GET /down for servers on threads: http.client, whose connections are kept for whichever thread is next."""

import threading
from http.client import HTTPConnection, HTTPException
from select import select

from bench_down import BAD_GATEWAY, GATEWAY_TIMEOUT, MOST_CONNECTIONS, PATIENCE_S, PORT, Call, call_of
from bench_process import HOST

_slots = threading.Semaphore(MOST_CONNECTIONS)
_idle = []  # the last one used is the first to be used again; append() and pop() are atomic


def _connection():
    while True:
        try:
            connection = _idle.pop()
        except IndexError:
            return HTTPConnection(HOST, PORT, timeout=PATIENCE_S)
        # Nothing is asked: what can be read is the end.
        if not select([connection.sock], [], [], 0)[0]:
            return connection
        connection.close()


def _blob(connection, target):
    connection.request("GET", target)
    response = connection.getresponse()
    blob = response.read()
    if response.status != 200:
        raise HTTPException("no blob")
    return blob


def down_of(call):
    with _slots:
        connection = _connection()
        try:
            blob = _blob(connection, call.target())
        except TimeoutError:
            connection.close()
            return GATEWAY_TIMEOUT
        except (OSError, HTTPException):
            connection.close()
            return BAD_GATEWAY
        _idle.append(connection)
    return call.answer(blob)


def down(query):
    call = call_of(query)
    return down_of(call) if isinstance(call, Call) else call
