package command

import (
	"context"
	"fmt"
	"runtime"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/ui"
)

func (a *app) versionCommand() *cli.Command {
	c := a.verb("version", "", "which cutover this is", nil, a.version)
	c.Category = "about"
	return c
}

// versionDocument is the JSON of version.
type versionDocument struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

func (a *app) version(_ context.Context, o options) error {
	if o.JSON {
		return ui.JSON(a.io.Out, versionDocument{Version: a.Version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH})
	}
	return a.io.Result(fmt.Sprintf("cutover %s (%s, %s/%s)", a.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH))
}
