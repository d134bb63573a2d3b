package bigquerytest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"sync"
)

// door is the listening port. It can be closed and opened again on the same number, which is why the number is
// chosen below the range that systems hand out for ":0": nobody else is given it during a blackout.
type door struct {
	mu       sync.Mutex
	port     int
	listener net.Listener // nil during a blackout
	closed   bool         // for good
	conns    map[net.Conn]bool
	serving  sync.WaitGroup
}

const (
	firstPort = 20000
	ports     = 12000
	portTries = 200
)

func newDoor() *door { return &door{conns: map[net.Conn]bool{}} }

// open listens, on the port it had before if it had one, and serves server there.
func (d *door) open(server *http.Server) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.listener != nil || d.closed {
		return nil
	}
	l, err := d.listen()
	if err != nil {
		return err
	}
	d.listener = l
	d.serving.Add(1)
	go func() {
		defer d.serving.Done()
		_ = server.Serve(l) // ends when the listener is closed; nothing to learn from how
	}()
	return nil
}

func (d *door) listen() (net.Listener, error) {
	var tcp net.ListenConfig
	if d.port != 0 {
		return tcp.Listen(context.Background(), "tcp4", address(d.port))
	}
	var failures []error
	for range portTries {
		port := firstPort + rand.IntN(ports)
		l, err := tcp.Listen(context.Background(), "tcp4", address(port))
		if err == nil {
			d.port = port
			return l, nil
		}
		failures = append(failures, err)
	}
	return nil, fmt.Errorf("listen on 127.0.0.1: %w", errors.Join(failures...))
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// blackout closes the port and cuts every connection.
func (d *door) blackout() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.listener != nil {
		_ = d.listener.Close()
		d.listener = nil
	}
	for c := range d.conns {
		_ = c.Close()
	}
	clear(d.conns)
}

func (d *door) shut() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.blackout()
}

func (d *door) wait() { d.serving.Wait() }

// track is the server's ConnState hook. A connection accepted in the instant of a blackout is cut here.
func (d *door) track(c net.Conn, state http.ConnState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch state {
	case http.StateNew:
		if d.listener == nil {
			_ = c.Close()
			return
		}
		d.conns[c] = true
	case http.StateClosed, http.StateHijacked:
		delete(d.conns, c)
	}
}
