"""A server on the loopback that records requests and sends prepared responses."""
import dataclasses
import socket
import threading
import time


@dataclasses.dataclass
class Request:
    method: str
    target: str
    headers: dict
    body: bytes


class Server:
    """Sends `responses` in turn, and the last one again. The pieces of a body are sent two seconds apart."""

    def __init__(self, responses):
        self.responses, self.requests = responses, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def close(self):
        self.listener.close()

    def serve(self, connection):
        connection.settimeout(30)
        try:
            with connection, connection.makefile("rb") as stream:
                self.requests.append(read(stream))
                respond(connection, *self.responses[min(len(self.requests), len(self.responses)) - 1])
        except (OSError, ValueError):
            pass


def read(stream):
    method, target, _ = stream.readline().decode().split(" ", 2)
    headers = {}
    while line := stream.readline().strip():
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    if headers.get("transfer-encoding") == "chunked":
        while size := int(stream.readline().strip(), 16):
            body += stream.read(size)
            stream.readline()
        stream.readline()
    return Request(method, target, headers, body)


def respond(connection, status, headers, pieces):
    # One request per connection, so that a body without a length ends with the connection.
    head = f"HTTP/1.1 {status} Status\r\nconnection: close\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    connection.sendall(head.encode())
    for number, piece in enumerate(pieces):
        if number:
            time.sleep(2)
        connection.sendall(piece)
