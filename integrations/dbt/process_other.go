//go:build !unix

package dbt

import (
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

// interrupt kills at once: there is no signal to ask with here.
func interrupt(p *os.Process) error { return p.Kill() }

func killGroup(*os.Process) {}

func wasKilled(*os.ProcessState) bool { return true }
