package command

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"os/user"
	"time"

	"cutover/strategies/engine"
)

// holder says which process this is.
func (a *app) holder() (engine.Holder, error) {
	var id [8]byte
	if _, err := rand.Read(id[:]); err != nil {
		return engine.Holder{}, fmt.Errorf("make an owner id: %w", err)
	}
	return engine.Holder{Host: hostName(), PID: os.Getpid(), Owner: hex.EncodeToString(id[:])}, nil
}

func hostName() string {
	name, err := os.Hostname()
	if err != nil {
		return "unknown-host"
	}
	return name
}

// alive reports whether the process of a holder may still run. On another host
// nobody can know.
func (a *app) alive(h engine.Holder) bool {
	if h.Host != hostName() {
		return true
	}
	if !processExists(h.PID) {
		return false
	}
	// A process that began after the lease was taken only has the same number.
	began, known := processStart(h.PID)
	return !known || !began.After(h.Since.Add(clockSlack))
}

// clockSlack covers that the boot is dated in whole seconds.
const clockSlack = 2 * time.Second

// actor says who runs: CUTOVER_ACTOR, the CI job, or user@host.
func (a *app) actor() string {
	get := func(name string) string { value, _ := a.Lookup(name); return value }
	switch {
	case get("CUTOVER_ACTOR") != "":
		return get("CUTOVER_ACTOR")
	case get("GITHUB_ACTIONS") == "true":
		return fmt.Sprintf("%s@github:%s/%s", get("GITHUB_ACTOR"), get("GITHUB_REPOSITORY"), get("GITHUB_RUN_ID"))
	case get("GITLAB_CI") == "true":
		return fmt.Sprintf("%s@gitlab:job-%s", get("GITLAB_USER_LOGIN"), get("CI_JOB_ID"))
	case get("BUILD_TAG") != "":
		return "ci@" + get("BUILD_TAG")
	case get("AIRFLOW_CTX_DAG_ID") != "":
		return "airflow@" + get("AIRFLOW_CTX_DAG_ID")
	}
	name := get("USER")
	if u, err := user.Current(); err == nil && u.Username != "" {
		name = u.Username
	}
	if name == "" {
		name = "someone"
	}
	return name + "@" + hostName()
}
