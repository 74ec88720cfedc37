"""Runs on the Internet side: answers GET on port 8080 with the address that asked."""
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.client_address[0].encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("203.0.113.10", 8080), Handler)
print("listening", flush=True)
server.serve_forever()
