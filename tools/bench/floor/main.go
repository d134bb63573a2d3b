//go:build unix

// Command floor does the least that any reader of a manifest must do, for `make bench` to compare with.
package main

import (
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/tidwall/gjson" //nolint:depguard // it is what is measured here
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 2 {
		return fmt.Errorf("want: read|mmap|valid FILE")
	}
	load := os.ReadFile
	if args[0] == "mmap" {
		load = mapped
	}
	data, err := load(args[1])
	if err != nil {
		return err
	}
	if args[0] == "valid" {
		_, err := fmt.Fprintln(out, gjson.ValidBytes(data))
		return err
	}
	var sum uint64
	for _, b := range data {
		sum += uint64(b)
	}
	_, err = fmt.Fprintln(out, sum)
	return err
}

func mapped(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
}
