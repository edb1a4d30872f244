// A server for the tests in `tests/browser.rs`. Prints its port, and ends with its standard input.
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

let unavailable = 0;
const server = createServer((request, response) => {
  const body = [];
  request.on("data", (chunk) => body.push(chunk));
  request.on("end", () => {
    const path = new URL(request.url, "http://localhost").pathname;
    const json = (status, value, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(value));
    };
    if (request.headers["fastly-key"] !== "token") {
      json(401, { msg: "no token" });
    } else if (path.endsWith("/stores/kv/silent")) {
      // No response.
    } else if (path.endsWith("/stores/kv/later")) {
      // A retry after a second, once. Without the header `date`, the client needs its own clock.
      response.sendDate = false;
      if (unavailable++ === 0) json(503, { msg: "later" }, { "retry-after": new Date(Date.now() + 1000).toUTCString() });
      else json(200, { id: "later", name: `attempt ${unavailable}` });
    } else if (path.endsWith("/stores/kv/zipped")) {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(JSON.stringify({ id: "zipped", name: "ü" })));
    } else if (path.endsWith("/keys/broken")) {
      response.writeHead(200, { "content-length": "10" });
      response.write("half", () => response.destroy());
    } else if (request.method === "PUT") {
      response.writeHead(200, { "x-length": String(Buffer.concat(body).length) });
      response.end();
    } else if (path.endsWith("/keys/chunks")) {
      response.writeHead(200);
      response.write("first,", () => setTimeout(() => response.end("second"), 200));
    } else {
      json(404, { msg: "no such store" });
    }
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit());
