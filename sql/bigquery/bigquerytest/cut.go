package bigquerytest

import (
	"fmt"
	"net"
	"net/http"
)

// cut ends the connection of a request without a reply; reset makes it an error on the client's side ("connection
// reset by peer") instead of an end of file.
func cut(w http.ResponseWriter, reset bool) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // already taken away by a blackout: the server ends such a request quietly
	}
	if tcp, isTCP := conn.(*net.TCPConn); isTCP && reset {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// sendHalf promises a whole reply and sends the first half of it.
func sendHalf(w http.ResponseWriter, r reply) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	_, _ = fmt.Fprintf(buffered, "HTTP/1.1 %d %s\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: %d\r\n\r\n%s",
		r.code, http.StatusText(r.code), len(r.body), r.body[:len(r.body)/2])
	_ = buffered.Flush()
	_ = conn.Close()
}
